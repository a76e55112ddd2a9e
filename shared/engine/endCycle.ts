import type { Cycle } from '../model/job.ts';
import type { EngineDependencies } from './dependencies.ts';

/** Time that a cycle has beyond what its writes take at Slack's rate. */
const GRACE_MS = 2 * 3_600_000;

/**
 * Ends a cycle whose objects all have a result, and one that is overdue: then an object that was registered but never
 * enqueued (its scan died in between, and the next one found nothing to do) would keep it open for ever.
 */
export async function endCycle(
  cycle: Cycle,
  { progress, clock, permittedPerSecond }: EngineDependencies,
): Promise<Cycle> {
  const slowest = Math.min(permittedPerSecond('createUser'), permittedPerSecond('updateUser'));
  const dueAt = Date.parse(cycle.startedAt) + (cycle.planned / slowest) * 1000 + GRACE_MS;
  return progress.endIfSettled(cycle, { overdue: clock.now().getTime() > dueAt });
}
