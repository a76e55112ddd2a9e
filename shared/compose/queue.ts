import type { Settings } from '../config/settings.ts';
import type { ChangeQueue } from '../ports/changeQueue.ts';
import type { QueueMonitor } from '../ports/queueMonitor.ts';
import { createChangeQueue } from '../queue/changeQueue.ts';
import { createQueueMonitor } from '../queue/queueMonitor.ts';
import { withIdentity } from './credential.ts';

/** Queue `changes`, and a look at what is in it. */
export interface Queue {
  readonly queue: ChangeQueue;
  readonly queueMonitor: QueueMonitor;
}

export async function openQueue(settings: Settings): Promise<Queue> {
  const connection = await withIdentity(settings.serviceBus, settings);
  return { queue: createChangeQueue({ connection }), queueMonitor: createQueueMonitor({ connection }) };
}
