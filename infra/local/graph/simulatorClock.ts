/** Time as the simulator sees it, so that a test can move it. */
export interface SimulatorClock {
  /** Epoch milliseconds. */
  now(): number;
  /** Runs once after so many milliseconds; the result cancels it. */
  after(milliseconds: number, run: () => void): () => void;
}

export const systemClock: SimulatorClock = {
  now: () => Date.now(),
  after: (milliseconds, run) => {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** A clock that stands still until it is advanced. */
export interface ManualClock extends SimulatorClock {
  /** Moves time on and runs what became due, in order of its time. */
  advance(milliseconds: number): void;
}

/** @param start epoch milliseconds */
export function createManualClock(start: number): ManualClock {
  let current = start;
  let waiting: { at: number; run: () => void }[] = [];
  return {
    now: () => current,
    after: (milliseconds, run) => {
      const entry = { at: current + milliseconds, run };
      waiting.push(entry);
      return () => {
        waiting = waiting.filter((other) => other !== entry);
      };
    },
    advance: (milliseconds) => {
      const end = current + milliseconds;
      for (;;) {
        const due = waiting.filter((entry) => entry.at <= end).sort((a, b) => a.at - b.at)[0];
        if (!due) break;
        waiting = waiting.filter((entry) => entry !== due);
        current = Math.max(current, due.at);
        due.run();
      }
      current = end;
    },
  };
}
