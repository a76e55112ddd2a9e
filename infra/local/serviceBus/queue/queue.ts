import { randomUUID } from 'node:crypto';
import type { AcceptedSession, Consumer, SessionWaiter } from './consumer.ts';
import { CreditLine } from './creditLine.ts';
import { type DeadLetterCause, deadLettered, deliveredTooOften, expired } from './deadLettered.ts';
import { DuplicateHistory } from './duplicateHistory.ts';
import { MessageLocks } from './messageLocks.ts';
import { MessageStore } from './messageStore.ts';
import { deadLetterSettings, type QueueSettings } from './queueDefinition.ts';
import { messageLockLost, messageNotFound, notAllowed, sessionLockLost } from './queueError.ts';
import type { NewMessage, QueueMessage, Settlement } from './queueMessage.ts';
import type { QueueSnapshot } from './queueSnapshot.ts';
import { type Session, SessionPool } from './sessionPool.ts';
import { SortedQueue } from './sortedQueue.ts';

/** What a queue takes from outside. */
export interface QueueEnvironment {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /**
   * Called after every change: of what a snapshot shows (`contents`), or of locks and waits only (`schedule`).
   * `nextDue` may have changed in both cases. Must not call back.
   */
  readonly changed: (what: 'contents' | 'schedule') => void;
  readonly newLockToken?: () => string;
}

/** Number of messages in each state; `active` counts locked ones too. */
export interface QueueDepth {
  readonly active: number;
  readonly scheduled: number;
  readonly deferred: number;
  readonly deadLetter: number;
}

/** Who asks for something in a session: the session, and the link that must hold it (any link when absent). */
export interface SessionClaim {
  readonly sessionId: string;
  readonly linkName?: string | undefined;
}

/**
 * One queue and its dead-letter queue: the rules of Service Bus without its protocol. Nothing happens by itself:
 * call `runDue` at `nextDue`. Methods throw QueueError with the condition that Service Bus answers.
 * Rules: https://learn.microsoft.com/azure/service-bus-messaging/message-sessions and its neighbours
 * message-sequencing, message-expiration, message-transfers-locks-settlement, duplicate-detection.
 */
export class Queue {
  readonly settings: QueueSettings;
  /** Undefined on a dead-letter queue. */
  readonly deadLetters: Queue | undefined;
  readonly #now: () => number;
  readonly #changed: QueueEnvironment['changed'];
  readonly #store = new MessageStore();
  readonly #sessions: SessionPool;
  #history: DuplicateHistory;
  /** Without sessions: messages that can be delivered, in order. */
  readonly #available = new SortedQueue<QueueMessage>();
  readonly #locks: MessageLocks;
  /** Without sessions the next message goes to the first in line. */
  readonly #credit = new CreditLine();

  constructor(settings: QueueSettings, environment: QueueEnvironment, isDeadLetterQueue = false) {
    this.settings = settings;
    this.#now = environment.now;
    this.#changed = environment.changed;
    this.#locks = new MessageLocks(environment.newLockToken ?? randomUUID);
    this.#sessions = new SessionPool(settings.lockDurationMs, environment.now);
    this.#history = new DuplicateHistory(settings.duplicateDetectionWindowMs);
    this.deadLetters = isDeadLetterQueue ? undefined : new Queue(deadLetterSettings(settings), environment, true);
  }

  /**
   * Takes all messages or, when one is refused, none. Duplicates are dropped silently.
   * @returns a sequence number per message, those of dropped duplicates included
   */
  enqueue(messages: readonly NewMessage[]): number[] {
    this.runDue();
    if (!this.deadLetters) throw notAllowed('Messages cannot be sent to a dead-letter queue.');
    if (this.settings.requiresSession && messages.some(({ sessionId }) => sessionId === undefined)) {
      throw notAllowed(`${this.settings.name} requires sessions: a message without session id cannot be sent to it.`);
    }
    const now = this.#now();
    const sequenceNumbers = messages.map((message) => {
      const sequenceNumber = this.#store.nextSequenceNumber();
      const isDuplicate = this.settings.requiresDuplicateDetection && !this.#history.admit(message.messageId, now);
      if (isDuplicate) return sequenceNumber;
      const created = this.#store.create(message, sequenceNumber, now, this.settings.defaultMessageTimeToLiveMs);
      if (created.state === 'active') this.#makeAvailable(created);
      return sequenceNumber;
    });
    this.#changed('contents');
    return sequenceNumbers;
  }

