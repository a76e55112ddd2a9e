import type { Settings } from '../config/settings.ts';
import type { ChangeQueue } from '../ports/changeQueue.ts';
import type { QueueMonitor } from '../ports/queueMonitor.ts';
import type { JobStore } from '../ports/stores.ts';
import { createChangeQueue } from '../queue/changeQueue.ts';
import type { QueueConnection } from '../queue/connection.ts';
import { createQueueMonitor } from '../queue/queueMonitor.ts';
import { createJobStore } from '../store/jobStore.ts';
import { createTables, type TableConnection, type Tables } from '../store/tableClients.ts';
import { azureCredential } from './credential.ts';

/** Queue and tables, shared by everything else. */
export interface Intake {
  readonly queue: ChangeQueue;
  readonly queueMonitor: QueueMonitor;
  readonly job: JobStore;
  readonly tables: Tables;
}

export async function createIntake(settings: Settings): Promise<Intake> {
  const [queueConnection, tableConnection] = await Promise.all([connectQueue(settings), connectTables(settings)]);
  const tables = createTables(tableConnection);
  return {
    queue: createChangeQueue({ connection: queueConnection }),
    queueMonitor: createQueueMonitor({ connection: queueConnection }),
    job: createJobStore(tables),
    tables,
  };
}

async function connectQueue(settings: Settings): Promise<QueueConnection> {
  const { serviceBus } = settings;
  return 'connectionString' in serviceBus ? serviceBus : { ...serviceBus, credential: await azureCredential(settings) };
}

async function connectTables(settings: Settings): Promise<TableConnection> {
  const { tables } = settings;
  return 'connectionString' in tables ? tables : { ...tables, credential: await azureCredential(settings) };
}
