import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogEntry } from '../../shared/model/logEntry.ts';
import { createLogIds } from '../../shared/model/logId.ts';
import type { LogPage, LogQuery } from '../../shared/ports/provisioningLog.ts';
import { keyByTime, toLogRow } from '../../shared/store/logRows.ts';
import { createProvisioningLog } from '../../shared/store/provisioningLog.ts';
import { createTables } from '../../shared/store/tableClients.ts';
import { entraIdOf } from '../support/anchors.ts';
import { type AzuriteTables, startAzuriteTables } from '../support/azurite.ts';

const NOW = Date.parse('2026-11-22T20:15:00.500Z');
const HOUR = 3_600_000;
const newId = createLogIds(() => 0.5);

let azurite: AzuriteTables;
let log: ReturnType<typeof createProvisioningLog>;
/** Newest first: one entry each two hours, then one a day over three months, of ten people in turn. */
const entries = Array.from({ length: 100 }, (_, n) =>
  entryOf(n, n < 20 ? n * 2 * HOUR : 40 * HOUR + (n - 20) * 24 * HOUR),
);

beforeAll(async () => {
  azurite = await startAzuriteTables();
  log = createProvisioningLog(createTables(azurite), () => new Date(NOW));
  await Promise.all(entries.map((entry) => log.append(entry)));
});
afterAll(() => azurite.close());

function entryOf(n: number, age: number): LogEntry {
  const at = new Date(NOW - age);
  const failed = n % 40 === 7;
  return {
    ...{ id: newId(at), at, kind: 'user', sourceId: entraIdOf(n % 10), displayName: `Person ${n % 10}` },
    ...{ userPrincipalName: `p${n % 10}@example.com`, mail: null, cause: 'delta', attempt: 0, cycleId: null },
    ...{ durationMs: 5, steps: [{ type: 'import', status: 'success', details: { n } }] },
    ...(failed ? { type: 'failed', code: 'email_taken', reason: 'Taken.' } : { type: 'updated' }),
    modifiedProperties: failed ? [] : [{ name: 'title', old: null, new: `Title ${n}` }],
  } as LogEntry;
}

const idsOf = (items: readonly { readonly id: string }[]) => items.map(({ id }) => id);
const list = (query: Partial<LogQuery> = {}) => log.list({ filter: {}, limit: 500, ...query });

/** Follows `next` to the end. */
async function listAll(query: Partial<LogQuery>): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let next: string | null | undefined; next !== null; ) {
    const page = await list({ ...query, ...(next === undefined ? {} : { next }) });
    expect(page.next === null).toBe(page.scannedUntil === null);
    ids.push(...idsOf(page.items));
    next = page.next;
  }
  return ids;
}

describe('the log by time', () => {
  it('comes newest first, and whole over any number of pages', async () => {
    expect(idsOf((await list()).items)).toEqual(idsOf(entries));
    expect(await listAll({ limit: 7 })).toEqual(idsOf(entries));
  });

  it('reads one page of the last day where that is enough', async () => {
    const operations = await azurite.operationsOf(() => list({ limit: 5 }));
    expect(operations).toEqual(['GET provisioningLogs']);
  });

  it('keeps to a time range, both ends included', async () => {
    const [newest, oldest] = [entries[30], entries[60]] as [LogEntry, LogEntry];
    const wanted = idsOf(entries.slice(30, 61));
    expect(await listAll({ from: oldest.at, to: newest.at, limit: 10 })).toEqual(wanted);
  });

  it('finds what fits a filter, and goes on behind what it has looked at', async () => {
    const failed = idsOf(entries.filter(({ type }) => type === 'failed'));
    expect(await listAll({ filter: { statuses: ['failure'] }, limit: 1 })).toEqual(failed);
    expect(await listAll({ filter: { codes: ['EMAIL_TAKEN'], text: 'person taken' } })).toEqual(failed);
    expect(await listAll({ filter: { codes: ['other'] } })).toEqual([]);
  });

  it('shows what is new since an earlier look, and what was written late', async () => {
    const { newest } = await list({ limit: 3 });
    const [last] = idsOf(entries);
    expect(idsOf((await list({ after: newest as string })).items)).toEqual([last]);
    const [added, late] = [entryOf(300, -60_000), entryOf(301, 5_000)];
    await log.append(added);
    await log.append(late);
    expect(idsOf((await list({ after: newest as string })).items)).toEqual([added.id, last, late.id]);
  });

  it('refuses a place that is none', async () => {
    await expect(list({ next: "x' or true" })).rejects.toMatchObject({ class: 'invalid', code: 'MalformedCursor' });
  });

  it('answers an entry whole by its id in one operation', async () => {
    const [entry] = entries as [LogEntry];
    const operations = await azurite.operationsOf(async () => {
      expect(await log.read(entry.id)).toMatchObject({
        id: entry.id,
        action: 'update',
        steps: entry.steps,
        modifiedProperties: entry.modifiedProperties,
      });
    });
    expect(operations).toEqual(['GET provisioningLogs']);
    expect(await log.read('0'.repeat(17))).toBeUndefined();
    expect(await log.read('no id')).toBeUndefined();
  });
});

