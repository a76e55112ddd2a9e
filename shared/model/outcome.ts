import type { AttributeValue } from './attributes.ts';

/** What happened to one object. */
export type OutcomeType =
  | 'created'
  | 'adopted'
  | 'updated'
  | 'disabled'
  | 'unchanged'
  | 'skipped'
  | 'failed'
  | 'staged'
  | 'deferred';

/** The steps of Entra's provisioning log. */
export type StepType = 'import' | 'scoping' | 'matching' | 'processing' | 'referenceResolution' | 'export';

export interface Step {
  readonly type: StepType;
  readonly status: 'success' | 'skipped' | 'failure';
  /** What was seen or decided; values a person may read, never a secret. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** One question of the scoping step (`tests` of its details). */
export interface ScopeTest {
  /** What was asked, e.g. `Account enabled`. */
  readonly test: string;
  /** Null when an earlier answer made it pointless. */
  readonly passed: boolean | null;
}

/** One attribute before and after; `undefined` old values are unknown, `null` means empty. */
export interface ModifiedProperty {
  readonly name: string;
  readonly old: AttributeValue | undefined;
  readonly new: AttributeValue;
}

/** The one result of processing one object. */
export interface Outcome {
  readonly type: OutcomeType;
  /** Stable code of a skip or failure: Entra's name where Entra has one, else Slack's, else ours. */
  readonly code?: string;
  /** Plain-language reason. */
  readonly reason?: string;
  readonly slackId?: string;
  readonly steps: readonly Step[];
  readonly modifiedProperties: readonly ModifiedProperty[];
}
