import type { Budgets } from '../../model/job.ts';
import { reserve } from './reserve.ts';
import { isWrite, type SlackOperation, type SlackRates } from './slackRates.ts';

/**
 * The answer to one request for a slot: taken at a time; too far away, with the endpoint's slot kept for that time or not;
 * or not allowed.
 */
export type Grant =
  | { readonly type: 'slot'; readonly at: number }
  | { readonly type: 'later'; readonly at: number; readonly isKept: boolean }
  | { readonly type: 'hold' };

export interface SlotRequest {
  readonly operation: SlackOperation;
  /** The endpoint's slot was kept for it when it was sent away, so that only the organisation's is asked for. */
  readonly holdsOwn: boolean;
  /** Granted even while nothing else may be written. */
  readonly isProbe: boolean;
}

/**
 * Decides about requests in the order in which they came. One whose endpoint is full is told when its turn comes, and that slot
 * is taken: it is sent away once. Of the organisation's budget, which leavers share with joiners, nothing is taken in advance;
 * who has to wait for that takes no slot, yet is told a time of its own, so that they do not all come back at once.
 *
 * @returns `value`: the row afterwards, the very same object when no slot was taken
 */
export function grantSlots(
  budgets: Budgets,
  requests: readonly SlotRequest[],
  now: number,
  rates: SlackRates,
  maxWaitMs: number,
): { readonly value: Budgets; readonly result: readonly Grant[] } {
  let taken = budgets.next;
  let queued: Budgets['next'] | undefined;
  const result = requests.map(({ operation, holdsOwn, isProbe }): Grant => {
    if (budgets.hold && isWrite(operation) && !isProbe) return { type: 'hold' };
    const needed = holdsOwn ? rates.of(operation).slice(1) : rates.of(operation);
    const slot = reserve(taken, now, needed);
    if (slot.at - now <= maxWaitMs) {
      taken = slot.next;
      return { type: 'slot', at: slot.at };
    }
    const [own, ...shared] = needed;
    const kept = own && shared.length > 0 ? reserve(taken, now, [own]) : undefined;
    if (kept && kept.at - now > maxWaitMs) {
      taken = kept.next;
      return { type: 'later', at: kept.at, isKept: true };
    }
    const later = reserve(queued ?? taken, now, needed);
    queued = later.next;
    return { type: 'later', at: later.at, isKept: false };
  });
  return { value: taken === budgets.next ? budgets : { ...budgets, next: taken }, result };
}
