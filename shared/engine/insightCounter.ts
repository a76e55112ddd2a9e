import type { Outcome } from '../model/outcome.ts';
import { addTallies, dayOf, EMPTY_TALLY, type Tally, tallyOf } from '../model/tally.ts';
import type { Clock } from '../ports/clock.ts';
import type { InsightStore } from '../ports/insightStore.ts';

/** How long an instance collects before it writes. */
const COLLECT_MS = 2_000;

/**
 * Counts outcomes by day. Each instance overwrites a row of its own with everything that it has counted on that day, so that
 * no two get into each other's way and a repeated write changes nothing. An instance that is killed loses its last seconds:
 * the figures are for the eye, the log is the record.
 */
export class InsightCounter {
  readonly #store: InsightStore;
  readonly #clock: Clock;
  readonly #instanceId: string;
  readonly #days = new Map<string, Tally>();
  readonly #unwritten = new Set<string>();
  #collecting = false;

  constructor(store: InsightStore, clock: Clock, instanceId: string) {
    this.#store = store;
    this.#clock = clock;
    this.#instanceId = instanceId;
  }

  /** @param noticedAt when the change was notified; absent when nobody did */
  count(outcome: Outcome, noticedAt: Date | undefined): void {
    const now = this.#clock.now();
    const latencyMs = noticedAt === undefined ? undefined : Math.max(0, now.getTime() - noticedAt.getTime());
    const day = dayOf(now);
    this.#days.set(day, addTallies(this.#days.get(day) ?? EMPTY_TALLY, tallyOf(outcome, latencyMs)));
    this.#unwritten.add(day);
    if (this.#collecting) return;
    this.#collecting = true;
    void this.#writeSoon();
  }

  async #writeSoon(): Promise<void> {
    await this.#clock.sleep(COLLECT_MS);
    this.#collecting = false;
    for (const day of [...this.#unwritten]) {
      this.#unwritten.delete(day);
      // What cannot be written now goes with what is counted next.
      await this.#store
        .put(day, this.#instanceId, this.#days.get(day) ?? EMPTY_TALLY)
        .catch(() => this.#unwritten.add(day));
    }
    // Only a day that may still grow is kept.
    for (const day of this.#days.keys()) {
      if (day !== dayOf(this.#clock.now()) && !this.#unwritten.has(day)) this.#days.delete(day);
    }
  }
}
