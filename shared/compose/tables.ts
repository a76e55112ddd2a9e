import type { Settings } from '../config/settings.ts';
import type { JobStore } from '../ports/stores.ts';
import { createJobStore } from '../store/jobStore.ts';
import { createTables, type TableConnection, type Tables } from '../store/tableClients.ts';
import { azureCredential } from './credential.ts';

/** The tables, and the one store that is needed without the others. */
export interface OpenTables {
  readonly tables: Tables;
  readonly job: JobStore;
}

export async function openTables(settings: Settings): Promise<OpenTables> {
  const tables = createTables(await connectTables(settings));
  return { tables, job: createJobStore(tables) };
}

async function connectTables(settings: Settings): Promise<TableConnection> {
  const { tables } = settings;
  return 'connectionString' in tables ? tables : { ...tables, credential: await azureCredential(settings) };
}
