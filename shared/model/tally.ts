import type { InsightCounts, InsightDay, Insights, Latency } from './insights.ts';
import { actionOf, statusOf } from './logSummary.ts';
import type { Outcome, OutcomeType } from './outcome.ts';

type Counts = Readonly<Record<string, number>>;

/** What one instance has counted on one day; adding two gives what both have. */
export interface Tally {
  readonly outcomes: Counts;
  readonly actions: Counts;
  readonly codes: Counts;
  /** Changes by latency bucket, see `BUCKETS`. */
  readonly latency: readonly number[];
  readonly latencySumMs: number;
}

/** Upper ends of the latency buckets; the last one has none. */
const BUCKETS: readonly number[] = [500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 300_000, 900_000, 3_600_000];

export const EMPTY_TALLY: Tally = { outcomes: {}, actions: {}, codes: {}, latency: [], latencySumMs: 0 };

/**
 * The tally of one outcome.
 * @param latencyMs from the notification to Slack's answer; undefined when it was not measured
 */
export function tallyOf(outcome: Outcome, latencyMs?: number): Tally {
  const { type, code } = outcome;
  const isMeasured = latencyMs !== undefined && WRITTEN.has(type);
  return {
    outcomes: { [type]: 1 },
    actions: { [actionOf(outcome)]: 1 },
    codes: code !== undefined && EXPLAINED.has(type) ? { [code]: 1 } : {},
    latency: isMeasured ? bucketOf(latencyMs) : [],
    latencySumMs: isMeasured ? latencyMs : 0,
  };
}

const WRITTEN: ReadonlySet<OutcomeType> = new Set(['created', 'adopted', 'updated', 'disabled']);
const EXPLAINED: ReadonlySet<OutcomeType> = new Set(['skipped', 'staged', 'failed']);

function bucketOf(milliseconds: number): readonly number[] {
  const index = BUCKETS.findIndex((end) => milliseconds <= end);
  return [...Array(index === -1 ? BUCKETS.length : index).fill(0), 1];
}

export function addTallies(one: Tally, other: Tally): Tally {
  const length = Math.max(one.latency.length, other.latency.length);
  return {
    outcomes: addCounts(one.outcomes, other.outcomes),
    actions: addCounts(one.actions, other.actions),
    codes: addCounts(one.codes, other.codes),
    latency: Array.from({ length }, (_, index) => (one.latency[index] ?? 0) + (other.latency[index] ?? 0)),
    latencySumMs: one.latencySumMs + other.latencySumMs,
  };
}

function addCounts(one: Counts, other: Counts): Counts {
  const sum = new Map(Object.entries(one));
  for (const [name, count] of Object.entries(other)) sum.set(name, (sum.get(name) ?? 0) + count);
  return Object.fromEntries(sum);
}

/** Every day from the first to the last, also those on which nothing happened. */
export function insightsOf(tallies: ReadonlyMap<string, Tally>, from: string, to: string): Insights {
  const days: InsightDay[] = [];
  let total = EMPTY_TALLY;
  for (let time = Date.parse(from); time <= Date.parse(to); time += 86_400_000) {
    const day = dayOf(new Date(time));
    const tally = tallies.get(day) ?? EMPTY_TALLY;
    total = addTallies(total, tally);
    days.push({ day, ...countsOf(tally) });
  }
  return { from, to, days, total: countsOf(total) };
}

/** E.g. `2026-11-28`, in UTC. */
export function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}

function countsOf({ outcomes, actions, codes, latency, latencySumMs }: Tally): InsightCounts {
  let statuses: Counts = {};
  for (const [outcome, count] of Object.entries(outcomes)) {
    statuses = addCounts(statuses, { [statusOf(outcome as OutcomeType)]: count });
  }
  const { success = 0, failure = 0 } = statuses;
  return {
    ...{ outcomes, actions, statuses, codes: mostFirst(codes) },
    successRate: success + failure === 0 ? null : success / (success + failure),
    latency: latencyOf(latency, latencySumMs),
  };
}

function mostFirst(counts: Counts): Counts {
  return Object.fromEntries(Object.entries(counts).sort(([, one], [, other]) => other - one));
}

function latencyOf(counts: readonly number[], sumMs: number): Latency | null {
  const count = counts.reduce((sum, one) => sum + one, 0);
  if (count === 0) return null;
  return {
    count,
    averageMs: Math.round(sumMs / count),
    medianMs: quantile(counts, count, 0.5),
    p95Ms: quantile(counts, count, 0.95),
    buckets: [...BUCKETS, null].map((upToMs, index) => ({ upToMs, count: counts[index] ?? 0 })),
  };
}

/** Inside a bucket the values are taken to be spread evenly; beyond the last end nothing more is known. */
function quantile(counts: readonly number[], total: number, share: number): number {
  const wanted = share * total;
  let below = 0;
  for (const [index, count] of counts.entries()) {
    const [start, end] = [BUCKETS[index - 1] ?? 0, BUCKETS[index] ?? BUCKETS.at(-1) ?? 0];
    if (count > 0 && below + count >= wanted) return Math.round(start + ((wanted - below) / count) * (end - start));
    below += count;
  }
  return BUCKETS.at(-1) ?? 0;
}
