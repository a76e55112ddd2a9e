import type { Change } from '../model/change.ts';

export interface OutgoingChange {
  readonly change: Change;
  /** See `messageIdOf`. */
  readonly messageId: string;
  /** Deliver not before this time; at once when absent. */
  readonly at?: Date;
}

/** Queue `changes`. */
export interface ChangeQueue {
  /** Resolves when every message is in the queue; throws ProvisioningError `retry` otherwise (then none, some or all are in it). */
  send(messages: readonly OutgoingChange[]): Promise<void>;
}
