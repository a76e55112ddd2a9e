import type { QueueMessage } from './queueMessage.ts';
import type { Session } from './sessionPool.ts';
import { SortedQueue } from './sortedQueue.ts';

/** Which messages are locked by which token, and until when. In a session the session's lock decides when. */
export class MessageLocks {
  readonly #newToken: () => string;
  readonly #messages = new Map<string, QueueMessage>();
  /** Without sessions. */
  readonly #ends = new SortedQueue<QueueMessage>();

  constructor(newToken: () => string) {
    this.#newToken = newToken;
  }

  /** @param until end of the lock; of no account in a session */
  lock(message: QueueMessage, session: Session | undefined, until: number): void {
    message.lock = { token: this.#newToken(), until: session?.lockedUntil ?? until };
    this.#messages.set(message.lock.token, message);
    if (session) session.locked.add(message);
    else this.#ends.set(message, until);
  }

  unlock(message: QueueMessage, session: Session | undefined): void {
    if (!message.lock) return;
    this.#messages.delete(message.lock.token);
    this.#ends.delete(message);
    session?.locked.delete(message);
    message.lock = undefined;
  }

  find(token: string): QueueMessage | undefined {
    return this.#messages.get(token);
  }

  /** Only without sessions. */
  renew(message: QueueMessage, until: number): void {
    if (!message.lock) return;
    message.lock.until = until;
    this.#ends.set(message, until);
  }

  /** A message whose lock has run out. It is still locked: `unlock` it. */
  takeExpired(now: number): QueueMessage | undefined {
    return this.#ends.take(now);
  }

  nextDue(): number {
    return this.#ends.firstKey() ?? Number.POSITIVE_INFINITY;
  }
}
