/** What happened in a while, counted. */
export interface InsightCounts {
  /** Entries of the provisioning log by outcome, e.g. `{ created: 3, failed: 1 }`. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly actions: Readonly<Record<string, number>>;
  readonly statuses: Readonly<Record<string, number>>;
  /** By code, of those skipped, staged and failed. */
  readonly codes: Readonly<Record<string, number>>;
  /** Share of successes among successes and failures, 0 to 1; null when there were none. */
  readonly successRate: number | null;
  /** From the notification of a change to the answer of Slack; null when nothing was measured. */
  readonly latency: Latency | null;
}

export interface Latency {
  /** How many changes were measured. */
  readonly count: number;
  readonly averageMs: number;
  /** Half of them, and 95 percent, took no longer than about this. */
  readonly medianMs: number;
  readonly p95Ms: number;
  /** How many took up to so many milliseconds, and longer than the one before; `null` for the rest. */
  readonly buckets: readonly { readonly upToMs: number | null; readonly count: number }[];
}

/** A day in UTC. */
export interface InsightDay extends InsightCounts {
  /** E.g. `2026-11-28`. */
  readonly day: string;
}

export interface Insights {
  /** First and last day, in UTC, both included. */
  readonly from: string;
  readonly to: string;
  /** Every day, the oldest first. */
  readonly days: readonly InsightDay[];
  readonly total: InsightCounts;
}
