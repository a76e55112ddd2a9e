import type { Cause, ObjectKind } from './change.ts';

/**
 * What became of it: `open` until its object is in order again (`recovered`) or a person has put it back (`putBack`) or
 * decided that nothing is to be done (`dismissed`).
 */
export type DeadLetterState = 'open' | 'recovered' | 'putBack' | 'dismissed';

/** A message of queue `changes` that could not be processed. All dates are ISO 8601 in UTC. */
export interface DeadLetter {
  /** Sorts newest first. */
  readonly id: string;
  /** When the message was sent. */
  readonly sentAt: string;
  readonly recordedAt: string;
  readonly messageId: string;
  /** Service Bus's, e.g. `MaxDeliveryCountExceeded`. */
  readonly reason: string;
  /** Null when the message cannot be read. */
  readonly change: { readonly kind: ObjectKind; readonly id: string; readonly cause: Cause } | null;
  /** The text of the message, cut where it is too long to be put back. */
  readonly body: string;
  readonly state: DeadLetterState;
  readonly settledAt: string | null;
  /** Who put it back or dismissed it. */
  readonly settledBy: string | null;
}
