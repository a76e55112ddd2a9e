import { describe, expect, it } from 'vitest';
import { InsightCounter } from '../../../shared/engine/insightCounter.ts';
import type { Outcome } from '../../../shared/model/outcome.ts';
import type { Tally } from '../../../shared/model/tally.ts';
import type { InsightStore } from '../../../shared/ports/insightStore.ts';

const CREATED: Outcome = { type: 'created', steps: [], modifiedProperties: [] };

/** A counter whose clock and table a test owns. */
function counterAt(start: string) {
  let now = new Date(start);
  let isDown = false;
  const sleepers: (() => void)[] = [];
  const writes: { readonly day: string; readonly instance: string; readonly tally: Tally }[] = [];
  const store = {
    put: async (day: string, instance: string, tally: Tally) => {
      if (isDown) throw new Error('no table');
      writes.push({ day, instance, tally });
    },
  } as unknown as InsightStore;
  const clock = { now: () => now, sleep: () => new Promise<void>((wake) => sleepers.push(wake)) };
  return {
    counter: new InsightCounter(store, clock, 'i-1'),
    writes,
    setTime: (time: string) => {
      now = new Date(time);
    },
    setDown: (down: boolean) => {
      isDown = down;
    },
    /** The time to collect is over. */
    async passTime(): Promise<void> {
      for (const wake of sleepers.splice(0)) wake();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

describe('counting for the insights', () => {
  it('writes once for many outcomes, everything that was counted on the day', async () => {
    const { counter, writes, passTime } = counterAt('2026-11-28T12:00:00Z');
    for (let n = 0; n < 5; n += 1) counter.count(CREATED, new Date('2026-11-28T11:59:59Z'));
    expect(writes).toEqual([]);
    await passTime();
    counter.count(CREATED, undefined);
    await passTime();
    expect(writes.map(({ day, tally }) => [day, tally.outcomes])).toEqual([
      ['2026-11-28', { created: 5 }],
      ['2026-11-28', { created: 6 }],
    ]);
    expect(writes[1]?.tally.latencySumMs).toBe(5_000);
  });

  it('loses nothing when the table is away for a while', async () => {
    const { counter, writes, passTime, setDown } = counterAt('2026-11-28T12:00:00Z');
    setDown(true);
    counter.count(CREATED, undefined);
    await passTime();
    setDown(false);
    counter.count(CREATED, undefined);
    await passTime();
    expect(writes.map(({ tally }) => tally.outcomes)).toEqual([{ created: 2 }]);
  });

  it('begins anew with the day, in UTC', async () => {
    const { counter, writes, passTime, setTime } = counterAt('2026-11-28T23:59:59Z');
    counter.count(CREATED, undefined);
    setTime('2026-11-29T00:00:01Z');
    counter.count(CREATED, undefined);
    await passTime();
    counter.count(CREATED, undefined);
    await passTime();
    expect(writes.map(({ day, tally }) => [day, tally.outcomes])).toEqual([
      ['2026-11-28', { created: 1 }],
      ['2026-11-29', { created: 1 }],
      ['2026-11-29', { created: 2 }],
    ]);
  });
});
