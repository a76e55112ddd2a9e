/** What the sender wrote, apart from application properties: AMQP properties, annotations, body. Never looked into here. */
export type MessageContent = Readonly<Record<string, unknown>>;

export type ApplicationProperties = Readonly<Record<string, unknown>>;

/** A message on its way into the queue. */
export interface NewMessage {
  readonly messageId: string;
  readonly sessionId?: string | undefined;
  readonly content: MessageContent;
  readonly applicationProperties: ApplicationProperties;
  /** Milliseconds from enqueueing to expiry. */
  readonly timeToLiveMs?: number | undefined;
  /** Milliseconds since the epoch; at once when absent or past. */
  readonly scheduledFor?: number | undefined;
}

export type MessageState = 'active' | 'deferred' | 'scheduled';

export interface MessageLock {
  /** UUID text. */
  readonly token: string;
  /** Milliseconds since the epoch. In a session, the session's lock counts instead. */
  until: number;
}

/** A message in the queue. Written by the queue only. Times are milliseconds since the epoch. */
export interface QueueMessage {
  /** A scheduled message gets a new one when it becomes active. */
  sequenceNumber: number;
  readonly enqueuedSequenceNumber: number;
  readonly messageId: string;
  readonly sessionId: string | undefined;
  readonly content: MessageContent;
  applicationProperties: ApplicationProperties;
  readonly timeToLiveMs: number;
  readonly scheduledFor: number | undefined;
  state: MessageState;
  enqueuedAt: number;
  /** Infinity when it never expires. */
  expiresAt: number;
  /** Failed deliveries so far: 0 when it is delivered for the first time. */
  deliveryCount: number;
  lock: MessageLock | undefined;
}

/** How a receiver ends its work on a message. `properties` are merged into the application properties. */
export type Settlement =
  | { readonly type: 'complete' }
  | { readonly type: 'abandon'; readonly properties?: ApplicationProperties | undefined }
  | { readonly type: 'defer'; readonly properties?: ApplicationProperties | undefined }
  | {
      readonly type: 'deadLetter';
      readonly reason?: string | undefined;
      readonly description?: string | undefined;
      readonly properties?: ApplicationProperties | undefined;
    };
