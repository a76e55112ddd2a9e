import { ERROR_STATUSES } from './errorStatuses.ts';

interface SlackErrorDetails {
  /** Debug tail that Slack puts behind the name, without the parentheses: `existing_user=U0123456789`. */
  readonly tail?: string;
  /** Overrides the default status of the name. */
  readonly status?: number;
  /** Whole seconds of the `Retry-After` header. */
  readonly retryAfter?: number;
}

/** A refusal in Slack's own words. How it looks on the wire depends on the SCIM version. */
export class SlackError extends Error {
  readonly code: string;
  readonly status: number;
  readonly retryAfter: number | undefined;

  constructor(code: string, details: SlackErrorDetails = {}) {
    super(details.tail === undefined ? code : `${code} (${details.tail})`);
    this.code = code;
    this.status = details.status ?? ERROR_STATUSES[code] ?? 400;
    this.retryAfter = details.retryAfter;
  }
}

/** A value that Slack can't keep in the custom profile. At creation it costs all profile fields, not the account. */
export class InvalidProfileValue extends SlackError {}
