import type { ConnectionCheck } from '../../../shared/ports/connection.ts';

/** Parts of a deployment, in the order in which they are looked at: from the outside in. */
export const PARTS = ['settings', 'app', 'entra', 'slack', 'queue', 'tables'] as const;
export type Part = (typeof PARTS)[number];

/** One part, and what was found there. */
export interface Section {
  readonly part: Part;
  /** What was looked at, e.g. `Slack at https://api.slack.com/scim/v2`. */
  readonly title: string;
  readonly checks: readonly ConnectionCheck[];
}

/** What a check found, before it has its name. */
export type Finding = Omit<ConnectionCheck, 'name'>;

export const passed = (message: string): Finding => ({ result: 'passed', message });
export const warning = (message: string, action?: string): Finding => ({
  result: 'warning',
  message,
  ...(action !== undefined && { action }),
});
export const failed = (message: string, action: string): Finding => ({ result: 'failed', message, action });
export const skipped = (message: string, action?: string): Finding => ({
  result: 'skipped',
  message,
  ...(action !== undefined && { action }),
});
