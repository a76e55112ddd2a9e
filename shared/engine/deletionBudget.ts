import { ConcurrencyError } from '../errors/storeErrors.ts';
import { deletionsIn, mostDeletions, withDeletion } from '../plan/deletionGuard.ts';
import type { EngineDependencies } from './dependencies.ts';

type Given = Pick<EngineDependencies, 'job' | 'configuration' | 'clock'>;

/** Most accounts that may be disabled in 24 hours without approval, by the last count of the active managed ones. */
export async function readDeletionLimit({ job, configuration }: Given): Promise<number> {
  const { maxDeletions } = configuration;
  const entries = maxDeletions.percent > 0 ? await job.read('entries') : undefined;
  return mostDeletions(maxDeletions, entries?.value.users ?? 0);
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
  const { job, clock, configuration } = dependencies;
  for (;;) {
    const stored = await job.read('deletionBudget');
    const hours = stored?.value.hours ?? {};
    const now = clock.now();
    const used = deletionsIn(hours, now);
    // The share is looked up only once the number is used up, which spares the usual leaver a table operation.
    if (used >= configuration.maxDeletions.count && used >= (await readDeletionLimit(dependencies))) return false;
    try {
      await job.write('deletionBudget', { hours: withDeletion(hours, now) }, stored?.etag ?? null);
      return true;
    } catch (error) {
      if (!(error instanceof ConcurrencyError)) throw error;
    }
  }
}
