import type { Clock } from '../../../shared/ports/clock.ts';

export interface VirtualClock extends Clock {
  /** Current time, ms since the epoch. */
  ms(): number;
  advance(ms: number): void;
}

/** Time that stands still; sleeping moves it, never backwards when several sleep at once. */
export function virtualClock(start = Date.UTC(2026, 0, 5, 9)): VirtualClock {
  let now = start;
  return {
    ms: () => now,
    advance: (ms) => {
      now += ms;
    },
    now: () => new Date(now),
    sleep: async (ms) => {
      const wake = now + ms;
      await Promise.resolve();
      now = Math.max(now, wake);
    },
  };
}
