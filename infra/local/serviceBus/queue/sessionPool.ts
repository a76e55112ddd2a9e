import type { AcceptedSession, Consumer, SessionWaiter } from './consumer.ts';
import { noSessionAvailable, sessionCannotBeLocked, sessionLockLost } from './queueError.ts';
import type { QueueMessage } from './queueMessage.ts';
import { SortedQueue } from './sortedQueue.ts';

export interface Session {
  readonly id: string;
  /** Messages that can be delivered, in order. */
  readonly available: SortedQueue<QueueMessage>;
  /** Messages that the holder received and has not settled. */
  readonly locked: Set<QueueMessage>;
  state: Uint8Array | undefined;
  holder: Consumer | undefined;
  lockedUntil: number;
}

/** The sessions of one queue: who holds which, which are free and have messages, who waits for one. */
export class SessionPool {
  readonly #lockDurationMs: number;
  readonly #now: () => number;
  /** Only sessions with something in them: a message to deliver, a holder, a state. */
  readonly #sessions = new Map<string, Session>();
  /** Free, with messages; the longest ready first. */
  readonly #ready = new Set<Session>();
  readonly #held = new Map<Consumer, Session>();
  readonly #lockEnds = new SortedQueue<Session>();
  /** First come, first served. */
  readonly #waiting = new Map<Consumer, SessionWaiter>();
  readonly #waitEnds = new SortedQueue<SessionWaiter>();

  constructor(lockDurationMs: number, now: () => number) {
    this.#lockDurationMs = lockDurationMs;
    this.#now = now;
  }

  /** The session, made when there is none. Call `update` once it holds something. */
  open(id: string): Session {
    const known = this.#sessions.get(id);
    if (known) return known;
    const session: Session = {
      id,
      available: new SortedQueue(),
      locked: new Set(),
      state: undefined,
      holder: undefined,
      lockedUntil: 0,
    };
    this.#sessions.set(id, session);
    return session;
  }

  /** Locks a session by name. Throws SessionCannotBeLocked. */
  accept(consumer: Consumer, id: string): AcceptedSession {
    const session = this.open(id);
    if (session.holder) throw sessionCannotBeLocked(id);
    return this.#lock(session, consumer);
  }

  /** Locks the next free session with messages, now or within `waitMs`. */
  acceptNext(waiter: SessionWaiter, waitMs: number): void {
    this.#waiting.set(waiter.consumer, waiter);
    this.#waitEnds.set(waiter, this.#now() + waitMs);
    this.#grant();
  }

  stopWaiting(consumer: Consumer): void {
    const waiter = this.#waiting.get(consumer);
    if (!waiter) return;
    this.#waiting.delete(consumer);
    this.#waitEnds.delete(waiter);
  }

  find(id: string): Session | undefined {
    return this.#sessions.get(id);
  }

  heldBy(consumer: Consumer): Session | undefined {
    return this.#held.get(consumer);
  }

  /** The locked session; throws SessionLockLost when nobody, or not the link of that name, holds it. */
  held(id: string, linkName?: string): Session {
    const session = this.#sessions.get(id);
    if (!session?.holder || (linkName !== undefined && session.holder.name !== linkName)) throw sessionLockLost();
    return session;
  }

  /** Answers the new end of the lock. */
  renew(session: Session): number {
    session.lockedUntil = this.#now() + this.#lockDurationMs;
    this.#lockEnds.set(session, session.lockedUntil);
    return session.lockedUntil;
  }

  /** Takes the session from its holder. Its messages are the caller's to unlock; then call `update`. */
  free(session: Session): void {
    if (session.holder) this.#held.delete(session.holder);
    session.holder = undefined;
    this.#lockEnds.delete(session);
  }

  /** To be called after messages, holder or state of a session changed. */
  update(session: Session): void {
    if (session.holder) return;
    if (session.available.size > 0) {
      this.#ready.add(session);
      this.#grant();
      return;
    }
    this.#ready.delete(session);
    if (!session.state) this.#sessions.delete(session.id);
  }

  /** A session whose lock ran out. It is still held: `free` it. */
  takeExpired(now: number): Session | undefined {
    return this.#lockEnds.take(now);
  }

  /** Turns away everybody who waited long enough. */
  endWaits(now: number): void {
    for (let waiter = this.#waitEnds.take(now); waiter; waiter = this.#waitEnds.take(now)) {
      this.#waiting.delete(waiter.consumer);
      waiter.timedOut(noSessionAvailable());
    }
  }

  nextDue(): number {
    return Math.min(
      this.#lockEnds.firstKey() ?? Number.POSITIVE_INFINITY,
      this.#waitEnds.firstKey() ?? Number.POSITIVE_INFINITY,
    );
  }

  all(): IterableIterator<Session> {
    return this.#sessions.values();
  }

  #grant(): void {
    for (const [consumer, waiter] of this.#waiting) {
      const [session] = this.#ready;
      if (!session) return;
      this.stopWaiting(consumer);
      waiter.granted(this.#lock(session, consumer));
    }
  }

  #lock(session: Session, consumer: Consumer): AcceptedSession {
    this.#ready.delete(session);
    session.holder = consumer;
    this.#held.set(consumer, session);
    return { sessionId: session.id, lockedUntil: this.renew(session) };
  }
}
