import { ConcurrencyError } from '../errors/storeErrors.ts';
import { type DeletionLimit, deletionsIn, mostDeletions, withDeletions } from '../plan/deletionGuard.ts';
import type { EngineDependencies } from './dependencies.ts';

type Given = Pick<EngineDependencies, 'job' | 'configuration' | 'clock'>;

/** Most accounts that may be disabled in 24 hours without approval, by the last count of the active managed ones. */
export async function readDeletionLimit({ job, configuration }: Given): Promise<number> {
  return readLimit(configuration.maxDeletions, job);
}

async function readLimit(limit: DeletionLimit, job: Given['job']): Promise<number> {
  const entries = limit.percent > 0 ? await job.read('entries') : undefined;
  return mostDeletions(limit, entries?.value.users ?? 0);
}

/** How many more accounts may be disabled now. */
export async function deletionsLeft(dependencies: Given): Promise<number> {
  const [limit, stored] = await Promise.all([readDeletionLimit(dependencies), dependencies.job.read('deletionBudget')]);
  return Math.max(0, limit - deletionsIn(stored?.value.hours ?? {}, dependencies.clock.now()));
}

/**
 * Takes one place in the budget of the last 24 hours, so that however many workers there are, together they stay within it.
 * @returns false when it is used up
 */
export async function reserveDeletion(dependencies: Given): Promise<boolean> {
  return reserve('deletionBudget', 1, dependencies.configuration.maxDeletions, dependencies);
}

/** The same for members who are taken out of groups: as many places as members, or none. */
export async function reserveMemberRemovals(count: number, dependencies: Given): Promise<boolean> {
  return reserve('memberRemovalBudget', count, dependencies.configuration.maxMemberRemovals, dependencies);
}

async function reserve(
  budget: 'deletionBudget' | 'memberRemovalBudget',
  count: number,
  limit: DeletionLimit,
  { job, clock }: Given,
): Promise<boolean> {
  for (;;) {
    const stored = await job.read(budget);
    const hours = stored?.value.hours ?? {};
    const now = clock.now();
    const used = deletionsIn(hours, now) + count;
    // The share is looked up only once the number is used up, which spares the usual leaver a table operation.
    if (used > limit.count && used > (await readLimit(limit, job))) return false;
    try {
      await job.write(budget, { hours: withDeletions(hours, now, count) }, stored?.etag ?? null);
      return true;
    } catch (error) {
      if (!(error instanceof ConcurrencyError)) throw error;
    }
  }
}
