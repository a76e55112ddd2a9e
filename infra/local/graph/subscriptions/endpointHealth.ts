/** `slow`: deliveries wait 10 minutes. `drop`: they are lost. */
export type EndpointState = 'normal' | 'slow' | 'drop';

interface Sample {
  readonly at: number;
  readonly isSlow: boolean;
  readonly isTooSlow: boolean;
}

/** The window in which Graph judges an endpoint, and how long a state lasts. */
export const HEALTH_WINDOW_MS = 10 * 60_000;
/** Fewer answers say nothing (older versions of the webhook article). */
const MIN_SAMPLES = 100;

/** The answers of one endpoint within the window, with their sums kept up to date. */
interface EndpointRecord {
  readonly samples: Sample[];
  slow: number;
  tooSlow: number;
}

/**
 * How punctual notification endpoints are: more than 10 % of answers over the 3-second allowance make one slow,
 * more than 15 % over the 10 seconds of a retry make Graph drop its notifications (webhook delivery article, 2026).
 */
export class EndpointHealth {
  readonly #records = new Map<string, EndpointRecord>();
  readonly #windowMs: number;

  /** @param windowMs `HEALTH_WINDOW_MS`, or less when time is scaled */
  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  record(url: string, at: number, isSlow: boolean, isTooSlow: boolean): void {
    const record = this.#current(url, at);
    record.samples.push({ at, isSlow, isTooSlow });
    if (isSlow) record.slow += 1;
    if (isTooSlow) record.tooSlow += 1;
  }

  stateOf(url: string, now: number): EndpointState {
    const { samples, slow, tooSlow } = this.#current(url, now);
    if (samples.length < MIN_SAMPLES) return 'normal';
    if (tooSlow > samples.length * 0.15) return 'drop';
    return slow > samples.length * 0.1 ? 'slow' : 'normal';
  }

  /** The record of an endpoint without what has left the window. */
  #current(url: string, now: number): EndpointRecord {
    const record = this.#records.get(url) ?? { samples: [], slow: 0, tooSlow: 0 };
    this.#records.set(url, record);
    while ((record.samples[0]?.at ?? now) <= now - this.#windowMs) {
      const gone = record.samples.shift();
      if (gone?.isSlow) record.slow -= 1;
      if (gone?.isTooSlow) record.tooSlow -= 1;
    }
    return record;
  }
}