  /** Drops scheduled messages. Throws MessageNotFound, and drops none, when one of them is not scheduled (any more). */
  cancelScheduled(sequenceNumbers: readonly number[]): void {
    this.runDue();
    for (const message of this.#store.inState('scheduled', sequenceNumbers)) this.#remove(message);
    this.#changed('contents');
  }

  /** Says how many more messages the consumer may get, and delivers at once what is there. */
  setCredit(consumer: Consumer, credit: number): void {
    this.runDue();
    this.#credit.set(consumer, credit);
    this.#deliver(this.#sessions.heldBy(consumer));
    this.#changed(consumer.mode === 'receiveAndDelete' ? 'contents' : 'schedule');
  }

  /** Throws SessionCannotBeLocked when another consumer holds the session. */
  acceptSession(consumer: Consumer, sessionId: string): AcceptedSession {
    this.runDue();
    const session = this.#sessions.accept(consumer, sessionId);
    this.#changed('schedule');
    return session;
  }

  /** Takes the next free session with messages, waiting up to `waitMs` for one. */
  acceptNextSession(waiter: SessionWaiter, waitMs: number): void {
    this.runDue();
    this.#sessions.acceptNext(waiter, waitMs);
    this.#changed('schedule');
  }

  /**
   * The consumer is gone. Its session becomes free and the session's messages too, without a count of the delivery.
   * Without sessions its messages stay locked until settled or until the lock runs out.
   */
  release(consumer: Consumer): void {
    this.#credit.set(consumer, 0);
    this.#sessions.stopWaiting(consumer);
    const session = this.#sessions.heldBy(consumer);
    if (session) this.#free(session, 'uncounted');
    this.#changed(session ? 'contents' : 'schedule');
  }

  /** Throws MessageLockLost, or SessionLockLost in a queue with sessions. */
  settle(token: string, settlement: Settlement): void {
    this.runDue();
    const message = this.#lockedBy(token);
    if (settlement.type === 'deadLetter' && !this.deadLetters) {
      throw notAllowed('A message in a dead-letter queue cannot be dead-lettered again.');
    }
    if (settlement.type === 'complete') this.#remove(message);
    else this.#putBack(message, settlement);
    this.#changed('contents');
  }

  /** Answers the new end of the lock. */
  renewLock(token: string): number {
    this.runDue();
    const message = this.#lockedBy(token);
    if (!message.lock) throw messageLockLost();
    if (this.settings.requiresSession) return message.lock.until;
    this.#locks.renew(message, this.#now() + this.settings.lockDurationMs);
    this.#changed('schedule');
    return message.lock.until;
  }

  /** Answers the new end of the lock. */
  renewSessionLock(claim: SessionClaim): number {
    this.runDue();
    const until = this.#sessions.renew(this.#sessions.held(claim.sessionId, claim.linkName));
    this.#changed('schedule');
    return until;
  }

  sessionState(claim: SessionClaim): Uint8Array | undefined {
    this.runDue();
    return this.#sessions.held(claim.sessionId, claim.linkName).state;
  }

  setSessionState(claim: SessionClaim, state: Uint8Array | undefined): void {
    this.runDue();
    this.#sessions.held(claim.sessionId, claim.linkName).state = state;
    this.#changed('contents');
  }

  /** Ids of sessions that hold messages to deliver, a state or a lock. */
  sessionIds(skip: number, top: number): string[] {
    return [...this.#sessions.all()].slice(skip, skip + top).map(({ id }) => id);
  }

  /**
   * Gives out deferred messages, locked (or removed in receiveAndDelete). In a queue with sessions the claim is needed.
   * Throws MessageNotFound when one is not there, not deferred, or locked already.
   */
  receiveDeferred(sequenceNumbers: readonly number[], mode: Consumer['mode'], claim?: SessionClaim): QueueMessage[] {
    this.runDue();
    const session = this.settings.requiresSession
      ? this.#sessions.held(claim?.sessionId ?? '', claim?.linkName)
      : undefined;
    const messages = this.#store.inState('deferred', sequenceNumbers);
    if (messages.some(({ lock, sessionId }) => lock || (session && sessionId !== session.id))) {
      throw messageNotFound(sequenceNumbers);
    }
    for (const message of messages) {
      if (mode === 'receiveAndDelete') this.#remove(message);
      else this.#lock(message);
    }
    this.#changed('contents');
    return messages;
  }

  /** Messages in any state by ascending sequence number, without locking them. */
  peek(fromSequenceNumber: number, count: number, sessionId?: string): QueueMessage[] {
    this.runDue();
    return [...this.#store.all()]
      .filter((message) => message.sequenceNumber >= fromSequenceNumber)
      .filter((message) => sessionId === undefined || message.sessionId === sessionId)
      .sort((a, b) => a.sequenceNumber - b.sequenceNumber)
      .slice(0, count);
  }

  depth(): QueueDepth {
    this.runDue();
    return { ...this.#store.count(), deadLetter: this.deadLetters?.depth().active ?? 0 };
  }

  /** When `runDue` has something to do, in milliseconds since the epoch; Infinity: never. */
  nextDue(): number {
    return Math.min(
      this.#store.nextDue(),
      this.#locks.nextDue(),
      this.#sessions.nextDue(),
      this.deadLetters?.nextDue() ?? Number.POSITIVE_INFINITY,
    );
  }

  /** Does what time brings: activates, expires, unlocks, turns waiters away. */
  runDue(): void {
    const now = this.#now();
    if (this.nextDue() > now) return;
    for (const message of takeAll(() => this.#store.takeScheduled(now))) this.#makeAvailable(message);
    for (const message of takeAll(() => this.#locks.takeExpired(now))) this.#unlock(message, 'counted');
    for (const session of takeAll(() => this.#sessions.takeExpired(now))) this.#free(session, 'counted')?.sessionLost();
    for (const message of takeAll(() => this.#store.takeExpired(now))) if (!message.lock) this.#expire(message);
    this.#sessions.endWaits(now);
    this.deadLetters?.runDue();
    this.#changed('contents');
  }

  snapshot(): QueueSnapshot {
    const withoutLock = ({ lock, ...message }: QueueMessage) => message;
    return {
      lastSequenceNumber: this.#store.lastSequenceNumber,
      messages: [...this.#store.all()].map(withoutLock),
      deadLetters: this.deadLetters?.snapshot().messages ?? [],
      sessionStates: [...this.#sessions.all()].flatMap(({ id, state }) => (state ? [[id, state] as const] : [])),
      seenMessageIds: this.#history.entries(),
    };
  }

  /** Fills a new queue. */
  restore(snapshot: QueueSnapshot): void {
    this.#history = new DuplicateHistory(this.settings.duplicateDetectionWindowMs, snapshot.seenMessageIds);
    for (const [id, state] of snapshot.sessionStates) this.#sessions.open(id).state = state;
    for (const saved of snapshot.messages) this.#take({ ...saved, lock: undefined });
    const { deadLetters } = this;
    if (deadLetters) for (const saved of snapshot.deadLetters) deadLetters.#take({ ...saved, lock: undefined });
    this.#store.lastSequenceNumber = snapshot.lastSequenceNumber;
  }

  #take(message: QueueMessage): void {
    this.#store.add(message);
    if (message.state === 'active') this.#makeAvailable(message);
  }

  #makeAvailable(message: QueueMessage): void {
    if (!this.settings.requiresSession) {
      this.#available.set(message, message.sequenceNumber);
      this.#deliver(undefined);
      return;
    }
    const session = this.#sessions.open(message.sessionId ?? '');
    session.available.set(message, message.sequenceNumber);
    this.#sessions.update(session);
    this.#deliver(session);
  }

  #deliver(session: Session | undefined): void {
    const available = session?.available ?? this.#available;
    if (this.settings.requiresSession && !session?.holder) return;
    while (available.size > 0) {
      const consumer = session?.holder ?? this.#credit.first();
      if (!consumer || !this.#credit.has(consumer)) return;
      const message = available.take();
      if (!message) return;
      this.#credit.spend(consumer);
      if (consumer.mode === 'receiveAndDelete') this.#remove(message);
      else this.#lock(message);
      consumer.deliver(message);
    }
  }

  #lock(message: QueueMessage): void {
    this.#locks.lock(message, this.#sessionOf(message), this.#now() + this.settings.lockDurationMs);
  }

  /** Undefined in a queue without sessions, where a session id means nothing. */
  #sessionOf({ sessionId }: QueueMessage): Session | undefined {
    return this.settings.requiresSession ? this.#sessions.find(sessionId ?? '') : undefined;
  }

  #lockedBy(token: string): QueueMessage {
    const message = this.#locks.find(token);
    if (!message) throw this.settings.requiresSession ? sessionLockLost() : messageLockLost();
    return message;
  }

  #unlock(message: QueueMessage, delivery: 'counted' | 'uncounted'): void {
    this.#locks.unlock(message, this.#sessionOf(message));
    if (delivery === 'counted') message.deliveryCount += 1;
    if (message.deliveryCount >= this.settings.maxDeliveryCount) {
      this.#deadLetter(message, deliveredTooOften(message.deliveryCount));
    } else if (message.expiresAt <= this.#now()) {
      this.#expire(message);
    } else if (message.state === 'active') {
      this.#makeAvailable(message);
    }
  }

  #putBack(message: QueueMessage, settlement: Exclude<Settlement, { type: 'complete' }>): void {
    message.applicationProperties = { ...message.applicationProperties, ...settlement.properties };
    if (settlement.type === 'deadLetter') {
      this.#deadLetter(message, settlement);
      return;
    }
    if (settlement.type === 'defer') this.#store.defer(message);
    this.#unlock(message, settlement.type === 'abandon' ? 'counted' : 'uncounted');
  }

  /** Takes a session and its messages from its holder, whom it answers. */
  #free(session: Session, delivery: 'counted' | 'uncounted'): Consumer | undefined {
    const { holder } = session;
    // Without credit the holder gets nothing back that is unlocked here.
    if (holder) this.#credit.set(holder, 0);
    for (const message of [...session.locked]) this.#unlock(message, delivery);
    this.#sessions.free(session);
    this.#sessions.update(session);
    return holder;
  }

  #expire(message: QueueMessage): void {
    if (this.settings.deadLetteringOnMessageExpiration) this.#deadLetter(message, expired);
    else this.#remove(message);
  }

  #deadLetter(message: QueueMessage, cause: DeadLetterCause): void {
    const { deadLetters } = this;
    this.#remove(message);
    if (deadLetters) deadLetters.#take(deadLettered(message, cause));
  }

  #remove(message: QueueMessage): void {
    this.#locks.unlock(message, this.#sessionOf(message));
    this.#store.remove(message);
    this.#available.delete(message);
    const session = this.#sessionOf(message);
    if (!session) return;
    session.available.delete(message);
    this.#sessions.update(session);
  }
}

function takeAll<T>(take: () => T | undefined): T[] {
  const taken: T[] = [];
  for (let item = take(); item !== undefined; item = take()) taken.push(item);
  return taken;
}
