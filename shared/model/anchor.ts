import type { Attributes } from './attributes.ts';
import type { ObjectKind } from './change.ts';

/** How the Slack account was found. */
export type MatchedBy = 'created' | 'email' | 'userName' | 'displayName';

/** Who of a group's members is in the Slack group as far as we know: sets of Entra ids that do not overlap. */
export interface GroupMembership {
  /** Members whom we put into the Slack group, or found there when they should be. */
  readonly written: readonly string[];
  /** Members in Entra without an account that could be in a group now; whoever gives them one brings the group up again. */
  readonly awaited: readonly string[];
  /** Members whom Slack has refused, e.g. a guest. */
  readonly refused: readonly string[];
}

/**
 * The link between an Entra object and its Slack object, which Slack itself cannot hold
 * (its `externalId` is always ""), with a snapshot of what we last wrote.
 */
export interface Anchor {
  readonly kind: ObjectKind;
  readonly sourceId: string;
  readonly slackId: string;
  readonly matchedBy: MatchedBy;
  /** Whether the account is active in Slack as far as we know. */
  readonly active: boolean;
  /** Target attributes as we last wrote or confirmed them; values over 1 KB as `sha256:…`. */
  readonly snapshot: Attributes;
  /** Entra ids behind the snapshot's reference values, by target attribute (`null` = none). */
  readonly references: Readonly<Record<string, string | null>>;
  /** A group's members; absent for a user, and for a group whose members are not provisioned. */
  readonly members?: GroupMembership;
  /** A write whose answer was lost: read Slack before the next plan. */
  readonly uncertain: boolean;
  /** Someone disabled the account in Slack by hand: read before each write, do not fight it. */
  readonly disabledInSlack: boolean;
  /** The Entra object was hard-deleted; the account stays disabled and the link is kept as evidence. */
  readonly retired: boolean;
  readonly lastOutcome: string;
  /** ISO 8601, UTC. */
  readonly updatedAt: string;
}

/** An anchor as read from the store: updates are conditional on its ETag. */
export interface StoredAnchor extends Anchor {
  readonly etag: string;
}
