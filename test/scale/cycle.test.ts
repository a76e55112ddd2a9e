import { afterEach, expect, it } from 'vitest';
import { type Scenario, startScenario } from '../support/scenario.ts';

const PEOPLE = 100;
/** Three times Slack's real speed: a creation every 124 ms, so that a manager is there before the reports as in reality. */
const SPEED = 3;

let scenario: Scenario;
afterEach(() => scenario.close());

const writesIn = (requests: Scenario['slack']['requests']) => requests.filter(({ method }) => method !== 'GET');

/** One at the top, every tenth manages nine others. */
function addCompany(): void {
  const ids: string[] = [];
  for (let index = 0; index < PEOPLE; index += 1) {
    const id = scenario.addPerson({ userPrincipalName: `person${index}@contoso.example` });
    ids.push(id);
  }
  for (const [index, id] of ids.entries()) {
    if (index === 0) continue;
    const manager = index % 10 === 0 ? 0 : index - (index % 10);
    scenario.graph.directory.setManager(id, ids[manager] ?? null);
  }
}

it('an initial load costs one create per person and 1 % other writes at most; an unchanged full cycle costs one Slack read per 1,000 people and no write', {
  timeout: 60_000,
}, async () => {
  scenario = await startScenario({ slackLimits: SPEED });
  addCompany();
  const { slack } = scenario;
  const initial = await scenario.provision();
  expect(initial.cycle).toMatchObject({ kind: 'initial', planned: PEOPLE, done: PEOPLE, failed: 0, skipped: 0 });
  await scenario.idle();
  expect(slack.workspace.size).toBe(PEOPLE);
  const load = writesIn(slack.requests);
  const creations = load.filter(({ method, status }) => method === 'POST' && status === 201);
  expect(creations).toHaveLength(PEOPLE);
  expect(load.length - creations.length).toBeLessThanOrEqual(PEOPLE / 100);
  const unmanaged = slack.workspace.users().filter(({ profile }) => !profile?.managerId);
  expect(unmanaged.map(({ primaryEmail }) => primaryEmail)).toEqual(['person0@contoso.example']);

  const before = slack.requests.length;
  const unchanged = await scenario.fullCycle();
  expect(unchanged.cycle).toMatchObject({ kind: 'full', scanned: PEOPLE, planned: 0, done: 0, percent: 100 });
  await scenario.idle();
  expect(slack.requests.slice(before).map(({ method, path }) => `${method} ${path.split('?')[0]}`)).toEqual([
    ...Array.from({ length: Math.ceil(PEOPLE / 1000) }, () => 'GET /scim/v2/Users'),
    'GET /scim/v2/Groups',
  ]);
});