describe('a long log', () => {
  let long: AzuriteTables;
  beforeAll(async () => {
    long = await startAzuriteTables();
  });
  afterAll(() => long.close());

  it('is searched for a rare word one page of the table at a time', async () => {
    const many = createProvisioningLog(createTables(long), () => new Date(NOW));
    await many.newestOf(entraIdOf(0));
    const common = Array.from({ length: 2_500 }, (_, n) => entryOf(0, n * 1_000));
    const rare = entryOf(7, 2_500_000);
    long.fill(
      'provisioningLogs',
      [...common, rare].map((entry) => ({ ...keyByTime(entry), ...toLogRow(entry) })),
    );

    let page: Partial<LogPage> = { items: [] };
    const looks: (string | null | undefined)[] = [];
    const operations = await long.operationsOf(async () => {
      while (page.next !== null) {
        page = await many.list({ filter: { text: 'taken' }, limit: 10, ...(page.next && { next: page.next }) });
        looks.push(page.scannedUntil);
      }
    });
    expect(looks).toEqual([common[999]?.at.toISOString(), common[1_998]?.at.toISOString(), null]);
    expect(page.items).toMatchObject([{ id: rare.id }]);
    // The last look asks for the last day, the week, the month and the rest.
    expect(operations).toHaveLength(2 + 4);
  });
});

describe('the log by person', () => {
  it('is the whole history of one person, without looking at anybody else', async () => {
    const wanted = idsOf(entries.filter(({ sourceId }) => sourceId === entraIdOf(3)));
    const operations = await azurite.operationsOf(async () => {
      expect(await listAll({ sourceId: entraIdOf(3) })).toEqual(wanted);
    });
    expect(operations).toEqual(['GET provisioningLogsByObject']);
    expect(await listAll({ sourceId: entraIdOf(3), limit: 4 })).toEqual(wanted);
  });

  it('tells the newest entry in one operation', async () => {
    const operations = await azurite.operationsOf(async () => {
      expect(await log.newestOf(entraIdOf(7))).toMatchObject({ id: entries[7]?.id, outcome: 'failed', changed: [] });
    });
    expect(operations).toEqual(['GET provisioningLogsByObject']);
    expect(await log.newestOf(entraIdOf(99))).toBeUndefined();
  });
});

describe('deleting by age', () => {
  it('takes what is older out of both tables, and nothing else', async () => {
    const before = (entries[80] as LogEntry).at;
    expect(await log.prune(before)).toEqual({ deleted: 19, isMore: false });
    const kept = entries.slice(0, 81);
    const left = await listAll({});
    expect(left.filter((id) => idsOf(kept).includes(id))).toEqual(idsOf(kept));
    expect(left.filter((id) => idsOf(entries.slice(81)).includes(id))).toEqual([]);
    const person = idsOf(kept.filter(({ sourceId }) => sourceId === entraIdOf(4)));
    expect(await listAll({ sourceId: entraIdOf(4) })).toEqual(person);
  });
});
