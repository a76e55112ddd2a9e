import { describe, expect, it } from 'vitest';
import { budgetUse } from '../../../../shared/slack/pacing/budgetUse.ts';
import { reserve } from '../../../../shared/slack/pacing/reserve.ts';
import { slackRates } from '../../../../shared/slack/pacing/slackRates.ts';

const rates = slackRates({ headRoomPercent: 0 });
const now = new Date('2026-11-22T20:00:00Z');

/** The budgets after so many creations at once. */
function takenBy(creations: number) {
  let next = {};
  for (let n = 0; n < creations; n++) next = reserve(next, now.getTime(), rates.of('createUser')).next;
  return { next, hold: false };
}
const createUser = (creations: number) =>
  budgetUse(takenBy(creations), now, rates).budgets.find(({ name }) => name === 'createUser');

describe('the use of Slack’s budgets', () => {
  it('is nothing before the first request, and again after a while', () => {
    expect(budgetUse(undefined, now, rates).inUsePercent).toBe(0);
    expect(budgetUse(takenBy(20), new Date(now.getTime() + 60_000), rates).inUsePercent).toBe(0);
  });

  it('is full when the burst is used up, and says when the next request may go', () => {
    expect(createUser(10)).toEqual({ name: 'createUser', perMinute: 180, inUsePercent: 50, freeAt: null });
    const full = createUser(20);
    expect(full).toMatchObject({ inUsePercent: 100 });
    expect(Date.parse(full?.freeAt ?? '')).toBeCloseTo(now.getTime() + 60_000 / 180, -1);
    expect(createUser(200)?.inUsePercent).toBe(100);
  });

  it('is that of the fullest budget, which comes first', () => {
    const { inUsePercent, budgets } = budgetUse(takenBy(20), now, rates);
    expect([inUsePercent, budgets[0]?.name, budgets[1]?.name]).toEqual([100, 'createUser', 'writes']);
    expect(budgets).toHaveLength(10);
  });
});
