/** What is known of a cycle at a moment (milliseconds since the epoch). */
export interface Sample {
  readonly cycleId: string;
  readonly at: number;
  /** Objects with an outcome. */
  readonly settled: number;
}

/** What the progress needs of the status's `cycle`. */
export interface CycleCounts {
  readonly id: string;
  readonly phase: string;
  readonly planned: number;
  readonly done: number;
  readonly failed: number;
  readonly skipped: number;
  readonly startedAt: string;
}

export interface Progress {
  readonly settled: number;
  /** Objects per second; undefined until it can be told. */
  readonly rate: number | undefined;
  /** Until the last object has its outcome; undefined when nobody can tell. */
  readonly secondsLeft: number | undefined;
}

/** The rate is told from so much of the past: a cycle slows down where Slack's limits change. */
const WINDOW_MS = 30_000;

export const settledOf = ({ done, failed, skipped }: Pick<CycleCounts, 'done' | 'failed' | 'skipped'>): number =>
  done + failed + skipped;

/** Remembers how far the running cycle is; forgets other cycles and what is long past. */
export function addSample(before: readonly Sample[], cycle: CycleCounts | null, at: number): readonly Sample[] {
  if (cycle?.phase !== 'provisioning') return [];
  const recent = before.filter((sample) => sample.cycleId === cycle.id && at - sample.at <= WINDOW_MS);
  return [...recent, { cycleId: cycle.id, at, settled: settledOf(cycle) }];
}

/** Rate and expected end of a running cycle, from the samples of the last seconds. */
export function progressOf(cycle: CycleCounts, samples: readonly Sample[]): Progress {
  const settled = settledOf(cycle);
  const [first] = samples;
  const last = samples.at(-1);
  if (!first || !last || last.at - first.at < 1_000) return { settled, rate: undefined, secondsLeft: undefined };
  const rate = ((last.settled - first.settled) * 1_000) / (last.at - first.at);
  const left = Math.max(0, cycle.planned - settled);
  return { settled, rate, secondsLeft: rate > 0 ? left / rate : undefined };
}
