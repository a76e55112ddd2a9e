import type { Cycle, Health } from '../model/job.ts';
import type { EngineDependencies } from './dependencies.ts';

export interface EndedSweep {
  readonly startedAt: Date;
  /** Start of the one before, ISO 8601, UTC. */
  readonly previousAt: string | undefined;
  readonly failedParts: number;
  /** Undefined when it could not be taken. */
  readonly health: Health | undefined;
}

/** The heartbeat for Application Insights, and the cycles that have ended since the one before. */
export async function announceSweep(
  { startedAt, previousAt, failedParts, health }: EndedSweep,
  { job, cycles, budgetUse, clock, logger }: EngineDependencies,
): Promise<void> {
  const now = clock.now();
  const budgets = (await job.read('budgets'))?.value;
  const queue = health?.queue;
  logger.event('sweepEnded', {
    tookMs: now.getTime() - startedAt.getTime(),
    failedParts,
    queueAgeSeconds: queue ? ageInSeconds(queue.oldestActiveAt, now) : null,
    activeMessages: queue?.activeMessages ?? null,
    deadLetterMessages: queue?.deadLetterMessages ?? null,
    scheduledMessages: queue?.scheduledMessages ?? null,
    budgetInUse: budgetUse(budgets, now).inUsePercent,
    escrows: health?.failures.count ?? 0,
  });
  if (previousAt === undefined) return;
  for (const cycle of await cycles.recent(5)) {
    if (cycle.endedAt !== null && cycle.endedAt >= previousAt && cycle.endedAt < startedAt.toISOString()) {
      logger.event('cycleEnded', figuresOf(cycle, cycle.endedAt));
    }
  }
}

function ageInSeconds(since: string | null, now: Date): number {
  return since === null ? 0 : Math.max(0, Math.round((now.getTime() - Date.parse(since)) / 1000));
}

function figuresOf({ id, kind, planned, done, failed, skipped, startedAt }: Cycle, endedAt: string) {
  const tookMs = Date.parse(endedAt) - Date.parse(startedAt);
  return { cycleId: id, kind, planned, done, failed, skipped, tookMs };
}
