import type { QueueDepth } from '../model/job.ts';

export interface QueueMonitor {
  /** Looks without taking anything. Throws ProvisioningError `retry` when the queue cannot be reached. */
  look(): Promise<QueueDepth>;
}
