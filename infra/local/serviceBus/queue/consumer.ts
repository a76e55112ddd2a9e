import type { QueueError } from './queueError.ts';
import type { QueueMessage } from './queueMessage.ts';

/** A receiving link, as the queue sees it. The callbacks must not call back into the queue at once. */
export interface Consumer {
  /** Name of the link: operations on a session say by it who they come from. */
  readonly name: string;
  readonly mode: 'peekLock' | 'receiveAndDelete';
  /** Called once per unit of credit. The message carries its lock, except in receiveAndDelete. */
  readonly deliver: (message: QueueMessage) => void;
  /** The lock of the consumer's session ran out; the consumer gets nothing any more. */
  readonly sessionLost: () => void;
}

/** A session taken by a consumer. */
export interface AcceptedSession {
  readonly sessionId: string;
  /** Milliseconds since the epoch. */
  readonly lockedUntil: number;
}

/** A consumer that takes the next free session. Exactly one of the callbacks is called, once. */
export interface SessionWaiter {
  readonly consumer: Consumer;
  readonly granted: (session: AcceptedSession) => void;
  readonly timedOut: (error: QueueError) => void;
}
