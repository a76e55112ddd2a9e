import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cycle } from '../../shared/model/job.ts';
import type { CycleStore } from '../../shared/ports/stores.ts';
import { createCycleStore } from '../../shared/store/cycleStore.ts';
import { createTables } from '../../shared/store/tableClients.ts';
import { entraIdOf } from '../support/anchors.ts';
import { type AzuriteTables, startAzuriteTables } from '../support/azurite.ts';

let azurite: AzuriteTables;
let cycles: CycleStore;

beforeAll(async () => {
  azurite = await startAzuriteTables();
  cycles = createCycleStore(createTables(azurite));
  await cycles.read('none');
});
afterAll(() => azurite.close());

function cycleOf(id: string, startedAt: string, changes: Partial<Cycle> = {}): Cycle {
  return {
    ...{ id, kind: 'full', phase: 'scanning', reason: 'daily', startedAt, endedAt: null, error: null },
    ...{ scanned: 0, planned: 0, done: 0, failed: 0, skipped: 0 },
    ...changes,
  };
}

const user = (n: number) => ({ kind: 'user' as const, id: entraIdOf(n) });

describe('a cycle’s record', () => {
  it('is read as it was last put, in one operation each', async () => {
    const cycle = cycleOf('c-1', '2026-11-20T00:00:00.000Z');
    await cycles.put(cycle);
    const ended = { ...cycle, phase: 'ended' as const, endedAt: '2026-11-20T00:10:00.000Z', planned: 3 };
    expect(await azurite.operationsOf(() => cycles.put(ended))).toEqual(['BATCH cycles']);
    expect(await azurite.operationsOf(() => cycles.read('c-1'))).toEqual(['GET cycles']);
    expect(await cycles.read('c-1')).toEqual(ended);
    expect(await cycles.read('c-2')).toBeUndefined();
  });

  it('is listed newest first, as many as asked for, in one operation', async () => {
    const own = await startAzuriteTables();
    try {
      const store = createCycleStore(createTables(own));
      const days = ['2026-11-02', '2026-11-04', '2026-11-01', '2026-11-03'];
      for (const day of days) await store.put(cycleOf(day, `${day}T00:00:00.000Z`));
      await store.put(cycleOf('2026-11-03', '2026-11-03T00:00:00.000Z', { phase: 'ended' }));
      await store.expect('2026-11-03', [user(1)]);
      let recent: readonly Cycle[] = [];
      const operations = await own.operationsOf(async () => {
        recent = await store.recent(3);
      });
      expect(recent.map(({ id, phase }) => `${id} ${phase}`)).toEqual([
        '2026-11-04 scanning',
        '2026-11-03 ended',
        '2026-11-02 scanning',
      ]);
      expect(operations).toEqual(['GET cycles']);
      expect(await store.recent(100)).toHaveLength(4);
    } finally {
      await own.close();
    }
  });
});

describe('a cycle’s objects', () => {
  it('are counted once each, however often they are expected and settled', async () => {
    await cycles.expect('once', [user(1), user(2), user(1)]);
    await cycles.expect('once', [user(2), user(3)]);
    expect(await cycles.settle('once', 'user', entraIdOf(1), 'done')).toBe(true);
    expect(await cycles.settle('once', 'user', entraIdOf(1), 'failed')).toBe(false);
    await cycles.expect('once', [user(1)]);
    expect(await cycles.settle('once', 'user', entraIdOf(1), 'done')).toBe(false);
    expect(await cycles.tally('once')).toEqual({ expected: 3, open: 2, done: 1, failed: 0, skipped: 0 });
  });

  it('count by result', async () => {
    await cycles.expect('results', [user(1), user(2), user(3), { kind: 'group', id: entraIdOf(1) }]);
    await cycles.settle('results', 'user', entraIdOf(1), 'done');
    await cycles.settle('results', 'user', entraIdOf(2), 'failed');
    await cycles.settle('results', 'user', entraIdOf(3), 'skipped');
    await cycles.settle('results', 'group', entraIdOf(1), 'skipped');
    expect(await cycles.tally('results')).toEqual({ expected: 4, open: 0, done: 1, failed: 1, skipped: 2 });
  });

  it('that were never expected are not settled', async () => {
    expect(await cycles.settle('unknown', 'user', entraIdOf(1), 'done')).toBe(false);
    expect(await cycles.tally('unknown')).toEqual({ expected: 0, open: 0, done: 0, failed: 0, skipped: 0 });
  });

  it('are settled by exactly one of many at the same time, in one operation', async () => {
    await cycles.expect('race', [user(1)]);
    let results: readonly boolean[] = [];
    const operations = await azurite.operationsOf(async () => {
      results = await Promise.all([1, 2, 3, 4, 5].map(() => cycles.settle('race', 'user', entraIdOf(1), 'done')));
    });
    expect(results.filter(Boolean)).toHaveLength(1);
    expect(operations).toEqual(Array(5).fill('BATCH cycles'));
    expect((await cycles.tally('race')).done).toBe(1);
  });

  it('are tallied exactly over many pages and never mixed with another cycle’s', async () => {
    const objects = Array.from({ length: 700 }, (_, n) => user(n));
    await cycles.expect('many', objects);
    await cycles.expect('many-1', objects.slice(0, 5));
    await cycles.expect('man', objects.slice(0, 7));
    for (let start = 0; start < 600; start += 50) {
      const part = objects.slice(start, start + 50);
      await Promise.all(part.map(({ kind, id }) => cycles.settle('many', kind, id, 'done')));
    }
    expect(await cycles.tally('many')).toEqual({ expected: 700, open: 100, done: 600, failed: 0, skipped: 0 });
    expect(await cycles.tally('many-1')).toMatchObject({ expected: 5, open: 5 });
    expect(await cycles.tally('man')).toMatchObject({ expected: 7, open: 7 });
  });

  it('of one partition are expected a hundred at a time', async () => {
    const objects = Array.from({ length: 201 }, (_, n) => user(9 + n * 256));
    expect(await azurite.operationsOf(() => cycles.expect('batch', objects))).toEqual(Array(3).fill('BATCH cycles'));
  });
});

describe('a cleared cycle', () => {
  it('has neither objects nor counters, but its record', async () => {
    await cycles.put(cycleOf('gone', '2026-11-21T00:00:00.000Z'));
    await cycles.expect(
      'gone',
      Array.from({ length: 120 }, (_, n) => user(3 + n * 256)),
    );
    await cycles.settle('gone', 'user', entraIdOf(3), 'done');
    await cycles.putCounters('gone', 'a', { done: 1, failed: 0, skipped: 0 });
    await cycles.expect('gone-2', [user(3)]);
    await cycles.clear('gone');
    expect(await cycles.tally('gone')).toMatchObject({ expected: 0, done: 0 });
    expect(await cycles.counters('gone')).toEqual({ done: 0, failed: 0, skipped: 0 });
    expect(await cycles.read('gone')).toBeDefined();
    expect(await cycles.tally('gone-2')).toMatchObject({ expected: 1 });
  });
});

describe('live counters', () => {
  it('are the sum over instances, each overwriting its own', async () => {
    await cycles.putCounters('live', 'instance/1', { done: 1, failed: 0, skipped: 0 });
    await cycles.putCounters('live', 'instance/1', { done: 4, failed: 1, skipped: 0 });
    await cycles.putCounters('live', 'instance/2', { done: 3, failed: 0, skipped: 2 });
    expect(await cycles.counters('live')).toEqual({ done: 7, failed: 1, skipped: 2 });
    expect(await cycles.counters('other')).toEqual({ done: 0, failed: 0, skipped: 0 });
  });
});
