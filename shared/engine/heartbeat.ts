import type { JobDocuments } from '../model/job.ts';
import type { EngineDependencies } from './dependencies.ts';

/** A sweep that takes longer than this makes the next ones rarer. */
const LONG_SWEEP_MS = 15_000;
/** How long after its time a sweep may come before it is called late: a restart or a deployment takes a few minutes. */
const TOLERANCE_MS = 3 * 60_000;

export interface Heartbeat {
  /** When the last sweep ended, ISO 8601, UTC; null when there was none yet. */
  readonly lastSweepAt: string | null;
  /** When the next one is due, ISO 8601, UTC; null when there was none yet. */
  readonly nextExpectedAt: string | null;
  /** The next one should have come by now. */
  readonly isLate: boolean;
  /** Since when sweeps have ended with an error, ISO 8601, UTC; null when the last one had none. */
  readonly failingSince: string | null;
}

type Sweep = JobDocuments['lastSweep'];

/** Until when no other sweep begins after this one: one that took long is followed after four times its duration. */
export function restUntil({ startedAt, endedAt }: Pick<Sweep, 'startedAt' | 'endedAt'>): Date {
  const start = Date.parse(startedAt);
  const duration = Date.parse(endedAt) - start;
  return new Date(duration > LONG_SWEEP_MS ? start + 4 * duration : start);
}

/** Whether the app is alive, and when it looked last. */
export function heartbeatOf(
  last: Sweep | undefined,
  { configuration, clock }: Pick<EngineDependencies, 'configuration' | 'clock'>,
): Heartbeat {
  if (!last) return { lastSweepAt: null, nextExpectedAt: null, isLate: false, failingSince: null };
  const rest = restUntil(last);
  const expected = configuration.nextSweep(rest) ?? rest;
  return {
    lastSweepAt: last.endedAt,
    nextExpectedAt: expected.toISOString(),
    isLate: clock.now().getTime() > expected.getTime() + TOLERANCE_MS,
    failingSince: last.failingSince ?? null,
  };
}
