import type { OutcomeType } from '../../../../shared/model/outcome.ts';

/** How an outcome looks: what deserves attention is told by more than its colour. */
export type Tone = 'good' | 'neutral' | 'attention' | 'bad';

interface OutcomeWords {
  /** As a label. */
  readonly label: string;
  /** The same before it happens. */
  readonly plan: string;
  /** After a number of accounts: what would happen to them. */
  readonly would: string;
  readonly tone: Tone;
}

export const OUTCOMES: Readonly<Record<OutcomeType, OutcomeWords>> = {
  created: { label: 'Created', plan: 'Create', would: 'would be created', tone: 'good' },
  adopted: { label: 'Adopted', plan: 'Adopt', would: 'exist in Slack already and would be adopted', tone: 'good' },
  updated: { label: 'Updated', plan: 'Update', would: 'would be updated', tone: 'good' },
  disabled: { label: 'Disabled', plan: 'Disable', would: 'would be disabled', tone: 'attention' },
  staged: { label: 'Waiting', plan: 'Wait', would: 'would be disabled, but wait for your decision', tone: 'attention' },
  failed: { label: 'Failed', plan: 'Fail', would: 'would fail', tone: 'bad' },
  skipped: { label: 'Skipped', plan: 'Skip', would: 'would be skipped', tone: 'neutral' },
  deferred: { label: 'Deferred', plan: 'Later', would: 'would be tried later', tone: 'neutral' },
  unchanged: { label: 'No change', plan: 'No change', would: 'need no change', tone: 'neutral' },
};

/** What deserves a look first, first. */
export const OUTCOME_ORDER: readonly OutcomeType[] = [
  'staged',
  'disabled',
  'failed',
  'created',
  'adopted',
  'updated',
  'skipped',
  'deferred',
  'unchanged',
];
