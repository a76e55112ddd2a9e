import type { Change } from '../model/change.ts';
import type { Cycle, CycleResult } from '../model/job.ts';
import type { OutcomeType } from '../model/outcome.ts';
import type { Clock } from '../ports/clock.ts';
import type { CycleStore } from '../ports/stores.ts';

/** How often an instance publishes its share of the live counters, at most. */
const PUBLISH_INTERVAL_MS = 500;

type Counters = Record<CycleResult, number>;

/** How an outcome counts in a cycle; a deferred one counts when it is settled. */
export function cycleResultOf(outcome: OutcomeType | undefined): CycleResult | undefined {
  if (outcome === 'deferred') return undefined;
  if (outcome === 'failed') return 'failed';
  if (outcome === undefined || outcome === 'skipped' || outcome === 'staged') return 'skipped';
  return 'done';
}

/**
 * Counts the objects of running cycles. The truth is one row per object, settled once; the counters of each instance are
 * for the eye. A cycle ends when no row is open, seen by the worker that settles the last one or by the next sweep.
 */
export class CycleProgress {
  readonly #cycles: CycleStore;
  readonly #clock: Clock;
  readonly #instanceId: string;
  readonly #counters = new Map<string, Counters>();
  readonly #unpublished = new Set<string>();
  #running = 0;
  #publishedAt = 0;

  constructor(cycles: CycleStore, clock: Clock, instanceId: string) {
    this.#cycles = cycles;
    this.#clock = clock;
    this.#instanceId = instanceId;
  }

  /**
   * Runs one object's processing and publishes when a while has passed or nothing else is running. Failing to publish costs
   * nobody anything: the sweep ends cycles, too.
   */
  async track<T>(work: () => Promise<T>): Promise<T> {
    this.#running += 1;
    try {
      return await work();
    } finally {
      this.#running -= 1;
      if (this.#running === 0 || this.#clock.now().getTime() - this.#publishedAt >= PUBLISH_INTERVAL_MS) {
        await this.#publish().catch(() => undefined);
      }
    }
  }

  /** Notes the result of an object that belongs to a cycle; repeating it changes nothing. */
  async settle(change: Pick<Change, 'cycleId' | 'kind' | 'id'>, result: CycleResult | undefined): Promise<void> {
    const { cycleId } = change;
    if (cycleId === undefined || result === undefined) return;
    if (!(await this.#cycles.settle(cycleId, change.kind, change.id, result))) return;
    const counters = this.#counters.get(cycleId) ?? { done: 0, failed: 0, skipped: 0 };
    counters[result] += 1;
    this.#counters.set(cycleId, counters);
    this.#unpublished.add(cycleId);
  }

  async #publish(): Promise<void> {
    if (this.#unpublished.size === 0) return;
    this.#publishedAt = this.#clock.now().getTime();
    for (const cycleId of [...this.#unpublished]) {
      this.#unpublished.delete(cycleId);
      await this.#cycles.putCounters(cycleId, this.#instanceId, { ...(this.#counters.get(cycleId) as Counters) });
      const [cycle, total] = await Promise.all([this.#cycles.read(cycleId), this.#cycles.counters(cycleId)]);
      const settled = total.done + total.failed + total.skipped;
      if (cycle?.phase === 'provisioning' && settled >= cycle.planned) await this.endIfSettled(cycle);
    }
  }

  /**
   * Ends a cycle whose objects all have a result, with exact figures.
   * @param options.overdue end it all the same; what has no result counts as failed
   */
  async endIfSettled(cycle: Cycle, options: { readonly overdue?: boolean } = {}): Promise<Cycle> {
    const { open, done, failed, skipped } = await this.#cycles.tally(cycle.id);
    if (open > 0 && !options.overdue) return cycle;
    const ended: Cycle = {
      ...cycle,
      phase: 'ended',
      done,
      failed: failed + open,
      skipped,
      error: open > 0 ? `${open} objects had no result in time.` : cycle.error,
      endedAt: this.#clock.now().toISOString(),
    };
    await this.#cycles.put(ended);
    await this.#cycles.clear(cycle.id);
    this.#counters.delete(cycle.id);
    return ended;
  }
}
