import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Outcome, OutcomeType } from '../../../shared/model/outcome.ts';
import { addTallies, EMPTY_TALLY, insightsOf, tallyOf } from '../../../shared/model/tally.ts';

const outcome = (type: OutcomeType, code?: string): Outcome => ({
  type,
  ...(code === undefined ? {} : { code }),
  steps: [],
  modifiedProperties: [],
});
const of = (...tallies: ReturnType<typeof tallyOf>[]) => tallies.reduce(addTallies, EMPTY_TALLY);
const DAY = '2026-11-28';

describe('insights', () => {
  it('count by outcome, action, status and code, the most frequent code first', () => {
    const tally = of(
      tallyOf(outcome('created')),
      tallyOf(outcome('disabled', 'AccountDisabled')),
      tallyOf(outcome('failed', 'email_taken')),
      tallyOf(outcome('skipped', 'OutOfScope')),
      tallyOf(outcome('skipped', 'OutOfScope')),
    );
    expect(insightsOf(new Map([[DAY, tally]]), DAY, DAY).total).toMatchObject({
      outcomes: { created: 1, disabled: 1, failed: 1, skipped: 2 },
      actions: { create: 1, disable: 1, other: 3 },
      statuses: { success: 2, failure: 1, skipped: 2 },
      codes: { OutOfScope: 2, email_taken: 1 },
      successRate: 2 / 3,
      latency: null,
    });
  });

  it('name every day, also those on which nothing happened', () => {
    const { days } = insightsOf(new Map([['2026-11-29', tallyOf(outcome('created'))]]), '2026-11-28', '2026-12-01');
    expect(days.map(({ day, successRate }) => [day, successRate])).toEqual([
      ['2026-11-28', null],
      ['2026-11-29', 1],
      ['2026-11-30', null],
      ['2026-12-01', null],
    ]);
  });

  it('measure the time to Slack of what was written, and of nothing else', () => {
    const tally = of(
      tallyOf(outcome('updated'), 400),
      tallyOf(outcome('skipped'), 90_000),
      tallyOf(outcome('failed'), 1),
    );
    expect(insightsOf(new Map([[DAY, tally]]), DAY, DAY).total.latency).toMatchObject({ count: 1, averageMs: 400 });
  });

  it('say of half of the changes, and of 95 percent, how long they took, within their bucket', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 3_600_000 }), { minLength: 1, maxLength: 60 }), (times) => {
        const tally = of(...times.map((time) => tallyOf(outcome('updated'), time)));
        const latency = insightsOf(new Map([[DAY, tally]]), DAY, DAY).total.latency;
        const sorted = times.toSorted((one, other) => one - other);
        for (const [share, value] of [
          [0.5, latency?.medianMs],
          [0.95, latency?.p95Ms],
        ] as const) {
          const real = sorted[Math.ceil(share * times.length) - 1] as number;
          const end = latency?.buckets.find(({ upToMs }) => upToMs === null || real <= upToMs)?.upToMs as number;
          const start = latency?.buckets.findLast(({ upToMs }) => upToMs !== null && upToMs < real)?.upToMs ?? 0;
          expect([value as number, start, end]).toSatisfy(([v, s, e]) => v >= s && v <= e);
        }
        expect(latency?.buckets.reduce((sum, { count }) => sum + count, 0)).toBe(times.length);
      }),
    );
  });

  it('add up the same in any order', () => {
    const kinds: readonly OutcomeType[] = ['created', 'updated', 'failed', 'skipped'];
    const one = fc.tuple(fc.constantFrom(...kinds), fc.constantFrom('a', 'b'), fc.option(fc.nat(4_000_000)));
    fc.assert(
      fc.property(fc.array(one), (all) => {
        const tallies = all.map(([type, code, ms]) => tallyOf(outcome(type, code), ms ?? undefined));
        const sum = (list: typeof tallies) => insightsOf(new Map([[DAY, of(...list)]]), DAY, DAY).total;
        const { codes, ...forwards } = sum(tallies);
        expect(sum(tallies.toReversed())).toMatchObject({ ...forwards, codes: expect.objectContaining(codes) });
      }),
    );
  });
});
