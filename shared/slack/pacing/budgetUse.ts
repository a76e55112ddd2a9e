import type { Budgets, BudgetUse } from '../../model/job.ts';
import type { Rate, SlackRates } from './slackRates.ts';

/**
 * How much of each budget is used up. What has been taken in advance counts, since the next request has to wait for it.
 * @param budgets undefined: nothing was ever taken
 */
export function budgetUse(budgets: Budgets | undefined, now: Date, rates: SlackRates): BudgetUse {
  const used = rates
    .all()
    .map((rate) => useOf(rate, budgets?.next[rate.budget] ?? 0, now.getTime()))
    .sort((one, other) => other.inUsePercent - one.inUsePercent);
  return { inUsePercent: used[0]?.inUsePercent ?? 0, budgets: used };
}

/** @param arrival theoretical arrival time of the next request, see `reserve` */
function useOf({ budget, intervalMs, burst }: Rate, arrival: number, now: number): BudgetUse['budgets'][number] {
  const ahead = Math.max(0, arrival - now);
  const freeAt = arrival - (burst - 1) * intervalMs;
  return {
    name: budget,
    perMinute: Math.round(60_000 / intervalMs),
    inUsePercent: Math.min(100, Math.round((100 * ahead) / (burst * intervalMs))),
    freeAt: freeAt > now ? new Date(freeAt).toISOString() : null,
  };
}
