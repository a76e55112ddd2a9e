import type { LogEntry } from '../../shared/model/logEntry.ts';
import { createLogIds } from '../../shared/model/logId.ts';
import type { LogQuery } from '../../shared/ports/provisioningLog.ts';
import { keyByObject, keyByTime, toLogRow } from '../../shared/store/logRows.ts';
import { createProvisioningLog } from '../../shared/store/provisioningLog.ts';
import { createTables } from '../../shared/store/tableClients.ts';
import { type AzuriteTables, startAzuriteTables } from '../support/azurite.ts';
import { type BenchRow, median, rowOf } from './benchRow.ts';

const DAYS = 90;
/** Each person turns up in so many entries. */
const ENTRIES_EACH = 100;
/** Azurite sorts its indexes anew after each batch. */
const BATCH = 250_000;
const RUNS = 9;
const LIMIT_MS = 200;

const NOW = Date.parse('2026-11-28T12:00:00Z');
const newId = createLogIds(() => 0.5);
const idOf = (person: number) => `${person.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`;
const OUTCOMES = ['updated', 'updated', 'updated', 'created', 'skipped', 'disabled', 'failed'] as const;

/** The n-th newest of so many. */
function entryOf(n: number, entries: number): LogEntry {
  const at = new Date(NOW - Math.floor((n / entries) * DAYS * 86_400_000));
  const person = n % (entries / ENTRIES_EACH);
  const type = OUTCOMES[n % OUTCOMES.length] as LogEntry['type'];
  const name = `person${person}@contoso.example`;
  return {
    ...{ id: newId(at), at, kind: 'user', sourceId: idOf(person), displayName: `Person ${person}`, type },
    ...{ userPrincipalName: name, mail: name, cause: 'notification', attempt: 0, cycleId: null, durationMs: 40 },
    ...(type === 'failed' && { code: 'email_taken', reason: 'Another account has this e-mail address.' }),
    steps: [{ type: 'import', status: 'success', details: { state: 'present' } }],
    modifiedProperties: [{ name: 'title', old: 'Clerk', new: 'Countess' }],
  };
}

/** Fills both tables, as `append` would. */
function seed(azurite: AzuriteTables, entries: number): void {
  for (let start = 0; start < entries; start += BATCH) {
    const length = Math.min(BATCH, entries - start);
    const batch = Array.from({ length }, (_, index) => entryOf(start + index, entries));
    const rows = batch.map((entry) => ({ entry, key: keyByTime(entry), columns: toLogRow(entry) }));
    azurite.fill(
      'provisioningLogs',
      rows.map(({ key, columns }) => ({ ...key, ...columns })),
    );
    azurite.fill(
      'provisioningLogsByObject',
      rows.map(({ entry, key, columns }) => ({ ...keyByObject(entry.sourceId, key.rowKey), ...columns })),
    );
  }
}

/**
 * How long the log takes to answer when it is long, in the middle of several tries, on Azurite, which looks at every row of a
 * table for each query. Its rows are in memory, some gigabytes for a million.
 */
export async function logs({ entries = 1_000_000 } = {}): Promise<readonly BenchRow[]> {
  const azurite = await startAzuriteTables();
  try {
    const log = createProvisioningLog(createTables(azurite), () => new Date(NOW));
    await log.newestOf(idOf(0));
    seed(azurite, entries);
    const measure = async (name: string, query: Partial<LogQuery>): Promise<BenchRow> => {
      const times: number[] = [];
      for (let run = 0; run < RUNS; run += 1) {
        const start = performance.now();
        await log.list({ filter: {}, limit: 100, ...query });
        times.push(performance.now() - start);
      }
      return rowOf(name, median(times), 'ms', LIMIT_MS, 0);
    };
    const day = (days: number) => new Date(NOW - days * 86_400_000);
    const somebody = idOf(71 % (entries / ENTRIES_EACH));
    return [
      await measure(`log of ${entries} entries: a person's history`, { sourceId: somebody }),
      await measure("  a person's failures", { sourceId: somebody, filter: { statuses: ['failure'] } }),
      await measure('  the newest page', {}),
      await measure('  an hour a month ago', { from: day(30.05), to: day(30) }),
      await measure('  a day a month ago', { from: day(31), to: day(30) }),
      await measure('  a week, newest page', { from: day(37), to: day(30) }),
      await measure('  failures of the last day', { filter: { statuses: ['failure'] } }),
      await measure('  one look for a rare word', { filter: { text: 'nowhere' } }),
    ];
  } finally {
    await azurite.close();
  }
}
