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

/**
 * How punctual notification endpoints are: more than 10 % of answers over the 3-second allowance make one slow,
 * more than 15 % over the 10 seconds of a retry make Graph drop its notifications (webhook delivery article, 2026).
 */
export class EndpointHealth {
  readonly #samples = new Map<string, Sample[]>();
  readonly #windowMs: number;

  /** @param windowMs `HEALTH_WINDOW_MS`, or less when time is scaled */
  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  record(url: string, at: number, isSlow: boolean, isTooSlow: boolean): void {
    const samples = (this.#samples.get(url) ?? []).filter((sample) => sample.at > at - this.#windowMs);
    samples.push({ at, isSlow, isTooSlow });
    this.#samples.set(url, samples);
  }

  stateOf(url: string, now: number): EndpointState {
    const samples = (this.#samples.get(url) ?? []).filter((sample) => sample.at > now - this.#windowMs);
    if (samples.length < MIN_SAMPLES) return 'normal';
    if (samples.filter((sample) => sample.isTooSlow).length > samples.length * 0.15) return 'drop';
    return samples.filter((sample) => sample.isSlow).length > samples.length * 0.1 ? 'slow' : 'normal';
  }
}
