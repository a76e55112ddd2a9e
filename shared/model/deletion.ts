import type { ObjectKind } from './change.ts';

/** What a person has said about a staged deletion; `pending` until then. */
export type DeletionDecision = 'pending' | 'approved' | 'rejected';

/** An account that would be disabled, but for the limit of deletions. */
export interface StagedDeletion {
  readonly kind: ObjectKind;
  /** Entra object id, lower-case GUID. */
  readonly id: string;
  readonly slackId: string;
  /** For a person to recognise them by; null when it was not read. */
  readonly displayName: string | null;
  readonly userPrincipalName: string | null;
  /** Why the account is to be disabled, e.g. `AccountDisabled`. */
  readonly code: string;
  readonly reason: string;
  /** ISO 8601, UTC. */
  readonly stagedAt: string;
  /** The cycle, sweep or event that staged it. */
  readonly runId: string;
  readonly decision: DeletionDecision;
  /** ISO 8601, UTC; null while pending. */
  readonly decidedAt: string | null;
  readonly decidedBy: string | null;
}
