import type { Attributes } from './attributes.ts';

/** A Slack user, with its attributes under the target names and in canonical form. */
export interface TargetUser {
  readonly slackId: string;
  readonly active: boolean;
  readonly userName: string;
  /** Every e-mail address of the account, lower-case, the primary one first. */
  readonly emails: readonly string[];
  readonly attributes: Attributes;
  /** Bots are listed among the users and must never be touched. */
  readonly type: 'member' | 'guest' | 'bot';
}

/** A Slack group: a user group, or an IDP group in an Enterprise organisation. */
export interface TargetGroup {
  readonly slackId: string;
  readonly displayName: string;
  /** Slack ids of the members, in Slack's order. */
  readonly memberIds: readonly string[];
}
