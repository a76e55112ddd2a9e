import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writePackage } from '../../infra/scripts/packaging/writePackage.ts';
import { type BenchRow, median, rowOf } from './benchRow.ts';
import { type FirstCall, firstAnswer, firstNotification } from './coldStart/firstCall.ts';
import { type Loaded, loadAndRegister } from './coldStart/loadAndRegister.ts';
import { writeEmptyApp } from './coldStart/writeEmptyApp.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const LOADS = 31;
const STARTS = 7;

/**
 * The deployed package against an app that has only `@azure/functions` and one HTTP function that does nothing: how long the
 * import takes that registers the functions, and how long a function host needs from its start to the first notification in
 * the queue, or to the empty app's first answer. Each in a process of its own, in turns.
 */
export async function coldStart(): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'cold-start-'));
  try {
    const app = join(folder, 'app');
    const { bytes } = await writePackage(ROOT, app, join(folder, 'app.zip'));
    const empty = writeEmptyApp(join(folder, 'empty'), app);
    const loads = await inTurns(LOADS, { app: () => loadAndRegister(app), empty: () => loadAndRegister(empty) });
    const calls = await inTurns(STARTS, { app: () => firstNotification(app), empty: () => firstAnswer(empty) });
    const load = (of: keyof typeof loads, figure: keyof Loaded) => median(loads[of].map((one) => one[figure]));
    const call = (of: keyof typeof calls, figure: keyof FirstCall) => median(calls[of].map((one) => one[figure]));
    const times = (value: number, other: number) => `${value.toFixed(0)} ms, empty ${other.toFixed(0)} ms`;
    const ratio = (what: string, value: number, other: number, goal: number) =>
      rowOf(`${what} (${times(value, other)})`, value / other, '× an empty app', goal);
    return [
      ratio('load and register', load('app', 'ms'), load('empty', 'ms'), 2),
      ratio('  with the start of Node.js', load('app', 'processMs'), load('empty', 'processMs'), 2),
      ratio('start to first notification queued', call('app', 'ms'), call('empty', 'ms'), 10),
      ratio('  of that, once the host listens', call('app', 'callMs'), call('empty', 'callMs'), 10),
      rowOf('package', bytes / 2 ** 20, 'MB', 1.5, 2),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Measure<T> = () => Promise<T>;

/** One after the other and round again, so that what else the machine does meets both alike. */
async function inTurns<T>(
  rounds: number,
  measures: { readonly app: Measure<T>; readonly empty: Measure<T> },
): Promise<{ readonly app: readonly T[]; readonly empty: readonly T[] }> {
  const app: T[] = [];
  const empty: T[] = [];
  for (let round = 0; round < rounds; round += 1) {
    empty.push(await measures.empty());
    app.push(await measures.app());
  }
  return { app, empty };
}
