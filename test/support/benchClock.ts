import type { Clock } from '../../shared/ports/clock.ts';

/** Time that a test owns. */
export interface BenchClock extends Clock {
  /** Milliseconds since the epoch. */
  ms(): number;
  advance(ms: number): void;
}

/**
 * Time stands still until it is advanced. Sleeping advances it; sleep that can be called off (the renewal of a lease) waits
 * to be called off instead, or it would race through the hours while something else is awaited.
 */
export function createBenchClock(start = Date.UTC(2026, 0, 5, 9)): BenchClock {
  let now = start;
  return {
    ms: () => now,
    advance: (ms) => {
      now += ms;
    },
    now: () => new Date(now),
    async sleep(ms, signal) {
      if (!signal) {
        now += ms;
        return;
      }
      await new Promise((_, reject) => {
        if (signal.aborted) reject(signal.reason);
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
    },
  };
}
