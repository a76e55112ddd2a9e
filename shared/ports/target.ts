import type { Attributes } from '../model/attributes.ts';
import type { TargetUser } from '../model/target.ts';

/** What an update writes. */
export interface UserUpdate {
  /** Changed attributes; `null` clears. Never holds `active`. */
  readonly changes: Attributes;
  /** Every attribute as it should be afterwards, for parts that Slack only takes whole (address, phone numbers). */
  readonly resulting: Attributes;
  /** Enable the account in the same request. */
  readonly activate?: true;
}

/**
 * Slack, through SCIM. Every method throws ProvisioningError and nothing else. Every write answers the account as Slack
 * shows it afterwards, so that the caller can compare `active` with what it meant.
 */
export interface Target {
  /** Attribute values as Slack will show them after storing (lower-cased user name, trimmed, …). Pure; idempotent. */
  canonical(attributes: Attributes): Attributes;
  /** `undefined` when Slack does not know the id. */
  readUser(slackId: string): Promise<TargetUser | undefined>;
  /** Active and deactivated accounts that carry exactly this value (compared without case). */
  findUsers(by: 'email' | 'userName', value: string): Promise<readonly TargetUser[]>;
  /** `conflict` with code `email_taken` (with `existingId` when Slack names it) or `username_taken`; `retry` with `lostAnswer` when it may have happened. */
  createUser(attributes: Attributes): Promise<TargetUser>;
  /** One PATCH. */
  updateUser(slackId: string, update: UserUpdate): Promise<TargetUser>;
  /** Deactivates with DELETE: idempotent, and with a rate limit of its own. `gone` when Slack does not know the id. */
  disableUser(slackId: string): Promise<void>;
  /**
   * All accounts, page by page. Complete when as many distinct ids came as the first page's `totalResults` said;
   * otherwise it is read once more, then throws `retry` with code `IncompleteListing`. The caller sees each account at least once.
   */
  listUsers(): AsyncIterable<readonly TargetUser[]>;
}
