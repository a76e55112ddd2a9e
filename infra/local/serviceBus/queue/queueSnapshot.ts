import type { QueueMessage } from './queueMessage.ts';

/** Everything of a queue that outlives its process. Locks don't: after a restart every message is free. */
export interface QueueSnapshot {
  readonly lastSequenceNumber: number;
  readonly messages: readonly Omit<QueueMessage, 'lock'>[];
  readonly deadLetters: readonly Omit<QueueMessage, 'lock'>[];
  readonly sessionStates: readonly (readonly [sessionId: string, state: Uint8Array])[];
  /** Message ids for duplicate detection, with the end of their window. */
  readonly seenMessageIds: readonly (readonly [messageId: string, until: number])[];
}
