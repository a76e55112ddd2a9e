import { createSeededRandom } from '../../infra/local/demo/seededRandom.ts';
import { startScenario } from '../support/scenario.ts';
import { ACCOUNTS_BEFORE, Company } from './company.ts';
import { DISTURBANCES, type Stage } from './disturbances.ts';
import { findProblems } from './findProblems.ts';
import { Gateway } from './gateway.ts';
import { settle } from './settle.ts';
import { StackTime } from './stackTime.ts';
import { type Witness, watchSlack } from './watchSlack.ts';

/** Enough for about thirty changes and seven disturbances. */
export const STEPS = 12;

export interface ChaosOptions {
  /** Decides about every change and every disturbance. */
  readonly seed: number;
  /** In each step the directory changes, and something may begin or stop to go wrong. `STEPS` when missing. */
  readonly steps?: number;
  /** Names of `DISTURBANCES` that take part; all when missing. */
  readonly disturbances?: readonly string[];
}

export interface ChaosReport {
  readonly changes: number;
  readonly kills: number;
  /** Each disturbance that took place, as often as it did. */
  readonly disturbances: readonly string[];
  /** Of the app: HTTP requests and queue operations. */
  readonly requests: number;
  /** What is not as it should be; empty when all is well. */
  readonly problems: readonly string[];
  /** What the app printed. */
  readonly hostLines: readonly string[];
}

/** Larger than any number of removals here, so that none waits for approval. */
const NO_LIMIT = { maxDeletions: { count: 10_000 }, maxMemberRemovals: { count: 10_000 } };

/**
 * Plays random changes of a directory and random disturbances against the app, from its first start on, then lets
 * everything come to rest and compares.
 */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const random = createSeededRandom(options.seed);
  const nestedGroups = random.pick(['ignore', 'expand'] as const);
  const gateway = new Gateway();
  const time = new StackTime();
  const scenario = await startScenario({
    appDown: true,
    slackAccounts: ACCOUNTS_BEFORE,
    configure: (standard) => ({
      ...standard,
      scope: { ...standard.scope, nestedGroups },
      safety: { ...standard.safety, ...NO_LIMIT },
    }),
    interceptGraph: gateway.http('graph'),
    interceptSlack: gateway.http('slack'),
    interceptTables: gateway.http('tables'),
    onQueueOperation: gateway.onQueueOperation,
    queueNow: time.queueNow,
    settings: time.settings,
  });
  try {
    const company = new Company({ scenario, random, expandsNestedGroups: nestedGroups === 'expand' });
    const witness = watchSlack(scenario);
    const stage: Stage = { scenario, random, company, gateway, time, poison: [], timers: new Set(), crashes: [] };
    await startApp(stage);
    const played = await play(stage, options);
    const problems = await settleAndCompare(stage, witness, nestedGroups);
    const { changes } = company;
    return { changes, ...played, requests: gateway.count, problems, hostLines: scenario.hostLines };
  } finally {
    gateway.isClosing = true;
    await scenario.close();
    time.remove();
  }
}

/** An app that does not live to the end is the first of its problems. */
async function settleAndCompare(
  stage: Stage,
  witness: Witness,
  nestedGroups: 'ignore' | 'expand',
): Promise<readonly string[]> {
  try {
    await settle(stage);
    return await findProblems(stage, witness, nestedGroups);
  } catch (error) {
    if (stage.crashes.length === 0) throw error;
    return stage.crashes.map((lines) => `the app has ended of itself: ${lines}`);
  }
}

/** A killed run leaves its lease behind, which the others wait out for 20 s. */
const LEASE_MS = 21_000;

async function play(stage: Stage, { steps = STEPS, disturbances = Object.keys(DISTURBANCES) }: ChaosOptions) {
  const { scenario, random, company, gateway, time } = stage;
  const begun: string[] = [];
  const ends: { readonly atStep: number; readonly end: () => void }[] = [];
  let death: Promise<void> | undefined;
  gateway.kill = () => {
    death = scenario.stopApp('SIGKILL');
  };
  await scenario.runTimer('renewSubscriptions').catch(() => undefined);
  startTimers(stage);

  for (let step = 0; step < steps; step++) {
    for (const due of ends.filter(({ atStep }) => atStep === step)) due.end();
    if (random.chance(0.6)) {
      const name = random.pick(disturbances);
      const end = DISTURBANCES[name]?.(stage) ?? (() => undefined);
      begun.push(name);
      ends.push({ atStep: step + 1 + random.below(3), end });
    }
    if (random.chance(0.25)) gateway.doom({ after: 1 + random.below(200), isCarriedOut: random.chance(0.5) });
    for (let made = 1 + random.below(4); made > 0; made--) company.change();
    if (random.chance(0.15)) await requestFullCycle(stage);
    if (random.chance(0.6)) startTimers(stage);
    await reach(gateway, gateway.count + 10 + random.below(150));
    if (!death) continue;
    await death;
    death = undefined;
    // The platform waits before it starts a process again, and longer after each failure.
    time.pass(LEASE_MS);
    await startApp(stage);
    startTimers(stage);
  }
  await gateway.spare();
  for (const { atStep, end } of ends) if (atStep >= steps) end();
  await death;
  if (death) await startApp(stage);
  gateway.requestRules.clear();
  gateway.queueRules.clear();
  return { kills: gateway.kills, disturbances: begun };
}

/** Starts the app as the platform does, also after a start that failed, and notes when it ends of itself. */
async function startApp({ scenario, crashes, gateway }: Stage): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const kills = gateway.kills;
    try {
      const { ended } = await scenario.startApp();
      void ended.then((lines) => {
        if (gateway.kills === kills && !gateway.isClosing) crashes.push(lines);
      });
      return;
    } catch (error) {
      if (attempt === 3) throw error;
    }
  }
}

/** The minute's timers, as far as they run: what fails now is done by the next run. */
function startTimers({ scenario, timers }: Stage): void {
  const run = async () => {
    await scenario.runTimer('fullCycle').catch(() => undefined);
    await scenario.runTimer('sweep').catch(() => undefined);
  };
  const running = run().finally(() => timers.delete(running));
  timers.add(running);
}

async function requestFullCycle({ scenario, time }: Stage): Promise<void> {
  const requestedAt = new Date(time.queueNow()).toISOString();
  await scenario.writeJob('fullRequest', { reason: 'test', requestedAt }).catch(() => undefined);
}

/** Waits until the app has made so many requests, or makes no more: then there is nothing to wait for. */
async function reach(gateway: Gateway, count: number): Promise<void> {
  let known = gateway.count;
  let since = performance.now();
  while (known < count && performance.now() - since < 300) {
    await new Promise((resolve) => setTimeout(resolve, 2));
    if (gateway.count > known) since = performance.now();
    known = gateway.count;
  }
}
