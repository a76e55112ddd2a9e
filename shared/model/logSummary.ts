import type { Cause, ObjectKind } from './change.ts';
import type { LogEntry } from './logEntry.ts';
import type { ModifiedProperty, Outcome, OutcomeType, Step } from './outcome.ts';

/** How an entry ended, by the names of Entra's provisioning log. */
export type LogStatus = 'success' | 'skipped' | 'failure';

/** What was done or was to be done to the object. */
export type LogAction = 'create' | 'adopt' | 'update' | 'enable' | 'disable' | 'delete' | 'other';

/** One entry of the provisioning log as lists show it. */
export interface LogSummary {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly kind: ObjectKind;
  /** Entra object id. */
  readonly sourceId: string;
  readonly displayName: string | null;
  readonly userPrincipalName: string | null;
  readonly mail: string | null;
  readonly outcome: OutcomeType;
  readonly status: LogStatus;
  readonly action: LogAction;
  /** Why it was skipped, staged, disabled or failed. */
  readonly code: string | null;
  readonly reason: string | null;
  readonly slackId: string | null;
  readonly cause: Cause;
  readonly attempt: number;
  readonly cycleId: string | null;
  readonly durationMs: number;
  /** Names of the attributes that were written. */
  readonly changed: readonly string[];
}

/** One entry whole. */
export interface LogRecord extends LogSummary {
  readonly steps: readonly Step[];
  readonly modifiedProperties: readonly ModifiedProperty[];
}

const STATUSES: Readonly<Record<OutcomeType, LogStatus>> = {
  created: 'success',
  adopted: 'success',
  updated: 'success',
  disabled: 'success',
  unchanged: 'success',
  skipped: 'skipped',
  staged: 'skipped',
  deferred: 'skipped',
  failed: 'failure',
};

export function statusOf(outcome: OutcomeType): LogStatus {
  return STATUSES[outcome];
}

const DONE: Partial<Record<OutcomeType, LogAction>> = {
  created: 'create',
  adopted: 'adopt',
  disabled: 'disable',
  staged: 'disable',
};
const PLANNED: ReadonlySet<unknown> = new Set<LogAction>(['create', 'adopt', 'update', 'enable', 'disable', 'delete']);

/** What was done; of a skip or a failure, what it was about to do, as far as it had come to that. */
export function actionOf({ type, steps, modifiedProperties }: Omit<Outcome, 'slackId'>): LogAction {
  const done = DONE[type];
  if (done) return done;
  const planned = steps.findLast(({ details }) => PLANNED.has(details.action))?.details.action as LogAction | undefined;
  if (type !== 'updated') return planned ?? 'other';
  if (planned === 'delete' || planned === 'disable') return planned;
  return modifiedProperties.some(({ name, new: value }) => name === 'active' && value === true) ? 'enable' : 'update';
}

/** An entry as the log shows it. */
export function recordOf(entry: LogEntry): LogRecord {
  const { id, at, kind, sourceId, displayName, userPrincipalName, mail, type, cause, attempt, cycleId } = entry;
  return {
    ...{ id, at: at.toISOString(), kind, sourceId, displayName, userPrincipalName, mail },
    ...{ outcome: type, status: statusOf(type), action: actionOf(entry) },
    ...{ code: entry.code ?? null, reason: entry.reason ?? null, slackId: entry.slackId ?? null },
    ...{ cause, attempt, cycleId, durationMs: entry.durationMs },
    changed: entry.modifiedProperties.map(({ name }) => name),
    steps: entry.steps,
    modifiedProperties: entry.modifiedProperties,
  };
}
