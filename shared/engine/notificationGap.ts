import type { StoredAnchor } from '../model/anchor.ts';
import type { Change } from '../model/change.ts';
import type { Outcome, OutcomeType } from '../model/outcome.ts';
import { TARGET } from '../model/targetAttributes.ts';
import type { EngineDependencies } from './dependencies.ts';

/** Notifications about users and groups may take a quarter of an hour (change-notifications-overview, latency). */
const PATIENCE_MS = 15 * 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Outcomes of which an administrator would have noticed that they came late. */
const WRITTEN: ReadonlySet<OutcomeType> = new Set(['created', 'adopted', 'updated', 'disabled']);

/**
 * Keeps in mind what the delta query found before a notification told of it, until one does. A sweep's message that changes
 * something in Slack is such a find; a notification that finds nothing left to do, about an object that was written a short
 * time ago, is such an announcement.
 * @param source what caused the message, see `messageIdOf`
 * @param anchor the link as it was before
 */
export async function noteAnnouncement(
  { kind, id, cause }: Change,
  source: string,
  outcome: Outcome,
  anchor: StoredAnchor | undefined,
  { unannounced, clock }: EngineDependencies,
): Promise<void> {
  if (cause === 'delta' && source.startsWith('d-')) {
    if (WRITTEN.has(outcome.type) && isAnnounced(outcome)) await unannounced.put(kind, id, clock.now());
    return;
  }
  if (cause !== 'notification' || outcome.type !== 'unchanged') return;
  const age = clock.now().getTime() - Date.parse(anchor?.updatedAt ?? '');
  if (age <= PATIENCE_MS) await unannounced.remove(kind, id);
}

/** Graph sends no notification for a change of the manager alone, which only the delta query shows. */
function isAnnounced({ modifiedProperties }: Outcome): boolean {
  return modifiedProperties.length === 0 || modifiedProperties.some(({ name }) => name !== TARGET.manager);
}

/**
 * Counts what nobody has announced in time. Notifications are getting lost then, so that the subscriptions are compared with
 * what Graph really has.
 */
export async function countGaps({ unannounced, job, clock, logger }: EngineDependencies): Promise<void> {
  const now = clock.now();
  const missing = await unannounced.take(new Date(now.getTime() - PATIENCE_MS));
  if (missing === 0) return;
  const hour = now.toISOString().slice(0, 13);
  const hours = withoutOld((await job.read('notificationGaps'))?.value.hours ?? {}, now);
  await job.write('notificationGaps', {
    hours: { ...hours, [hour]: (hours[hour] ?? 0) + missing },
    lastAt: now.toISOString(),
  });
  await job.write('subscriptionAttention', { event: 'gap', at: now.toISOString() });
  logger.warn(`${missing} changes were found by the sweep and announced by no notification.`);
}

/** How many changes of the last 24 hours no notification told of. */
export function gapsIn(hours: Readonly<Record<string, number>>, now: Date): number {
  return Object.values(withoutOld(hours, now)).reduce((sum, count) => sum + count, 0);
}

function withoutOld(hours: Readonly<Record<string, number>>, now: Date): Readonly<Record<string, number>> {
  const from = new Date(now.getTime() - DAY_MS).toISOString().slice(0, 13);
  return Object.fromEntries(Object.entries(hours).filter(([hour]) => hour >= from));
}
