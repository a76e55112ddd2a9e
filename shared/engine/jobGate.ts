import { ConcurrencyError } from '../errors/storeErrors.ts';
import type { JobDocuments, JobState, Quarantine } from '../model/job.ts';
import type { Clock } from '../ports/clock.ts';
import type { JobStore } from '../ports/stores.ts';

/** How long a known state may be used before it is read again. The hold in the budgets row is what really stops a write. */
const STATE_LIFETIME_MS = 60_000;

/**
 * Whether the job may write. The state is remembered for a while; the strict guard is the `hold` flag in the row that
 * every Slack write has to reserve from, so a stale answer here costs a read, never a write.
 */
export class JobGate {
  readonly #job: JobStore;
  readonly #clock: Clock;
  readonly #enabled: boolean;
  #known: { readonly state: JobState; readonly until: number } | undefined;

  /** @param enabled false: `enabled` in provisioning.json is off, and nothing is written whatever the job's own state is */
  constructor(job: JobStore, clock: Clock, enabled = true) {
    this.#enabled = enabled;
    this.#job = job;
    this.#clock = clock;
  }

  /** The job's state, at most a minute old. */
  async state(): Promise<JobState> {
    const now = this.#clock.now().getTime();
    if (this.#known && now < this.#known.until) return this.#known.state;
    return this.refresh();
  }

  /** The job's state as it is now. */
  async refresh(): Promise<JobState> {
    const document = await this.#job.read('status');
    const stored = document?.value.state ?? 'active';
    const state = stored === 'active' && !this.#enabled ? 'paused' : stored;
    this.#known = { state, until: this.#clock.now().getTime() + STATE_LIFETIME_MS };
    return state;
  }

  /** Stops all writing. The first reason stays until the quarantine is lifted. */
  async quarantine(cause: Omit<Quarantine, 'since'>): Promise<void> {
    const since = this.#clock.now().toISOString();
    const stored = await this.#job.read('status');
    if (stored?.value.state === 'quarantine') return void (await this.refresh());
    await this.#hold(true);
    await this.#write({ state: 'quarantine', since, quarantine: { ...cause, since } }, stored?.etag ?? null);
  }

  /** Allows writing again. */
  async activate(): Promise<void> {
    const stored = await this.#job.read('status');
    await this.#write({ state: 'active', since: this.#clock.now().toISOString() }, stored?.etag ?? null);
    await this.#hold(false);
  }

  async #write(status: JobDocuments['status'], etag: string | null): Promise<void> {
    try {
      await this.#job.write('status', status, etag);
    } catch (error) {
      if (!(error instanceof ConcurrencyError)) throw error;
    }
    await this.refresh();
  }

  async #hold(hold: boolean): Promise<void> {
    for (;;) {
      const budgets = await this.#job.read('budgets');
      if (!budgets && !hold) return;
      if (budgets?.value.hold === hold) return;
      try {
        await this.#job.write('budgets', { next: budgets?.value.next ?? {}, hold }, budgets?.etag ?? null);
        return;
      } catch (error) {
        if (!(error instanceof ConcurrencyError)) throw error;
      }
    }
  }
}
