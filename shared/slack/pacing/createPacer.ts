import { AsyncLocalStorage } from 'node:async_hooks';
import { ProvisioningError } from '../../errors/provisioningError.ts';
import { ConcurrencyError } from '../../errors/storeErrors.ts';
import type { Budgets } from '../../model/job.ts';
import type { BudgetStore } from '../../ports/budgetStore.ts';
import type { Clock, Random } from '../../ports/clock.ts';
import type { Reservations } from '../../ports/reservations.ts';
import { type Grant, grantSlots, type SlotRequest } from './grantSlots.ts';
import type { Pacer } from './pacer.ts';
import { closeUntil } from './reserve.ts';
import { isWrite, type SlackOperation, type SlackRates } from './slackRates.ts';

export interface PacerOptions {
  readonly store: BudgetStore;
  readonly rates: SlackRates;
  readonly clock: Clock;
  /** A slot at most this far away is waited for in place. Default 3,000. */
  readonly maxWaitMs?: number;
  readonly random?: Random;
}

interface Request extends SlotRequest {
  readonly settle: (grant: Grant) => void;
  readonly fail: (error: unknown) => void;
}

const EMPTY: Budgets = { next: {}, hold: false };
const MAX_ATTEMPTS = 12;
const HOLD_RETRY_MS = 60_000;

/**
 * A pacer over one shared row. Calls that are under way at the same time take their slots in one conditional write,
 * and the row as last seen is kept, so that a write without rivals costs one table operation and no read.
 */
export function createPacer(options: PacerOptions): Pacer & Reservations {
  const { store, rates, clock, maxWaitMs = 3000, random = Math.random } = options;
  let known: { readonly value: Budgets; readonly etag: string | null } | undefined;
  const held = new AsyncLocalStorage<{ reservation: string | undefined; readonly isProbe: boolean }>();
  let waiting: Request[] = [];
  let running = false;

  async function load(): Promise<{ readonly value: Budgets; readonly etag: string | null }> {
    known ??= (await store.read()) ?? { value: EMPTY, etag: null };
    return known;
  }

  async function save(value: Budgets, etag: string | null): Promise<void> {
    known = undefined;
    known = { value, etag: await store.write(value, etag) };
  }

  /** Runs one read-decide-write until nobody else wrote in between. */
  async function change<T>(decide: (budgets: Budgets) => { readonly value: Budgets; readonly result: T }): Promise<T> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const { value: before, etag } = await load();
      const { value, result } = decide(before);
      if (value === before) return result;
      try {
        await save(value, etag);
        return result;
      } catch (error) {
        if (!(error instanceof ConcurrencyError)) throw error;
      }
      await clock.sleep(random() * Math.min(10 * 2 ** attempt, 500));
    }
    throw new ProvisioningError(
      'retry',
      'BudgetContention',
      "Slack's budgets are being changed by too many instances.",
    );
  }

  /** A hold seen earlier may be over, so a write is only refused after a fresh look. */
  function forgetOldHold(requests: readonly Request[]): void {
    if (known?.value.hold && requests.some(({ operation }) => isWrite(operation))) known = undefined;
  }

  async function serve(requests: readonly Request[]): Promise<void> {
    try {
      forgetOldHold(requests);
      const grants = await change((budgets) => grantSlots(budgets, requests, clock.now().getTime(), rates, maxWaitMs));
      for (const [index, request] of requests.entries()) request.settle(grants[index] ?? { type: 'hold' });
    } catch (error) {
      for (const request of requests) request.fail(error);
    }
  }

  async function drain(): Promise<void> {
    if (running) return;
    running = true;
    while (waiting.length > 0) {
      const requests = waiting;
      waiting = [];
      await serve(requests);
    }
    running = false;
  }

  /** Whether the work that asks holds the endpoint's slot, which then is used up. */
  function takeKept(operation: SlackOperation): boolean {
    const kept = held.getStore();
    if (kept?.reservation !== operation) return false;
    kept.reservation = undefined;
    return true;
  }

  return {
    holding: (permission, work) =>
      permission.reservation === undefined && !permission.isProbe ? work() : held.run({ ...permission }, work),
    async acquire(operation) {
      const granted = new Promise<Grant>((settle, fail) => {
        const isProbe = held.getStore()?.isProbe ?? false;
        waiting.push({ operation, holdsOwn: takeKept(operation), isProbe, settle, fail });
      });
      // Calls made in the same turn of the event loop join the batch.
      queueMicrotask(drain);
      const grant = await granted;
      const now = clock.now().getTime();
      if (grant.type === 'hold') {
        const until = new Date(now + HOLD_RETRY_MS);
        throw new ProvisioningError('wait', 'JobOnHold', 'Nothing is written to Slack while the job is on hold.', {
          until,
        });
      }
      if (grant.type === 'later') {
        const until = new Date(grant.at);
        throw new ProvisioningError('wait', 'PacedForSlack', "Slack's rate limit leaves no room yet.", {
          until,
          ...(grant.isKept ? { reservation: operation } : {}),
        });
      }
      if (grant.at > now) await clock.sleep(grant.at - now);
    },
    postpone: (operation, until) =>
      change((budgets) => ({
        value: { ...budgets, next: closeUntil(budgets.next, until.getTime(), rates.of(operation)) },
        result: undefined,
      })),
  };
}
