import type { ObjectKind } from './change.ts';
import type { ModifiedProperty, OutcomeType } from './outcome.ts';

/** What a full cycle would do about one object. */
export interface PreviewItem {
  readonly kind: ObjectKind;
  readonly id: string;
  readonly displayName: string | null;
  readonly userPrincipalName: string | null;
  readonly outcome: OutcomeType;
  readonly code?: string;
  readonly reason?: string;
  /** Absent for an account that is still to be created. */
  readonly slackId?: string;
  readonly modifiedProperties: readonly ModifiedProperty[];
}

export interface PreviewSummary {
  /** Users that Entra lists. */
  readonly scanned: number;
  readonly created: number;
  readonly adopted: number;
  readonly updated: number;
  /** Accounts enabled again, adopted and updated ones among them. */
  readonly enabled: number;
  readonly disabled: number;
  /** Over the limit of deletions: they would wait for approval. */
  readonly staged: number;
  readonly skipped: number;
  readonly failed: number;
  /** How often each code occurs among those skipped, staged and failed. */
  readonly codes: Readonly<Record<string, number>>;
  /** How many existing accounts would get another value, by target attribute. */
  readonly updatesByAttribute: Readonly<Record<string, number>>;
  /** Why removals were left out altogether; null when they were not. */
  readonly notice: string | null;
  /** Objects that there was no time to look at; 0 when the preview is whole. */
  readonly notLookedAt: number;
}

/** What a full cycle would do now. */
export interface Preview {
  readonly summary: PreviewSummary;
  readonly items: readonly PreviewItem[];
}
