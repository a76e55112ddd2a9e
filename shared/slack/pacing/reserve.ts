import type { Budgets } from '../../model/job.ts';
import type { Rate } from './slackRates.ts';

type Next = Budgets['next'];

/** How far a budget may run ahead of its long-term rate, in milliseconds. */
function tolerance(rate: Rate): number {
  return (rate.burst - 1) * rate.intervalMs;
}

/**
 * Takes the next free slot in every given budget: the generic cell rate algorithm, whose whole state per budget is
 * the theoretical arrival time of the next request. All budgets must agree, so the latest of them decides.
 *
 * @param next theoretical arrival times, ms since the epoch; a missing one is a budget never used
 * @param now ms since the epoch
 * @returns `at`: when the request may go out (`now` or later); `next`: the state once it has
 */
export function reserve(next: Next, now: number, rates: readonly Rate[]): { readonly at: number; readonly next: Next } {
  const at = rates.reduce((latest, rate) => Math.max(latest, (next[rate.budget] ?? 0) - tolerance(rate)), now);
  const taken = rates.map((rate) => [rate.budget, Math.max(next[rate.budget] ?? 0, at) + rate.intervalMs]);
  return { at, next: { ...next, ...Object.fromEntries(taken) } };
}

/**
 * Closes the budget until a time that Slack named, and leaves no burst afterwards. Only the endpoint's own budget is
 * closed: the answer 429 does not say which of the two limits was hit, and closing the organisation's would hold up
 * leavers because of joiners. If it was the organisation's, the other endpoints learn it by one answer each.
 */
export function closeUntil(next: Next, until: number, rates: readonly Rate[]): Next {
  const [own] = rates;
  if (!own) return next;
  return { ...next, [own.budget]: Math.max(next[own.budget] ?? 0, until + tolerance(own)) };
}
