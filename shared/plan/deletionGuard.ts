const HOUR_MS = 3_600_000;
const WINDOW_MS = 24 * HOUR_MS;

/** `safety.maxDeletions`: a number, and a share of the active managed accounts in percent. */
export interface DeletionLimit {
  readonly count: number;
  readonly percent: number;
}

/** Disabled accounts by the hour in which they were reserved, e.g. `2026-11-22T23`, UTC. */
export type DeletionHours = Readonly<Record<string, number>>;

/** Most accounts that may be disabled in 24 hours without approval: the larger of the number and the share, rounded down. */
export function mostDeletions({ count, percent }: DeletionLimit, activeUsers: number): number {
  return Math.max(count, Math.floor((percent * activeUsers) / 100));
}

/** The hours that count: an hour is forgotten when 24 hours have passed since its end, so never too early. */
export function recentHours(hours: DeletionHours, now: Date): DeletionHours {
  const isRecent = (hour: string) => startOf(hour) + HOUR_MS + WINDOW_MS > now.getTime();
  return Object.fromEntries(Object.entries(hours).filter(([hour]) => isRecent(hour)));
}

/** How many deletions the last 24 hours have seen. */
export function deletionsIn(hours: DeletionHours, now: Date): number {
  return Object.values(recentHours(hours, now)).reduce((sum, count) => sum + count, 0);
}

/** The hours with some deletions more. */
export function withDeletions(hours: DeletionHours, now: Date, count = 1): DeletionHours {
  const hour = now.toISOString().slice(0, 13);
  const recent = recentHours(hours, now);
  return { ...recent, [hour]: (recent[hour] ?? 0) + count };
}

function startOf(hour: string): number {
  return Date.parse(`${hour}:00:00Z`);
}
