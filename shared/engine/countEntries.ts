import type { Cycle, JobDocuments } from '../model/job.ts';
import type { EngineDependencies } from './dependencies.ts';

const SHORTEST_AGE_MS = 60_000;
/** A count is kept for so many times as long as it took: however many anchors there are, counting is 1 % of the time. */
const AGE_PER_DURATION = 100;

/** The stored count of active managed objects, or a new one when that is old or a cycle has ended since. */
export async function countEntries(
  stored: JobDocuments['entries'] | undefined,
  newest: Cycle | undefined,
  { anchors, job, clock }: Pick<EngineDependencies, 'anchors' | 'job' | 'clock'>,
): Promise<JobDocuments['entries']> {
  const started = clock.now();
  if (stored && !isOutdated(stored, newest, started)) return stored;
  const [users, groups] = [await anchors.countActive('user'), await anchors.countActive('group')];
  const tookMs = clock.now().getTime() - started.getTime();
  const entries = { users, groups, countedAt: started.toISOString(), tookMs };
  await job.write('entries', entries);
  return entries;
}

function isOutdated({ countedAt, tookMs }: JobDocuments['entries'], newest: Cycle | undefined, now: Date): boolean {
  if (newest?.endedAt && newest.endedAt >= countedAt) return true;
  return now.getTime() - Date.parse(countedAt) > Math.max(SHORTEST_AGE_MS, AGE_PER_DURATION * tookMs);
}
