/**
 * What the engine does about an error, decided once where the error arises:
 * - `wait`: come back at `until` (rate limit, lock)
 * - `retry`: passing fault; retry with back-off
 * - `conflict`: a unique value is taken; `existingId` names the holder when Slack said so
 * - `gone`: the object no longer exists there
 * - `invalid`: this object cannot be provisioned until its data or the configuration changes
 * - `unauthorized`: the credential is not accepted
 * - `fatal`: stop writing altogether
 */
export type ErrorClass = 'wait' | 'retry' | 'conflict' | 'gone' | 'invalid' | 'unauthorized' | 'fatal';

export interface ErrorDetails {
  /** When to come back (class `wait`). */
  readonly until?: Date;
  /** Name of the request for which a place at `until` is kept; who comes back says it and gets that place (class `wait`). */
  readonly reservation?: string;
  /** Slack id of the holder of a taken value (class `conflict`). */
  readonly existingId?: string;
  /** The request may have been carried out although no answer came. */
  readonly lostAnswer?: boolean;
  readonly cause?: unknown;
}

/** The only error type that crosses a port. `message` is plain language and holds no secret. */
export class ProvisioningError extends Error {
  override readonly name = 'ProvisioningError';
  readonly class: ErrorClass;
  /** Stable: Slack's or Graph's own error name, Entra's code, or ours. */
  readonly code: string;
  readonly until: Date | undefined;
  readonly reservation: string | undefined;
  readonly existingId: string | undefined;
  readonly lostAnswer: boolean;

  constructor(errorClass: ErrorClass, code: string, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.class = errorClass;
    this.code = code;
    this.until = details.until;
    this.reservation = details.reservation;
    this.existingId = details.existingId;
    this.lostAnswer = details.lostAnswer ?? false;
  }
}

/** True for a ProvisioningError, optionally of one of the given classes. */
export function isProvisioningError(error: unknown, ...classes: ErrorClass[]): error is ProvisioningError {
  return error instanceof ProvisioningError && (classes.length === 0 || classes.includes(error.class));
}
