import { odata } from '@azure/data-tables';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogEntry } from '../../shared/model/logEntry.ts';
import { createLogIds } from '../../shared/model/logId.ts';
import { fromLogRow, hourOf } from '../../shared/store/logRows.ts';
import { createProvisioningLog } from '../../shared/store/provisioningLog.ts';
import { createTables, type Tables } from '../../shared/store/tableClients.ts';
import { entraIdOf } from '../support/anchors.ts';
import { type AzuriteTables, startAzuriteTables } from '../support/azurite.ts';

let azurite: AzuriteTables;
let tables: Tables;

beforeAll(async () => {
  azurite = await startAzuriteTables();
  tables = createTables(azurite);
  await tables.provisioningLogs.read({ partitionKey: 'none', rowKey: 'none' });
});
afterAll(() => azurite.close());

function entryOf(n: number, changes: Partial<LogEntry> = {}): LogEntry {
  return {
    ...{ id: `log${n}`, at: new Date('2026-11-22T20:15:00.500Z'), kind: 'user', sourceId: entraIdOf(n) },
    ...{
      displayName: 'Zoë 😀',
      userPrincipalName: 'zoe@example.com',
      mail: 'zoe@example.com',
      cause: 'notification',
      attempt: 0,
    },
    ...{ cycleId: null, durationMs: 42, type: 'updated', slackId: `U${n}` },
    steps: [{ type: 'import', status: 'success', details: { found: true, list: [1, null, 'ü'] } }],
    modifiedProperties: [
      { name: 'title', old: null, new: 'Engineer' },
      { name: 'userName', old: undefined, new: 'zoe' },
    ],
    ...changes,
  };
}

const byTime = async (hour: string) =>
  (await tables.provisioningLogs.all(odata`PartitionKey eq ${hour}`)).map(fromLogRow);
const byObject = async (id: string) =>
  (await tables.provisioningLogsByObject.all(odata`PartitionKey eq ${id}`)).map(fromLogRow);

describe('the provisioning log', () => {
  const log = { append: (entry: LogEntry) => createProvisioningLog(tables).append(entry) };

  it('keeps an entry whole, by time and by object, in two operations', async () => {
    const operations = await azurite.operationsOf(() => log.append(entryOf(1)));
    expect(operations.toSorted()).toEqual(['PUT provisioningLogs', 'PUT provisioningLogsByObject']);
    expect(await byTime('7973887779')).toEqual([entryOf(1)]);
    expect(await byObject(entraIdOf(1))).toEqual([entryOf(1)]);
  });

  it('tells an unknown old value from an empty one', async () => {
    await log.append(entryOf(2));
    const [entry] = await byObject(entraIdOf(2));
    expect(entry?.modifiedProperties.map(({ old }) => old)).toEqual([null, undefined]);
  });

  it('shows the newest first, also within one millisecond', async () => {
    const newId = createLogIds(() => 0.5);
    const times = ['09:00:00.000', '09:59:59.999', '09:30:00.000', '09:30:00.000', '09:30:00.000'];
    const entries = times.map((time) => {
      const at = new Date(`2026-11-22T${time}Z`);
      return entryOf(3, { at, id: newId(at) });
    });
    for (const entry of entries) await log.append(entry);
    const order = [1, 4, 3, 2, 0].map((index) => entries[index]?.id);
    expect((await byTime('7973887790')).map(({ id }) => id)).toEqual(order);
    expect((await byObject(entraIdOf(3))).map(({ id }) => id)).toEqual(order);
  });

  it('holds a repeated write once', async () => {
    await log.append(entryOf(4));
    await log.append(entryOf(4));
    expect(await byObject(entraIdOf(4))).toHaveLength(1);
  });

  it('never loses an entry that is too large: it is cut and says so', async () => {
    const steps = Array.from({ length: 3_000 }, () => ({
      ...({ type: 'processing', status: 'success' } as const),
      details: { text: '€'.repeat(3_000), list: Array(100).fill('x') },
    }));
    const modifiedProperties = Array.from({ length: 5_000 }, (_, n) => ({
      name: `a${n}`,
      old: 'x'.repeat(900),
      new: 'y',
    }));
    const reason = '😀'.repeat(30_000);
    await log.append(entryOf(5, { steps, modifiedProperties, reason, type: 'failed', code: 'E', displayName: reason }));
    const [entry] = await byObject(entraIdOf(5));
    expect(entry).toMatchObject({ id: 'log5', type: 'failed', code: 'E', durationMs: 42 });
    expect(entry?.reason).toMatch(/cut, 60000 characters/);
    expect(entry?.reason).not.toMatch(/\uFFFD/);
    expect(JSON.stringify(entry?.steps.at(-1))).toMatch(/Left out, too large for the log/);
  });

  it('goes by the hour in UTC, counted down', () => {
    expect(hourOf(new Date('2026-01-02T03:59:59.999Z'))).toBe('7973989796');
  });
});
