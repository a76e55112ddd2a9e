import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_ACCESS_ROLE_ID } from '../../shared/model/source.ts';
import { eventually, type Scenario, startScenario } from '../support/scenario.ts';

let scenario: Scenario;
beforeAll(async () => {
  scenario = await startScenario({
    configure: (standard) => ({ ...standard, groups: { ...standard.groups, enabled: false } }),
  });
  await scenario.provision();
});
afterAll(() => scenario.close());

let count = 0;
const mailOf = (name: 'ada' | 'bob') => `${name}${count}@contoso.example`;
const account = (name: 'ada' | 'bob') => scenario.account(mailOf(name));
const isActive = (name: 'ada' | 'bob') => account(name)?.active;

/** Another Ada and Bob, unassigned. */
function addBoth() {
  count += 1;
  const add = (name: 'ada' | 'bob') => scenario.addPerson({ userPrincipalName: mailOf(name) }, { assigned: false });
  return { ada: add('ada'), bob: add('bob') };
}

/** The two, and an assigned group that holds those named. */
async function withGroup(...members: readonly ('ada' | 'bob')[]) {
  const ids = addBoth();
  const group = scenario.addGroup(
    `Slack Users ${count}`,
    members.map((name) => ids[name]),
  );
  scenario.assign(group);
  await scenario.fullCycle();
  return { ...ids, group };
}

describe('people assigned through a group', () => {
  it('are provisioned when they become members and disabled when they leave, without a sweep', async () => {
    const { bob, ada, group } = await withGroup('ada');
    expect(isActive('ada')).toBe(true);
    expect(account('bob')).toBeUndefined();
    scenario.graph.directory.addMembers(group, [bob]);
    await eventually(() => expect(isActive('bob')).toBe(true));
    scenario.graph.directory.removeMembers(group, [ada]);
    await eventually(() => expect(isActive('ada')).toBe(false));
    scenario.graph.directory.addMembers(group, [ada]);
    await eventually(() => expect(isActive('ada')).toBe(true));
    expect(isActive('bob')).toBe(true);
  });

  it('follow memberships whose notification was lost, by the sweep', async () => {
    const { bob, ada, group } = await withGroup('ada');
    scenario.graph.faults.dropNotifications = 1;
    scenario.graph.directory.addMembers(group, [bob]);
    scenario.graph.directory.removeMembers(group, [ada]);
    await scenario.idle();
    scenario.graph.faults.dropNotifications = 0;
    expect(account('bob')).toBeUndefined();
    await scenario.runTimer('sweep');
    await eventually(() => expect([isActive('ada'), isActive('bob')]).toEqual([false, true]));
  });

  it('are disabled when the group is unassigned, but not those who are assigned themselves too', async () => {
    const { bob, group } = await withGroup('ada', 'bob');
    scenario.assign(bob);
    await scenario.runTimer('sweep');
    await scenario.idle();
    scenario.unassign(group);
    await scenario.runTimer('sweep');
    await eventually(() => expect(isActive('ada')).toBe(false));
    await scenario.idle();
    expect(isActive('bob')).toBe(true);
    scenario.assign(group);
    await scenario.runTimer('sweep');
    await eventually(() => expect(isActive('ada')).toBe(true));
  });

  it('are disabled when the group is deleted, and enabled when it is restored', async () => {
    const { group } = await withGroup('ada');
    scenario.graph.directory.deleteGroup(group);
    await eventually(() => expect(isActive('ada')).toBe(false));
    await scenario.runTimer('sweep');
    await scenario.idle();
    scenario.graph.directory.restoreGroup(group);
    await scenario.runTimer('sweep');
    await eventually(() => expect(isActive('ada')).toBe(true));
  });

  it('are not provisioned through a group inside the assigned group, as in Entra', async () => {
    const { ada, bob, group } = await withGroup('ada');
    const nested = scenario.addGroup('Nested', [bob]);
    scenario.graph.directory.addMembers(group, [nested]);
    await scenario.idle();
    await scenario.runTimer('sweep');
    await scenario.fullCycle();
    expect(account('bob')).toBeUndefined();
    scenario.graph.directory.addMembers(group, [bob]);
    await eventually(() => expect(isActive('bob')).toBe(true));
    expect(await scenario.anchorOf(ada)).toMatchObject({ active: true });
  });
});

describe('Default Access', () => {
  it('alone provisions nobody, directly or through a group; another role does', async () => {
    const { ada, bob } = addBoth();
    scenario.assign(ada, DEFAULT_ACCESS_ROLE_ID);
    scenario.assign(scenario.addGroup('Everybody', [bob]), DEFAULT_ACCESS_ROLE_ID);
    await scenario.fullCycle();
    await scenario.patchUser(ada, { jobTitle: 'Countess' });
    await eventually(async () =>
      expect((await scenario.logOf(ada)).map(({ type, code }) => [type, code])).toEqual([
        ['skipped', 'NotEffectivelyEntitled'],
      ]),
    );
    expect([account('ada'), account('bob')]).toEqual([undefined, undefined]);
    scenario.assign(ada);
    scenario.assign(bob);
    await scenario.runTimer('sweep');
    await eventually(() => expect([isActive('ada'), isActive('bob')]).toEqual([true, true]));
  });
});
