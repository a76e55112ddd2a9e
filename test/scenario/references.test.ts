import { afterEach, expect, it } from 'vitest';
import { eventually, type Scenario, startScenario } from '../support/scenario.ts';

let scenario: Scenario;
afterEach(() => scenario.close());

const managerOf = (email: string) => scenario.account(email)?.profile?.managerId ?? null;

it('a manager who is provisioned later is written to their reports then, without a second cycle', async () => {
  scenario = await startScenario();
  const boss = scenario.addPerson({ userPrincipalName: 'boss@contoso.example' }, { assigned: false });
  const reports = ['ann@contoso.example', 'ben@contoso.example'];
  for (const userPrincipalName of reports) {
    scenario.graph.directory.setManager(scenario.addPerson({ userPrincipalName }), boss);
  }
  await scenario.provision();
  expect(reports.map(managerOf)).toEqual([null, null]);
  expect(reports.map((email) => scenario.account(email)?.active)).toEqual([true, true]);
  scenario.assign(boss);
  await scenario.runTimer('sweep');
  await eventually(() => {
    const bossId = scenario.account('boss@contoso.example')?.id;
    expect(bossId).toMatch(/^U/);
    expect(reports.map(managerOf)).toEqual([bossId, bossId]);
  });
  expect((await scenario.status()).lastCycles).toHaveLength(1);
});

it('a change of manager is written, and so is the end of having one', async () => {
  scenario = await startScenario();
  const ann = scenario.addPerson({ userPrincipalName: 'ann@contoso.example' });
  const one = scenario.addPerson({ userPrincipalName: 'one@contoso.example' });
  const two = scenario.addPerson({ userPrincipalName: 'two@contoso.example' });
  scenario.graph.directory.setManager(ann, one);
  await scenario.provision();
  const slackIdOf = (email: string) => scenario.account(email)?.id ?? 'none';
  await eventually(() => expect(managerOf('ann@contoso.example')).toBe(slackIdOf('one@contoso.example')));
  scenario.graph.directory.setManager(ann, two);
  await eventually(() => expect(managerOf('ann@contoso.example')).toBe(slackIdOf('two@contoso.example')));
  scenario.graph.directory.setManager(ann, null);
  await eventually(() => expect(managerOf('ann@contoso.example')).toBeNull());
});

it('two people who are each other’s managers are provisioned with both references', async () => {
  scenario = await startScenario();
  const ann = scenario.addPerson({ userPrincipalName: 'ann@contoso.example' });
  const ben = scenario.addPerson({ userPrincipalName: 'ben@contoso.example' });
  scenario.graph.directory.setManager(ann, ben);
  scenario.graph.directory.setManager(ben, ann);
  await scenario.provision();
  await eventually(() => {
    expect(managerOf('ann@contoso.example')).toBe(scenario.account('ben@contoso.example')?.id);
    expect(managerOf('ben@contoso.example')).toBe(scenario.account('ann@contoso.example')?.id);
  });
});
