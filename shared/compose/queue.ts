import type { Settings } from '../config/settings.ts';
import type { ChangeQueue } from '../ports/changeQueue.ts';
import type { QueueMonitor } from '../ports/queueMonitor.ts';
import { createChangeQueue } from '../queue/changeQueue.ts';
import type { QueueConnection } from '../queue/connection.ts';
import { createQueueMonitor } from '../queue/queueMonitor.ts';
import { azureCredential } from './credential.ts';

/** Queue `changes`, and a look at what is in it. */
export interface Queue {
  readonly queue: ChangeQueue;
  readonly queueMonitor: QueueMonitor;
}

export async function openQueue(settings: Settings): Promise<Queue> {
  const connection = await connectQueue(settings);
  return { queue: createChangeQueue({ connection }), queueMonitor: createQueueMonitor({ connection }) };
}

async function connectQueue(settings: Settings): Promise<QueueConnection> {
  const { serviceBus } = settings;
  return 'connectionString' in serviceBus ? serviceBus : { ...serviceBus, credential: await azureCredential(settings) };
}
