import { ConcurrencyError } from '../errors/storeErrors.ts';
import type { JobDocuments, JobState, PastQuarantine, Quarantine, QuarantineCause } from '../model/job.ts';
import type { Clock } from '../ports/clock.ts';
import type { JobStore } from '../ports/stores.ts';

/** How long "nothing may be written" is believed. */
const STOPPED_LIFETIME_MS = 5_000;
/** How long an instance reads before it writes after an account was found disabled unexpectedly. */
const CAUTION_MS = 3_600_000;

/** Codes after which only a person may let the writing go on. */
const MANUAL_CODES: ReadonlySet<string> = new Set(['UnexpectedDeactivation']);

/** A quarantine that follows another within this time goes on with its series. */
const SERIES_GAP_MS = 24 * 3_600_000;

/** True when a quarantine ends by itself once both sides accept the credentials again. */
export function endsByItself({ code }: Pick<Quarantine, 'code'>): boolean {
  return !MANUAL_CODES.has(code);
}

/**
 * Whether the job may write. The status document is the truth; the `hold` flag in the row that every Slack write has to
 * reserve from follows it, and is the strict guard. So an instance that believes "active" needs no look at the status
 * before each message: its next write is refused, and then it looks.
 */
export class JobGate {
  readonly #job: JobStore;
  readonly #clock: Clock;
  readonly #enabled: boolean;
  #known: { readonly state: JobState; readonly until: number } | undefined;
  #cautiousUntil = 0;

  /** @param enabled false: `enabled` in provisioning.json is off, and nothing is written whatever the job's own state is */
  constructor(job: JobStore, clock: Clock, enabled = true) {
    this.#enabled = enabled;
    this.#job = job;
    this.#clock = clock;
  }

  /** The job's state as far as this instance knows. */
  async state(): Promise<JobState> {
    if (this.#known && this.#now() < this.#known.until) return this.#known.state;
    return this.refresh();
  }

  /** The job's state as it is now. */
  async refresh(): Promise<JobState> {
    const state = this.stateOf((await this.#job.read('status'))?.value);
    this.#known = { state, until: state === 'active' ? Number.POSITIVE_INFINITY : this.#now() + STOPPED_LIFETIME_MS };
    return state;
  }

  /** What a status document means for this configuration. */
  stateOf(status: JobDocuments['status'] | undefined): JobState {
    const stored = status?.state ?? 'active';
    return stored === 'active' && !this.#enabled ? 'paused' : stored;
  }

  /** For the next hour this instance reads an account before it writes. */
  becomeCautious(): void {
    this.#cautiousUntil = this.#now() + CAUTION_MS;
  }

  isCautious(): boolean {
    return this.#now() < this.#cautiousUntil;
  }

  /**
   * Stops all writing. The first reason stays until the quarantine is lifted, unless the new one is for a person to lift; a
   * job that a person has stopped stays as it is.
   * @returns whether this was news
   */
  async quarantine(cause: QuarantineCause): Promise<boolean> {
    const since = this.#clock.now().toISOString();
    return this.#write(({ state, quarantine, lastQuarantine }) => {
      const isWorse = quarantine !== undefined && endsByItself(quarantine) && !endsByItself(cause);
      if (state !== 'active' && !(state === 'quarantine' && isWorse)) return undefined;
      const series = quarantine ? seriesOf(quarantine) : continuedSeries(lastQuarantine, since);
      return { state: 'quarantine', since, quarantine: { ...cause, since, ...series } };
    });
  }

  /** Changes the quarantine of a given start, if that is still the job's state. @returns whether it was */
  async amend(since: string, change: (quarantine: Quarantine) => Quarantine): Promise<boolean> {
    return this.#write((stored) => {
      if (stored.state !== 'quarantine' || stored.quarantine?.since !== since) return undefined;
      return { ...stored, quarantine: change(stored.quarantine) };
    });
  }

  /** Switches off a job that has been in quarantine for too long. @returns whether it was in that quarantine */
  async disable(since: string): Promise<boolean> {
    return this.#write(({ state, quarantine }) => {
      if (state !== 'quarantine' || quarantine?.since !== since) return undefined;
      return { state: 'disabled', since: this.#clock.now().toISOString(), quarantine };
    });
  }

  /** `enabled` in provisioning.json is off, which no start changes. */
  get isSwitchedOff(): boolean {
    return !this.#enabled;
  }

  /** A person stops all writing. A job that is stopped already keeps its state, and its quarantine the reason. */
  async pause(by: string): Promise<void> {
    const since = this.#clock.now().toISOString();
    await this.#write(({ state }) =>
      state === 'active' || state === 'quarantine' ? { state: 'paused', since, by } : undefined,
    );
  }

  /** A person allows writing again, whatever had stopped it. */
  async start(by: string): Promise<void> {
    const since = this.#clock.now().toISOString();
    await this.#write(({ state, quarantine }) => {
      if (state === 'active') return undefined;
      // What a person starts begins a new series.
      const past = quarantine && pastOf({ ...quarantine, seriesBegan: since, seriesCount: 0 }, since);
      return { state: 'active', since, by, ...(past ? { lastQuarantine: past } : {}) };
    });
  }

  /** Ends the quarantine of a given start, if that is still the job's state. @returns whether it was */
  async lift(since: string): Promise<boolean> {
    return this.#write(({ state, quarantine }) => {
      if (state !== 'quarantine' || quarantine?.since !== since) return undefined;
      const now = this.#clock.now().toISOString();
      return { state: 'active', since: now, lastQuarantine: pastOf(quarantine, now) };
    });
  }

  /** Makes the hold follow the status, also where an instance died between writing the two. */
  async alignHold(): Promise<void> {
    for (;;) {
      const [status, budgets] = await Promise.all([this.#job.read('status'), this.#job.read('budgets')]);
      const hold = (status?.value.state ?? 'active') !== 'active';
      if ((budgets?.value.hold ?? false) === hold) return;
      try {
        await this.#job.write('budgets', { next: budgets?.value.next ?? {}, hold }, budgets?.etag ?? null);
      } catch (error) {
        if (!(error instanceof ConcurrencyError)) throw error;
      }
    }
  }

  /** Writes the status that `decide` makes of the stored one; `undefined` leaves it. */
  async #write(decide: (stored: JobDocuments['status']) => JobDocuments['status'] | undefined): Promise<boolean> {
    for (;;) {
      const stored = await this.#job.read('status');
      const next = decide(stored?.value ?? { state: 'active', since: '' });
      try {
        if (next) await this.#job.write('status', next, stored?.etag ?? null);
      } catch (error) {
        if (error instanceof ConcurrencyError) continue;
        throw error;
      }
      await this.alignHold();
      await this.refresh();
      return next !== undefined;
    }
  }

  #now(): number {
    return this.#clock.now().getTime();
  }
}

type Series = Pick<PastQuarantine, 'seriesBegan' | 'seriesCount'>;

export function seriesOf({ since, seriesBegan = since, seriesCount = 1 }: Quarantine): Series {
  return { seriesBegan, seriesCount };
}

function continuedSeries(last: PastQuarantine | undefined, now: string): Series {
  if (!last || Date.parse(now) - Date.parse(last.leftAt) > SERIES_GAP_MS || last.seriesCount === 0) {
    return { seriesBegan: now, seriesCount: 1 };
  }
  return { seriesBegan: last.seriesBegan, seriesCount: last.seriesCount + 1 };
}

function pastOf(quarantine: Quarantine, leftAt: string): PastQuarantine {
  const { reason, code } = quarantine;
  return { reason, code, leftAt, ...seriesOf(quarantine) };
}
