import type { Attributes } from '../model/attributes.ts';
import type { TargetGroup, TargetUser } from '../model/target.ts';

/** What an update writes. */
export interface UserUpdate {
  /** Changed attributes; `null` clears. Never holds `active`. */
  readonly changes: Attributes;
  /** Every attribute as it should be afterwards, for parts that Slack only takes whole (address, phone numbers). */
  readonly resulting: Attributes;
  /** Enable the account in the same request. */
  readonly activate?: true;
}

/** What an update of a group writes. */
export interface GroupUpdate {
  /** The new name; absent: it stays. */
  readonly displayName?: string;
  /** Slack ids to add. One that is a member already changes nothing. */
  readonly add: readonly string[];
  /** Slack ids to remove, each by the documented filter path; never a replace, which could lose a concurrent change. */
  readonly remove: readonly string[];
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

  /** `undefined` when Slack does not know the id. */
  readGroup(slackId: string): Promise<TargetGroup | undefined>;
  /** Groups that have exactly this name (compared without case). */
  findGroups(displayName: string): Promise<readonly TargetGroup[]>;
  /**
   * Creates a group; members beyond what one call takes are added by further calls.
   * `conflict` with code `name_already_exists`; `invalid` with code `no_such_group_members`, `unable_to_add_deleted_or_guest_to_group`
   * or `group_member_max_exceeded`; `retry` with `lostAnswer` when it may have happened.
   */
  createGroup(group: { readonly displayName: string; readonly memberIds: readonly string[] }): Promise<TargetGroup>;
  /**
   * One PATCH where it fits into one: name, additions and removals. More than 5,000 ids go in several calls, additions first.
   * @returns the group as Slack showed it after the last call; `undefined` where Slack answers nothing (v1: 204), or an answer
   *   that does not show what was just written, so that a caller who needs certainty reads the group
   */
  updateGroup(slackId: string, update: GroupUpdate): Promise<TargetGroup | undefined>;
  /** For good; the members stay. `gone` when Slack does not know the id. */
  deleteGroup(slackId: string): Promise<void>;
  /** All groups; complete or an error as `listUsers`. Pages are halved when they grow over 8 MB. */
  listGroups(): AsyncIterable<readonly TargetGroup[]>;
}
