import { afterEach, describe, expect, it } from 'vitest';
import { DEFAULT_ACCESS_ROLE_ID } from '../../shared/model/source.ts';
import { eventually, type Scenario, startScenario } from '../support/scenario.ts';

let scenario: Scenario;
afterEach(() => scenario.close());

const ADA_MAIL = 'ada.lovelace@contoso.example';
const BOB_MAIL = 'bob@contoso.example';
const isActive = (email: string) => scenario.account(email)?.active;

/** Ada and Bob, unassigned, and an assigned group that holds those named. */
async function withGroup(...members: readonly ('ada' | 'bob')[]) {
  scenario = await startScenario();
  const ada = scenario.addPerson({ userPrincipalName: ADA_MAIL }, { assigned: false });
  const bob = scenario.addPerson({ userPrincipalName: BOB_MAIL }, { assigned: false });
  const ids = { ada, bob };
  const group = scenario.addGroup(
    'Slack Users',
    members.map((name) => ids[name]),
  );
  scenario.assign(group);
  await scenario.provision();
  return { ...ids, group };
}

describe('people assigned through a group', () => {
  it('are provisioned when they become members and disabled when they leave, without a sweep', async () => {
    const { bob, ada, group } = await withGroup('ada');
    expect(isActive(ADA_MAIL)).toBe(true);
    expect(scenario.account(BOB_MAIL)).toBeUndefined();
    scenario.graph.directory.addMembers(group, [bob]);
    await eventually(() => expect(isActive(BOB_MAIL)).toBe(true));
    scenario.graph.directory.removeMembers(group, [ada]);
    await eventually(() => expect(isActive(ADA_MAIL)).toBe(false));
    scenario.graph.directory.addMembers(group, [ada]);
    await eventually(() => expect(isActive(ADA_MAIL)).toBe(true));
    expect(isActive(BOB_MAIL)).toBe(true);
    expect(scenario.slack.workspace.size).toBe(2);
  });

  it('follow memberships whose notification was lost, by the sweep', async () => {
    const { bob, ada, group } = await withGroup('ada');
    scenario.graph.faults.dropNotifications = 1;
    scenario.graph.directory.addMembers(group, [bob]);
    scenario.graph.directory.removeMembers(group, [ada]);
    await scenario.idle();
    expect(scenario.account(BOB_MAIL)).toBeUndefined();
    await scenario.runTimer('sweep');
    await eventually(() => expect([isActive(ADA_MAIL), isActive(BOB_MAIL)]).toEqual([false, true]));
  });

  it('are disabled when the group is unassigned, but not those who are assigned themselves too', async () => {
    const { bob, group } = await withGroup('ada', 'bob');
    scenario.assign(bob);
    await scenario.runTimer('sweep');
    await scenario.idle();
    scenario.unassign(group);
    await scenario.runTimer('sweep');
    await eventually(() => expect(isActive(ADA_MAIL)).toBe(false));
    await scenario.idle();
    expect(isActive(BOB_MAIL)).toBe(true);
    scenario.assign(group);
    await scenario.runTimer('sweep');
    await eventually(() => expect(isActive(ADA_MAIL)).toBe(true));
  });

  it('are disabled when the group is deleted, and enabled when it is restored', async () => {
    const { group } = await withGroup('ada');
    scenario.graph.directory.deleteGroup(group);
    await eventually(() => expect(isActive(ADA_MAIL)).toBe(false));
    await scenario.runTimer('sweep');
    await scenario.idle();
    scenario.graph.directory.restoreGroup(group);
    await scenario.runTimer('sweep');
    await eventually(() => expect(isActive(ADA_MAIL)).toBe(true));
  });

  it('are not provisioned through a group inside the assigned group, as in Entra', async () => {
    const { ada, bob, group } = await withGroup('ada');
    const nested = scenario.addGroup('Nested', [bob]);
    scenario.graph.directory.addMembers(group, [nested]);
    await scenario.idle();
    await scenario.runTimer('sweep');
    await scenario.fullCycle();
    expect(scenario.account(BOB_MAIL)).toBeUndefined();
    scenario.graph.directory.addMembers(group, [bob]);
    await eventually(() => expect(isActive(BOB_MAIL)).toBe(true));
    expect(await scenario.anchorOf(ada)).toMatchObject({ active: true });
  });
});

describe('Default Access', () => {
  it('alone provisions nobody, directly or through a group; another role does', async () => {
    scenario = await startScenario();
    const ada = scenario.addPerson({ userPrincipalName: ADA_MAIL }, { assigned: false });
    const bob = scenario.addPerson({ userPrincipalName: BOB_MAIL }, { assigned: false });
    scenario.assign(ada, DEFAULT_ACCESS_ROLE_ID);
    scenario.assign(scenario.addGroup('Everybody', [bob]), DEFAULT_ACCESS_ROLE_ID);
    await scenario.provision();
    await scenario.patchUser(ada, { jobTitle: 'Countess' });
    await eventually(async () =>
      expect((await scenario.logOf(ada)).map(({ type, code }) => [type, code])).toEqual([
        ['skipped', 'NotEffectivelyEntitled'],
      ]),
    );
    expect(scenario.slack.workspace.size).toBe(0);
    scenario.assign(ada);
    scenario.assign(bob);
    await scenario.runTimer('sweep');
    await eventually(() => expect([isActive(ADA_MAIL), isActive(BOB_MAIL)]).toEqual([true, true]));
  });
});
