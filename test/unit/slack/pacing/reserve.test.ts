import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closeUntil, reserve } from '../../../../shared/slack/pacing/reserve.ts';
import { type Rate, type SlackOperation, slackRates } from '../../../../shared/slack/pacing/slackRates.ts';

const NOW = 1_000_000;
const rate = (overrides: Partial<Rate> = {}): Rate => ({
  budget: 'createUser',
  intervalMs: 100,
  burst: 3,
  ...overrides,
});

/** Sends as soon as permitted and returns the times. */
function sendAll(arrivals: readonly number[], rates: readonly Rate[]): number[] {
  let next = {};
  let now = NOW;
  return arrivals.map((gap) => {
    now += gap;
    const slot = reserve(next, now, rates);
    next = slot.next;
    return slot.at;
  });
}

describe('reserve', () => {
  it('lets a burst go out at once and spaces the rest by the rate', () => {
    expect(sendAll([0, 0, 0, 0, 0], [rate()])).toEqual([NOW, NOW, NOW, NOW + 100, NOW + 200]);
  });

  it('gives the burst back at the rate, never more than the burst', () => {
    expect(sendAll([0, 0, 0, 100, 10_000, 0, 0, 0], [rate()])).toEqual([
      ...[NOW, NOW, NOW, NOW + 100],
      ...[NOW + 10_100, NOW + 10_100, NOW + 10_100, NOW + 10_200],
    ]);
  });

  it('waits for the slower of two budgets', () => {
    const rates = [rate({ burst: 5 }), rate({ budget: 'writes', intervalMs: 500, burst: 1 })];
    expect(sendAll([0, 0, 0], rates)).toEqual([NOW, NOW + 500, NOW + 1000]);
  });

  it('never lets more than burst plus rate through in any window, in any of its budgets', () => {
    const operations: readonly SlackOperation[] = [
      'createUser',
      'updateUser',
      'disableUser',
      'updateGroup',
      'readUser',
    ];
    const requests = fc.array(fc.tuple(fc.constantFrom(...operations), fc.integer({ min: 0, max: 400 })), {
      minLength: 50,
      maxLength: 300,
    });
    const rates = slackRates();
    fc.assert(
      fc.property(requests, fc.integer({ min: 1, max: 90_000 }), (sent, window) => {
        let next = {};
        let now = NOW;
        const times = new Map<Rate, number[]>();
        for (const [operation, gap] of sent) {
          now += gap;
          const slot = reserve(next, now, rates.of(operation));
          next = slot.next;
          for (const one of rates.of(operation)) {
            const known = [...times.keys()].find(({ budget }) => budget === one.budget) ?? one;
            times.set(known, [...(times.get(known) ?? []), slot.at]);
          }
        }
        for (const [one, unsorted] of times) {
          const at = unsorted.sort((a, b) => a - b);
          for (const [index, start] of at.entries()) {
            const inside = at.slice(index).filter((time) => time < start + window).length;
            expect(inside).toBeLessThanOrEqual(one.burst + Math.ceil(window / one.intervalMs));
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('closeUntil', () => {
  const rates = [rate(), rate({ budget: 'writes' })];

  it('closes the endpoint until the given time and leaves no burst for afterwards', () => {
    const closed = closeUntil({}, NOW + 5000, rates);
    const first = reserve(closed, NOW, rates);
    const second = reserve(first.next, NOW, rates);
    expect([first.at, second.at]).toEqual([NOW + 5000, NOW + 5100]);
  });

  it("leaves the organisation's budget open, so that joiners do not hold up leavers", () => {
    const disabling = [rate({ budget: 'disableUser' }), rate({ budget: 'writes' })];
    expect(reserve(closeUntil({}, NOW + 5000, rates), NOW, disabling).at).toBe(NOW);
  });

  it('never moves a budget back', () => {
    const far = closeUntil({}, NOW + 60_000, rates);
    expect(closeUntil(far, NOW + 1000, rates)).toEqual(far);
  });
});
