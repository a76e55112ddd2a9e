import { dayOf } from '../model/tally.ts';
import type { EngineDependencies } from './dependencies.ts';

const DAY_MS = 86_400_000;
/** How long requests to provision on demand can be looked at. */
const KEEP_REQUESTS_MS = DAY_MS;
/** An instance may add to a day until a little after its end. */
const COMPACT_AFTER_DAYS = 2;
const COMPACT_DAYS = 7;
const KEEP_INSIGHTS_DAYS = 400;

/**
 * Deletes what is no longer kept, as far as the time allows; the next run goes on. Safe to repeat and to end at any point.
 * @param until begins nothing new after this
 */
export async function keepHouse(until: Date, dependencies: EngineDependencies): Promise<void> {
  const { configuration, log, onDemand, authorizations, insightStore, clock, logger } = dependencies;
  const now = clock.now();
  const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS);

  await onDemand.prune(new Date(now.getTime() - KEEP_REQUESTS_MS));
  await authorizations.prune(new Date(now.getTime() - KEEP_REQUESTS_MS));
  for (let days = COMPACT_AFTER_DAYS; days < COMPACT_AFTER_DAYS + COMPACT_DAYS; days += 1) {
    await insightStore.compact(dayOf(daysAgo(days)));
  }
  await insightStore.prune(dayOf(daysAgo(KEEP_INSIGHTS_DAYS)));

  const oldest = daysAgo(configuration.retentionDays);
  let deleted = 0;
  for (let isMore = true; isMore && clock.now() < until; ) {
    const step = await log.prune(oldest);
    deleted += step.deleted;
    isMore = step.isMore;
  }
  if (deleted > 0)
    logger.info(`${deleted} entries of the provisioning log were older than logs.retentionDays and deleted.`);
}
