import { isProvisioningError } from '../errors/provisioningError.ts';
import { ConcurrencyError } from '../errors/storeErrors.ts';
import type { Alert, AlertChannel, AlertKey, AlertNote } from '../model/alert.ts';
import { isNews } from '../plan/alerts/isNews.ts';
import { WATCHES } from '../plan/alerts/watches.ts';
import type { EngineDependencies } from './dependencies.ts';

type Notes = { [Key in AlertKey]?: AlertNote };

/**
 * Tells administrators what is new, each thing once over all instances: what will be told is written down first, under the
 * ETag of what was known, so that of two instances one gives up. A way that does not work is tried again by the next sweep, with
 * what is true then, and stops nothing.
 */
export async function sendAlerts(dependencies: EngineDependencies): Promise<void> {
  const { job, cycles, clock, configuration, mailers } = dependencies;
  if (mailers.length === 0) return;
  const [stored, documents, [cycle]] = await Promise.all([job.read('alerts'), job.readAll(), cycles.recent(1)]);
  const now = clock.now();
  const situation = { documents, cycle, now, link: configuration.dashboardUrl };
  const due: (readonly [AlertKey, Alert])[] = [];
  const notes: Notes = { ...stored?.value };
  for (const watch of WATCHES) {
    const note = notes[watch.key];
    const { mark, alert } = watch.find(situation, note?.mark ?? '');
    const isNew = isNews(mark, note, watch, now);
    const pending = mailers.map(({ name }) => name);
    if (isNew) notes[watch.key] = { mark, at: now.toISOString(), pending, error: null };
    if (isNew || (note && note.pending.length > 0)) due.push([watch.key, alert]);
  }
  if (due.length > 0) await tell(due, notes, stored?.etag ?? null, dependencies);
}

async function tell(
  due: readonly (readonly [AlertKey, Alert])[],
  notes: Notes,
  etag: string | null,
  dependencies: EngineDependencies,
): Promise<void> {
  const { job } = dependencies;
  try {
    let current = await job.write('alerts', notes, etag);
    for (const [key, alert] of due) {
      const note = notes[key];
      if (!note) continue;
      notes[key] = { ...note, ...(await tellBy(note.pending, key, alert, dependencies)) };
      current = await job.write('alerts', notes, current);
    }
  } catch (error) {
    // Another instance is telling it.
    if (!(error instanceof ConcurrencyError)) throw error;
  }
}

/** @returns the ways that have not worked. One that is not configured any more is given up. */
async function tellBy(
  channels: readonly AlertChannel[],
  key: AlertKey,
  alert: Alert,
  { mailers, logger }: Pick<EngineDependencies, 'mailers' | 'logger'>,
): Promise<Pick<AlertNote, 'pending' | 'error'>> {
  const pending: AlertChannel[] = [];
  let problem: string | null = null;
  for (const mailer of mailers.filter(({ name }) => channels.includes(name))) {
    try {
      await mailer.send(alert);
      logger.info(`Alert "${key}" was sent by ${mailer.name}.`);
    } catch (error) {
      problem = isProvisioningError(error) ? error.message : 'An unexpected error.';
      pending.push(mailer.name);
      logger.warn(`Alert "${key}" was not sent by ${mailer.name}, and is tried again: ${problem}`);
    }
  }
  return { pending, error: problem };
}
