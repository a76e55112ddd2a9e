import type { Cause, ObjectKind } from '../model/change.ts';

/**
 * What operators count and are alerted by: each event is one trace whose message is a JSON object with the member `event`.
 * Objects appear by their Entra ids; no event holds a name, an address or a value.
 */
export interface OperationalEvents {
  /** The job stopped writing, or the reason for that has changed. */
  quarantineEntered: { readonly reason: string; readonly code: string };
  quarantineLeft: { readonly reason: string; readonly code: string; readonly tookMs: number };
  /** Accounts that would be disabled wait for a person. `count`: newly staged. */
  deletionsStaged: { readonly count: number; readonly runId: string };
  /** A message could not be processed. `kind` and `id` are null when it could not even be read. */
  deadLettered: { readonly kind: ObjectKind | null; readonly id: string | null; readonly reason: string };
  /** One object has an outcome. `latencyMs`: since the change was noticed; null when that is not known. */
  provisioned: {
    readonly kind: ObjectKind;
    readonly id: string;
    readonly outcome: string;
    readonly code: string | null;
    readonly cause: Cause;
    readonly latencyMs: number | null;
    readonly durationMs: number;
  };
  /** The heartbeat, each minute. Figures of the queue are null when it could not be looked at, `queueAgeSeconds` is 0 when nothing waits. */
  sweepEnded: {
    readonly tookMs: number;
    readonly failedParts: number;
    readonly queueAgeSeconds: number | null;
    readonly activeMessages: number | null;
    readonly deadLetterMessages: number | null;
    readonly scheduledMessages: number | null;
    /** Highest share of one of Slack's budgets that is used up, in percent. */
    readonly budgetInUse: number;
    /** Failing objects. */
    readonly escrows: number;
  };
  /** All objects of a cycle have an outcome. */
  cycleEnded: {
    readonly cycleId: string;
    readonly kind: string;
    readonly planned: number;
    readonly done: number;
    readonly failed: number;
    readonly skipped: number;
    readonly tookMs: number;
  };
}

/** Operational log (console, Application Insights). Never holds a secret or a personal datum: objects appear by their ids. */
export interface Logger {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
  event<Name extends keyof OperationalEvents>(name: Name, properties: OperationalEvents[Name]): void;
}
