import type { SlackOperation } from './slackRates.ts';

/** Keeps all instances of the app together within Slack's limits. */
export interface Pacer {
  /**
   * Resolves when the request may go out. When the next slot is too far away, throws ProvisioningError `wait` and keeps the
   * endpoint's slot for whoever comes back with the `reservation`; `wait` with code `JobOnHold` for a write while writing is not allowed, and `retry` when the
   * budgets cannot be read or written.
   */
  acquire(operation: SlackOperation): Promise<void>;
  /** Moves the budget of this operation for everybody, after Slack said when to come back. */
  postpone(operation: SlackOperation, until: Date): Promise<void>;
}
