import { afterEach, describe, expect, it } from 'vitest';
import { eventually, type Scenario, startScenario } from '../support/scenario.ts';

let scenario: Scenario;
afterEach(() => scenario.close());

const mailsOf = (count: number) => Array.from({ length: count }, (_, index) => `person${index}@contoso.example`);

/** Slack took each person once, hardly ever refused a request, and everybody can use it. */
function expectCreatedInPeace(mails: readonly string[]): void {
  const { requests, workspace } = scenario.slack;
  expect(requests.filter(({ status }) => status === 429).length).toBeLessThanOrEqual(requests.length / 100);
  expect(requests.filter(({ method, status }) => method === 'POST' && status === 201)).toHaveLength(mails.length);
  expect(workspace.size).toBe(mails.length);
  expect(mails.filter((mail) => !scenario.account(mail)?.active)).toEqual([]);
}

describe('with Slack’s limits on', () => {
  it('an initial load of 120 people gets at most 1 % 429s, and nobody is created twice', async () => {
    // A stall of this machine looks so many times as long: at 8×, half a second is four, and within what the burst forgives.
    scenario = await startScenario({ slackLimits: 8 });
    const mails = mailsOf(120);
    for (const userPrincipalName of mails) scenario.addPerson({ userPrincipalName });
    const status = await scenario.provision();
    expect(status.cycle).toMatchObject({ kind: 'initial', planned: 120, done: 120, failed: 0, percent: 100 });
    expectCreatedInPeace(mails);
  });

  it('40 people assigned at once, whose events nobody spaces, get at most 1 % 429s; nobody is created twice, and no message is put back twice', async () => {
    // Slow enough that the workers would outrun Slack without asking for slots.
    scenario = await startScenario({ slackLimits: 1 });
    await scenario.provision();
    const mails = mailsOf(40);
    const ids = mails.map((userPrincipalName) => scenario.addPerson({ userPrincipalName }));
    await scenario.runTimer('sweep');
    await eventually(() => expectCreatedInPeace(mails));
    const attempts = await eventually(async () => {
      const entries = await Promise.all(ids.map(async (id) => (await scenario.logOf(id))[0]));
      if (entries.includes(undefined)) throw new Error('Somebody is not in the log yet.');
      return entries.map((entry) => entry?.attempt ?? 0);
    });
    expect(attempts).toContain(1);
    expect(Math.max(...attempts)).toBe(1);
  });
});
