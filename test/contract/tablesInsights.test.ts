import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newRequest } from '../../shared/model/onDemand.ts';
import { EMPTY_TALLY, type Tally } from '../../shared/model/tally.ts';
import { createInsightStore } from '../../shared/store/insightStore.ts';
import { createOnDemandStore } from '../../shared/store/onDemandStore.ts';
import { createTables, type Tables } from '../../shared/store/tableClients.ts';
import { entraIdOf } from '../support/anchors.ts';
import { type AzuriteTables, startAzuriteTables } from '../support/azurite.ts';

let azurite: AzuriteTables;
let tables: Tables;
beforeAll(async () => {
  azurite = await startAzuriteTables();
  tables = createTables(azurite);
  await tables.insights.read({ partitionKey: 'none', rowKey: 'none' });
});
afterAll(() => azurite.close());

const tally = (created: number): Tally => ({ ...EMPTY_TALLY, outcomes: { created } });

describe('daily counts', () => {
  it('are the sum over all instances; an instance that writes again replaces its share', async () => {
    const store = createInsightStore(tables);
    for (const count of [1, 2, 3]) await store.put('2026-11-20', 'i-1', tally(count));
    await store.put('2026-11-20', 'i-2', tally(10));
    await store.put('2026-11-21', 'i-1', tally(5));
    const days = await store.read('2026-11-20', '2026-11-20');
    expect([...days].map(([day, { outcomes }]) => [day, outcomes])).toEqual([['2026-11-20', { created: 13 }]]);
  });

  it('stay the same when a day is made one row, however often', async () => {
    const store = createInsightStore(tables);
    for (let n = 0; n < 120; n += 1) await store.put('2026-11-01', `i-${n}`, tally(1));
    await store.compact('2026-11-01');
    await store.compact('2026-11-01');
    await store.put('2026-11-01', 'i-late', tally(1));
    await store.compact('2026-11-01');
    const operations = await azurite.operationsOf(async () => {
      const days = await store.read('2026-11-01', '2026-11-01');
      expect(days.get('2026-11-01')?.outcomes).toEqual({ created: 121 });
    });
    expect(operations).toEqual(['GET insights']);
    expect(await tables.insights.all("PartitionKey eq '2026-11-01'")).toHaveLength(1);
  });

  it('are deleted before a day', async () => {
    const store = createInsightStore(tables);
    await store.prune('2026-11-21');
    expect([...(await store.read('2000-01-01', '2099-01-01')).keys()]).toEqual(['2026-11-21']);
  });
});

describe('requests to provision on demand', () => {
  it('are kept whole, and deleted by age', async () => {
    const store = createOnDemandStore(tables);
    const known = { kind: 'user', id: entraIdOf(1), requestedBy: 'ada@contoso.example' } as const;
    const [old, young] = ['2026-11-20T10:00:00.000Z', '2026-11-22T10:00:00.000Z'].map((requestedAt, n) =>
      newRequest({ ...known, requestId: `r${n}`, requestedAt }),
    );
    for (const request of [old, young]) if (request) await store.put(request);
    expect(await store.read('r0')).toEqual(old);
    await store.prune(new Date('2026-11-21T10:00:00Z'));
    expect(await store.read('r0')).toBeUndefined();
    expect(await store.read('r1')).toEqual(young);
  });
});
