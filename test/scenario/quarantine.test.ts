import { afterEach, expect, it } from 'vitest';
import { eventually, type Scenario, startScenario } from '../support/scenario.ts';

let scenario: Scenario;
afterEach(() => scenario.close());

const mailOf = (name: string) => `${name}@contoso.example`;
const shown = (name: string) => {
  const account = scenario.account(mailOf(name));
  return account ? [account.title, account.active] : undefined;
};

/** Writes that Slack was asked for, whatever it answered. */
const writes = () => scenario.slack.requests.filter(({ method }) => method !== 'GET').length;

it('a refused Slack token puts the job into quarantine, an accepted one takes it out, and nothing is lost meanwhile', async () => {
  scenario = await startScenario();
  const [ada, bob, cy] = ['ada', 'bob', 'cy'].map((name) =>
    scenario.addPerson({ userPrincipalName: mailOf(name) }),
  ) as [string, string, string];
  await scenario.provision();
  scenario.slack.faults.tokens = ['another-token'];
  await scenario.patchUser(ada, { jobTitle: 'Countess' });
  await eventually(async () =>
    expect(await scenario.status()).toMatchObject({
      state: 'quarantine',
      quarantine: { code: 'invalid_authentication' },
    }),
  );
  await scenario.idle();

  const before = writes();
  await scenario.patchUser(bob, { accountEnabled: false });
  scenario.graph.directory.deleteUser(cy);
  scenario.addPerson({ userPrincipalName: mailOf('dee') });
  await scenario.idle();
  await scenario.runTimer('sweep');
  await scenario.idle();
  expect((await scenario.status()).state).toBe('quarantine');
  expect(writes()).toBe(before);
  expect(['ada', 'bob', 'cy', 'dee'].map(shown)).toEqual([
    ['Clerk', true],
    ['Clerk', true],
    ['Clerk', true],
    undefined,
  ]);

  scenario.slack.faults.tokens = null;
  await scenario.runTimer('sweep');
  await eventually(() =>
    expect(['ada', 'bob', 'cy', 'dee'].map(shown)).toEqual([
      ['Countess', true],
      ['Clerk', false],
      ['Clerk', false],
      ['Clerk', true],
    ]),
  );
  expect(await scenario.status()).toMatchObject({ state: 'active', quarantine: null });
});

it('a write after which Slack says "inactive" stops all writing, and no sweep lifts that', async () => {
  scenario = await startScenario();
  const ids = ['ada', 'bob', 'cy'].map((name) => scenario.addPerson({ userPrincipalName: mailOf(name) }));
  await scenario.provision();
  scenario.slack.faults.deactivateOnWrite = true;
  for (const { id } of scenario.slack.workspace.users()) scenario.slack.workspace.editUser(id, { title: 'Drifted' });
  const before = writes();
  await scenario.fullCycle();
  await scenario.idle();
  expect(await scenario.status()).toMatchObject({
    state: 'quarantine',
    quarantine: { code: 'UnexpectedDeactivation' },
  });
  scenario.slack.faults.deactivateOnWrite = false;
  for (const id of ids) await scenario.patchUser(id, { jobTitle: 'Later' });
  await scenario.runTimer('sweep');
  await scenario.idle();
  expect((await scenario.status()).state).toBe('quarantine');
  // Workers that were past the check when the first answer came.
  expect(writes() - before).toBeLessThanOrEqual(ids.length);
  expect(scenario.slack.workspace.users().map(({ title }) => title)).not.toContain('Later');
});
