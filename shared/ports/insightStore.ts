import type { Tally } from '../model/tally.ts';

/** What happened by day, as small rows: one per day and running instance. Days are `yyyy-MM-dd` in UTC. */
export interface InsightStore {
  /** Overwrites this instance's share of a day. */
  put(day: string, instanceId: string, tally: Tally): Promise<void>;
  /** By day, summed over all instances; days without anything are missing. */
  read(from: string, to: string): Promise<ReadonlyMap<string, Tally>>;
  /** Makes one row of all of a day that is over; safe to repeat. */
  compact(day: string): Promise<void>;
  /** Deletes the days before. */
  prune(before: string): Promise<void>;
}
