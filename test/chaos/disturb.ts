import { expect } from 'vitest';
import { createSeededRandom, type SeededRandom } from '../../infra/local/demo/seededRandom.ts';
import type { Scenario } from '../support/scenario.ts';

/** The seed of this run: a new one each time, or the one to repeat. */
export const SEED = Number(process.env.CHAOS_SEED ?? Date.now() % 1_000_000);

/** Runs a test with random choices; a failure names the seed that makes them again. */
export async function withSeed(run: (random: SeededRandom) => Promise<void>): Promise<void> {
  try {
    await run(createSeededRandom(SEED));
  } catch (error) {
    if (error instanceof Error) error.message += `\nRepeat the same choices with CHAOS_SEED=${SEED}.`;
    throw error;
  }
}

/** Everything that the app has asked for so far, at Graph, Slack and the tables. */
function requestCount({ slack, graph, tables }: Scenario): number {
  return slack.requests.length + graph.requests.length + tables.requests.length;
}

export interface Kills {
  readonly count: number;
  /** A kill comes after at least `from` and fewer than `below` more requests since the app was started. */
  readonly from: number;
  readonly below: number;
}

/**
 * Kills the app over and over at random points of its work, and starts it again each time.
 * @param onStart called whenever the app is up again
 * @returns how much work was done at each kill, as `measure` says
 */
export async function killRepeatedly<T>(
  scenario: Scenario,
  random: SeededRandom,
  { count, from, below }: Kills,
  measure: () => T,
  onStart: () => Promise<void>,
): Promise<readonly T[]> {
  const kills: T[] = [];
  for (let kill = 0; kill < count; kill++) {
    const limit = requestCount(scenario) + from + random.below(below - from);
    await reach(() => requestCount(scenario), limit);
    await scenario.stopApp('SIGKILL');
    kills.push(measure());
    await scenario.startApp();
    await onStart();
  }
  return kills;
}

/** Waits until a figure has reached a limit, or has stopped growing: then there is no more work to wait for. */
async function reach(figure: () => number, limit: number): Promise<void> {
  let known = figure();
  let since = Date.now();
  while (known < limit && Date.now() - since < 1_000) {
    await new Promise((resolve) => setTimeout(resolve, 2));
    const current = figure();
    if (current > known) since = Date.now();
    known = current;
  }
}

const LEASES = ['lease-fullCycle', 'lease-sweep'] as const;

/** A killed run leaves its lease behind, which the others wait out for 20 s; here that time has passed. */
export async function expireLeases(scenario: Scenario): Promise<void> {
  for (const key of LEASES) await scenario.writeJob(key, { owner: 'killed', until: new Date(0).toISOString() });
}

/** The minute's timers, as far as they run: what fails now is done by the next run. */
export async function runTimers(scenario: Scenario): Promise<void> {
  await scenario.runTimer('fullCycle').catch(() => undefined);
  await scenario.runTimer('sweep').catch(() => undefined);
}

/**
 * Everything that the app has printed holds neither a secret nor anything personal: people appear in operational logs by
 * their ids only.
 */
export function expectNothingConfidential({ hostLines, stack }: Scenario): void {
  const { SLACK_TOKEN, GRAPH_CLIENT_STATE } = stack.settings;
  const confidential = [SLACK_TOKEN, GRAPH_CLIENT_STATE, '@contoso.example', 'AccountKey', 'Bearer', 'Person '];
  const found = confidential.filter((text) => text && hostLines.some((line) => line.includes(text)));
  expect(found).toEqual([]);
  expect(hostLines.length).toBeGreaterThan(0);
}
