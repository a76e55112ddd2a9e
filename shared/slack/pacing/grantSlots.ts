import type { Budgets } from '../../model/job.ts';
import { reserve } from './reserve.ts';
import { isWrite, type SlackOperation, type SlackRates } from './slackRates.ts';

/** The answer to one request for a slot: taken at a time, not taken because it is too far away, or not allowed. */
export type Grant =
  | { readonly type: 'slot'; readonly at: number }
  | { readonly type: 'later'; readonly at: number }
  | { readonly type: 'hold' };

/**
 * Decides about requests in the order in which they came. Those that are told to come later take no slot, yet each is
 * told a time of its own, so that they do not all come back at once.
 *
 * @returns `value`: the row afterwards, the very same object when no slot was taken
 */
export function grantSlots(
  budgets: Budgets,
  operations: readonly SlackOperation[],
  now: number,
  rates: SlackRates,
  maxWaitMs: number,
): { readonly value: Budgets; readonly result: readonly Grant[] } {
  let taken = budgets.next;
  let queued: Budgets['next'] | undefined;
  const result = operations.map((operation): Grant => {
    if (budgets.hold && isWrite(operation)) return { type: 'hold' };
    const slot = reserve(taken, now, rates.of(operation));
    if (slot.at - now <= maxWaitMs) {
      taken = slot.next;
      return { type: 'slot', at: slot.at };
    }
    const later = reserve(queued ?? taken, now, rates.of(operation));
    queued = later.next;
    return { type: 'later', at: later.at };
  });
  return { value: taken === budgets.next ? budgets : { ...budgets, next: taken }, result };
}
