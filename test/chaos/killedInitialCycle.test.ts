import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SeededRandom } from '../../infra/local/demo/seededRandom.ts';
import { eventually, type Scenario, type ScenarioOptions, startScenario } from '../support/scenario.ts';
import { ACCOUNTS_BEFORE, belongsInSlack, emailOf, employEighty, HEADCOUNT, stateOfSlack } from './companyOfEighty.ts';
import { expectNothingConfidential, expireLeases, type Kills, killRepeatedly, runTimers, withSeed } from './disturb.ts';

let scenario: Scenario;
/** The state of Slack after a cycle that nothing disturbed. */
let undisturbed: ReadonlyMap<string, object>;

async function startCompany(options: ScenarioOptions = {}): Promise<Scenario> {
  scenario = await startScenario({ slackAccounts: ACCOUNTS_BEFORE, ...options });
  employEighty(scenario);
  return scenario;
}

beforeAll(async () => {
  const yardstick = await startCompany();
  await yardstick.provision();
  await yardstick.idle();
  undisturbed = stateOfSlack(yardstick);
  await yardstick.close();
  const expected = Array.from({ length: HEADCOUNT }, (_, number) => number)
    .filter(belongsInSlack)
    .map(emailOf);
  expect([...undisturbed.keys()].sort()).toEqual(expected.sort());
  for (const account of undisturbed.values()) expect(account).toMatchObject({ active: true });
});
afterEach(async () => {
  expectNothingConfidential(scenario);
  await scenario.close();
});

/** Accounts that the app has made, those included whose answer was lost. */
const createdAccounts = () => scenario.slack.workspace.size - ACCOUNTS_BEFORE.length;

const creations = () =>
  scenario.slack.requests.filter(({ method, path }) => method === 'POST' && path === '/scim/v2/Users');

/** Starts the initial cycle and kills the host in it; answers how many accounts it had made at each kill. */
function startCycleAndKill(random: SeededRandom, kills: Kills, onKill = () => {}): Promise<readonly number[]> {
  void runTimers(scenario);
  return killRepeatedly(scenario, random, kills, createdAccounts, async () => {
    onKill();
    await expireLeases(scenario);
    void runTimers(scenario);
  });
}

/** Waits for the end of the cycle and of all work, running the timers as the minute would. */
async function settle(): Promise<void> {
  await eventually(async () => {
    await runTimers(scenario);
    const { cycle } = await scenario.status();
    const { active, scheduled } = scenario.stack.serviceBus.queueDepth('changes');
    if (cycle?.phase !== 'ended' || active + scheduled > 0) {
      throw new Error(`Not settled: ${JSON.stringify(cycle)}, ${active} active, ${scheduled} scheduled.`);
    }
  }, 60_000);
}

async function expectUndisturbedState(kills: readonly number[]): Promise<void> {
  expect(stateOfSlack(scenario), `accounts created at the kills: ${kills}`).toEqual(undisturbed);
  const { cycle, state } = await scenario.status();
  expect(state).toBe('active');
  expect(cycle).toMatchObject({ kind: 'initial', phase: 'ended', percent: 100, failed: 1 });
  expect(scenario.stack.serviceBus.queueDepth('changes')).toEqual({
    active: 0,
    scheduled: 0,
    deferred: 0,
    deadLetter: 0,
  });
}

describe('an initial cycle whose host is killed', { timeout: 120_000 }, () => {
  it('seven times at any moment ends in the same state, with nobody created twice', () =>
    withSeed(async (random) => {
      await startCompany();
      scenario.slack.faults.writeDelayMs = 20;
      const kills = await startCycleAndKill(random, { count: 7, from: 5, below: 450 });
      await settle();
      await expectUndisturbedState(kills);
      const made = creations().filter(({ status }) => status === 201).length;
      expect(made).toBe(createdAccounts());
    }));

  it('six times while Slack loses answers, fails and throttles ends in the same state', () =>
    withSeed(async (random) => {
      // Paced for limits that are five times those in force: Slack answers 429 again and again.
      await startCompany({ slackLimits: 40, settings: { SLACK_RATE_SCALE: '200' } });
      const { faults } = scenario.slack;
      faults.writeDelayMs = 20;
      faults.dropAnswers = 5;
      faults.serverErrors = { next: 0, probability: 0.1, statuses: [500, 502, 503], when: 'after', methods: [] };
      const kills = await startCycleAndKill(random, { count: 6, from: 20, below: 450 }, () => {
        faults.dropAnswers += 2;
        faults.serverErrors.when = random.pick(['before', 'after']);
        faults.htmlErrors = random.chance(0.5);
      });
      const spoiled = () => scenario.slack.requests.filter(({ status }) => status === 0 || status >= 429).length;
      await eventually(() => expect(spoiled()).toBeGreaterThan(10), 30_000);
      faults.serverErrors.probability = 0;
      await settle();
      await expectUndisturbedState(kills);
    }));

  it('six times while Graph loses answers, fails and throttles ends in the same state', () =>
    withSeed(async (random) => {
      await startCompany();
      const { faults } = scenario.graph;
      faults.lostAnswers.probability = 0.05;
      faults.serverErrors.probability = 0.1;
      faults.throttle = { next: 0, probability: 0.05, pathContains: '', retryAfter: '1' };
      const kills = await startCycleAndKill(random, { count: 6, from: 20, below: 450 });
      for (const fault of [faults.lostAnswers, faults.serverErrors, faults.throttle]) fault.probability = 0;
      await settle();
      await expectUndisturbedState(kills);
    }));
});
