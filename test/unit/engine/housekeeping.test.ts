import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepHouse } from '../../../shared/engine/housekeeping.ts';
import { readInsights } from '../../../shared/engine/readInsights.ts';
import { newRequest } from '../../../shared/model/onDemand.ts';
import { EMPTY_TALLY } from '../../../shared/model/tally.ts';
import { type EngineBench, startEngineBench } from '../../support/engineBench.ts';

const DAY_MS = 86_400_000;

let bench: EngineBench;
beforeAll(async () => {
  bench = await startEngineBench();
});
afterAll(() => bench.close());

const later = () => new Date(bench.clock.now().getTime() + 60_000);
const keep = () => keepHouse(later(), bench.app);

describe('housekeeping', () => {
  it('deletes entries of the log once they are older than logs.retentionDays, and not a day earlier', async () => {
    const id = bench.addPerson({ userPrincipalName: 'ada@contoso.example' });
    await bench.fullCycle();
    const { retentionDays } = bench.app.configuration;
    bench.clock.advance((retentionDays - 1) * DAY_MS);
    await keep();
    expect(await bench.outcomes(id)).toEqual(['created']);
    bench.clock.advance(2 * DAY_MS);
    await keep();
    expect(await bench.outcomes(id)).toEqual([]);
    const { items } = await bench.app.log.list({ filter: {}, limit: 10 });
    expect(items).toEqual([]);
  });

  it('deletes requests after a day', async () => {
    const at = bench.clock.now().toISOString();
    const known = { kind: 'user', id: '7c1e2b9a-0d4f-4f0e-9a53-2f6b8c1d7e90', requestedBy: 'ada' } as const;
    await bench.app.onDemand.put(newRequest({ ...known, requestId: 'r1', requestedAt: at }));
    bench.clock.advance(DAY_MS / 2);
    await keep();
    expect(await bench.app.onDemand.read('r1')).toBeDefined();
    bench.clock.advance(DAY_MS);
    await keep();
    expect(await bench.app.onDemand.read('r1')).toBeUndefined();
  });

  it('adds up days that are over, and the insights stay as they were', async () => {
    const day = bench.clock.now().toISOString().slice(0, 10);
    for (const instance of ['i-1', 'i-2']) {
      await bench.app.insightStore.put(day, instance, { ...EMPTY_TALLY, outcomes: { created: 3 } });
    }
    bench.clock.advance(3 * DAY_MS);
    const before = await readInsights(10, bench.app);
    expect(before.total.outcomes).toEqual({ created: 6 });
    await keep();
    await keep();
    expect(await readInsights(10, bench.app)).toEqual(before);
  });

  it('begins nothing new when its time is over, and the next run goes on', async () => {
    const id = bench.addPerson({ userPrincipalName: 'ben@contoso.example' });
    await bench.fullCycle();
    bench.clock.advance(200 * DAY_MS);
    await keepHouse(new Date(0), bench.app);
    expect(await bench.outcomes(id)).toEqual(['created']);
    await keep();
    expect(await bench.outcomes(id)).toEqual([]);
  });
});
