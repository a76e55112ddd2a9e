import { performance } from 'node:perf_hooks';
import type { LogEntry } from '../../shared/model/logEntry.ts';
import { createLogIds } from '../../shared/model/logId.ts';
import type { LogPage, LogQuery } from '../../shared/ports/provisioningLog.ts';
import { keyByObject, keyByTime, toLogRow } from '../../shared/store/logRows.ts';
import { createProvisioningLog } from '../../shared/store/provisioningLog.ts';
import { createTables } from '../../shared/store/tableClients.ts';
import { startAzuriteTables } from '../support/azurite.ts';

// How long the log takes to answer when it is long, on Azurite, which looks at every row of a table for each query. Its rows are
// in memory, so a million entries need room:
//   node --max-old-space-size=10000 test/bench/logs.ts [entries]
const ENTRIES = Number(process.argv[2] ?? 1_000_000);
const PEOPLE = Math.max(10, Math.round(ENTRIES / 100));
const DAYS = 90;
/** Azurite sorts its indexes anew after each batch. */
const BATCH = 250_000;
const RUNS = 9;
const LIMIT_MS = 200;

const NOW = Date.parse('2026-11-28T12:00:00Z');
const SPACING_MS = (DAYS * 86_400_000) / ENTRIES;
const newId = createLogIds(() => 0.5);
const idOf = (person: number) => `${person.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`;
const OUTCOMES = ['updated', 'updated', 'updated', 'created', 'skipped', 'disabled', 'failed'] as const;

/** The n-th newest. Each person turns up once in every `PEOPLE` entries. */
function entryOf(n: number): LogEntry {
  const at = new Date(NOW - Math.floor(n * SPACING_MS));
  const person = n % PEOPLE;
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

const azurite = await startAzuriteTables();
const tables = createTables(azurite);
const log = createProvisioningLog(tables, () => new Date(NOW));
await log.newestOf(idOf(0));

/** Fills both tables, as `append` would. */
function seed(): void {
  for (let start = 0; start < ENTRIES; start += BATCH) {
    const entries = Array.from({ length: Math.min(BATCH, ENTRIES - start) }, (_, index) => entryOf(start + index));
    const rows = entries.map((entry) => ({ entry, key: keyByTime(entry), columns: toLogRow(entry) }));
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

/** Prints the median and the worst of several answers, and the processor's time, which tells them also on a busy machine. */
async function measure(name: string, query: Partial<LogQuery>): Promise<boolean> {
  const times: number[] = [];
  const cpu: number[] = [];
  let page: LogPage | undefined;
  for (let run = 0; run < RUNS; run += 1) {
    const start = performance.now();
    const before = process.cpuUsage();
    page = await log.list({ filter: {}, limit: 100, ...query });
    times.push(performance.now() - start);
    const { user, system } = process.cpuUsage(before);
    cpu.push((user + system) / 1000);
  }
  for (const list of [times, cpu]) list.sort((one, other) => one - other);
  const busy = Math.round(cpu[RUNS >> 1] ?? 0);
  const [median, worst] = [times[RUNS >> 1], times.at(-1)].map((time) => Math.round(time ?? 0));
  const verdict = (median ?? 0) < LIMIT_MS ? '' : `  over ${LIMIT_MS} ms`;
  console.log(
    `${name.padEnd(46)} ${String(page?.items.length).padStart(4)} entries  median ${median} ms (${busy} ms of processor)  worst ${worst} ms${verdict}`,
  );
  return verdict === '';
}

const started = performance.now();
seed();
console.log(
  `${ENTRIES} entries of ${PEOPLE} people over ${DAYS} days, seeded in ${Math.round((performance.now() - started) / 1000)} s`,
);
const day = (days: number) => new Date(NOW - days * 86_400_000);
const results = [
  await measure("a person's history", { sourceId: idOf(4_711 % PEOPLE) }),
  await measure("a person's failures", { sourceId: idOf(4_711 % PEOPLE), filter: { statuses: ['failure'] } }),
  await measure('the newest page', {}),
  await measure('an hour a month ago', { from: day(30.05), to: day(30) }),
  await measure('a day a month ago', { from: day(31), to: day(30) }),
  await measure('a week, newest page', { from: day(37), to: day(30) }),
  await measure('failures of the last day', { filter: { statuses: ['failure'] } }),
  await measure('a rare word: 1,000 entries looked at', { filter: { text: 'nowhere' } }),
];
const start = performance.now();
await log.read(newId(new Date(NOW - 1)));
console.log(`one entry by id: ${Math.round(performance.now() - start)} ms`);
await azurite.close();
process.exitCode = results.every(Boolean) ? 0 : 1;
