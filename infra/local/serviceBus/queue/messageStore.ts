import { messageNotFound } from './queueError.ts';
import type { MessageState, NewMessage, QueueMessage } from './queueMessage.ts';
import { SortedQueue } from './sortedQueue.ts';

/** The messages of one queue in every state, their sequence numbers, and when each becomes active or expires. */
export class MessageStore {
  readonly #messages = new Map<number, QueueMessage>();
  readonly #scheduled = new SortedQueue<QueueMessage>();
  readonly #expiring = new SortedQueue<QueueMessage>();
  #deferred = 0;
  #lastSequenceNumber = 0;

  nextSequenceNumber(): number {
    this.#lastSequenceNumber += 1;
    return this.#lastSequenceNumber;
  }

  /** @param maxTimeToLiveMs the queue's own limit */
  create(message: NewMessage, sequenceNumber: number, now: number, maxTimeToLiveMs: number): QueueMessage {
    const isScheduled = message.scheduledFor !== undefined && message.scheduledFor > now;
    const timeToLiveMs = Math.min(message.timeToLiveMs ?? Number.POSITIVE_INFINITY, maxTimeToLiveMs);
    const created: QueueMessage = {
      sequenceNumber,
      enqueuedSequenceNumber: sequenceNumber,
      messageId: message.messageId,
      sessionId: message.sessionId,
      content: message.content,
      applicationProperties: message.applicationProperties,
      timeToLiveMs,
      scheduledFor: message.scheduledFor,
      state: isScheduled ? 'scheduled' : 'active',
      enqueuedAt: now,
      expiresAt: isScheduled ? Number.POSITIVE_INFINITY : now + timeToLiveMs,
      deliveryCount: 0,
      lock: undefined,
    };
    this.add(created);
    return created;
  }

  add(message: QueueMessage): void {
    this.#messages.set(message.sequenceNumber, message);
    this.#lastSequenceNumber = Math.max(this.#lastSequenceNumber, message.sequenceNumber);
    if (message.state === 'deferred') this.#deferred += 1;
    if (message.state === 'scheduled') this.#scheduled.set(message, message.scheduledFor ?? 0);
    if (message.expiresAt < Number.POSITIVE_INFINITY) this.#expiring.set(message, message.expiresAt);
  }

  remove(message: QueueMessage): void {
    if (!this.#messages.delete(message.sequenceNumber)) return;
    if (message.state === 'deferred') this.#deferred -= 1;
    this.#scheduled.delete(message);
    this.#expiring.delete(message);
  }

  defer(message: QueueMessage): void {
    if (message.state === 'deferred') return;
    message.state = 'deferred';
    this.#deferred += 1;
  }

  /** A scheduled message whose time has come, now active under a new sequence number, as if it had just been sent. */
  takeScheduled(now: number): QueueMessage | undefined {
    const message = this.#scheduled.take(now);
    if (!message) return undefined;
    this.#messages.delete(message.sequenceNumber);
    message.sequenceNumber = this.nextSequenceNumber();
    message.state = 'active';
    message.enqueuedAt = now;
    message.expiresAt = now + message.timeToLiveMs;
    this.add(message);
    return message;
  }

  /** A message whose time to live is over, once. It is still in the store. */
  takeExpired(now: number): QueueMessage | undefined {
    return this.#expiring.take(now);
  }

  nextDue(): number {
    return Math.min(
      this.#scheduled.firstKey() ?? Number.POSITIVE_INFINITY,
      this.#expiring.firstKey() ?? Number.POSITIVE_INFINITY,
    );
  }

  /** All of them, or MessageNotFound when one is not there in that state. */
  inState(state: MessageState, sequenceNumbers: readonly number[]): QueueMessage[] {
    const found = sequenceNumbers.flatMap((sequenceNumber) => {
      const message = this.#messages.get(sequenceNumber);
      return message?.state === state ? [message] : [];
    });
    if (found.length < sequenceNumbers.length) throw messageNotFound(sequenceNumbers);
    return found;
  }

  all(): IterableIterator<QueueMessage> {
    return this.#messages.values();
  }

  count(): { readonly active: number; readonly scheduled: number; readonly deferred: number } {
    const scheduled = this.#scheduled.size;
    return { active: this.#messages.size - scheduled - this.#deferred, scheduled, deferred: this.#deferred };
  }

  /** The highest sequence number given out; settable when a queue is restored. */
  get lastSequenceNumber(): number {
    return this.#lastSequenceNumber;
  }

  set lastSequenceNumber(value: number) {
    this.#lastSequenceNumber = value;
  }
}
