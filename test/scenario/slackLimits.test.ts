import { afterEach, expect, it } from 'vitest';
import { type Scenario, startScenario } from '../support/scenario.ts';

let scenario: Scenario;
afterEach(() => scenario.close());

it('with Slack’s limits on, an initial load of 120 people is paced: at most 1 % 429s, and nobody is created twice', async () => {
  scenario = await startScenario({ slackLimits: 20 });
  const mails = Array.from({ length: 120 }, (_, index) => `person${index}@contoso.example`);
  for (const userPrincipalName of mails) scenario.addPerson({ userPrincipalName });
  const status = await scenario.provision();
  expect(status.cycle).toMatchObject({ kind: 'initial', planned: 120, done: 120, failed: 0, percent: 100 });
  const answers = scenario.slack.requests.map(({ status: code }) => code);
  expect(answers.filter((code) => code === 429).length).toBeLessThanOrEqual(answers.length / 100);
  const creations = scenario.slack.requests.filter(({ method }) => method === 'POST');
  expect(creations.filter(({ status: code }) => code === 201)).toHaveLength(120);
  expect(scenario.slack.workspace.size).toBe(120);
  expect(mails.filter((mail) => !scenario.account(mail)?.active)).toEqual([]);
});
