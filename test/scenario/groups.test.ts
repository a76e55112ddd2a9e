import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, type Scenario, startScenario } from '../support/scenario.ts';

let scenario: Scenario;
afterAll(() => scenario.close());

const mail = (name: string) => `${name}@contoso.example`;
const ids = new Map<string, string>();
const idOf = (name: string) => ids.get(name) as string;
const person = (name: string, options?: { assigned: boolean }) => {
  ids.set(name, scenario.addPerson({ userPrincipalName: mail(name) }, options));
  return idOf(name);
};
const group = (name: string, members: readonly string[], options = { assigned: true }) => {
  ids.set(name, scenario.addGroup(name, members.map(idOf)));
  if (options.assigned) scenario.assign(idOf(name));
  return idOf(name);
};
const slackGroup = (name: string) => scenario.slack.workspace.groups.findByName(name)[0];
const nameOf = (slackId: string) => scenario.slack.workspace.user(slackId)?.primaryEmail?.split('@')[0];
const membersOf = (name: string) => [...(slackGroup(name)?.memberIds ?? [])].map(nameOf).sort();
const members = (name: string, expected: readonly string[]) =>
  eventually(() => expect(membersOf(name)).toEqual(expected));
/** Requests that change something in Slack, since a moment. */
const writesSince = (start: number) => scenario.slack.requests.slice(start).filter(({ method }) => method !== 'GET');

describe('groups, on the real stack', () => {
  beforeAll(async () => {
    scenario = await startScenario({
      configure: (standard) => ({ ...standard, scope: { mode: 'assigned', nestedGroups: 'expand' } }),
    });
    for (const name of ['ada', 'ben', 'cy']) person(name);
    person('late', { assigned: false });
    person('off', { assigned: false });
    scenario.graph.directory.patchUser(idOf('off'), { accountEnabled: false });
    scenario.slack.workspace.groups.seed({ displayName: 'By hand' });
    group('Staff', ['ada', 'ben']);
    group('By hand', ['ada']);
    group('Mixed', ['ada', 'off']);
    await scenario.provision();
  });

  it('are created with their members and adopted by name in the initial cycle', () => {
    expect(membersOf('Staff')).toEqual(['ada', 'ben']);
    expect(membersOf('By hand')).toEqual(['ada']);
    expect(membersOf('Mixed')).toEqual(['ada']);
    expect(scenario.slack.workspace.groups.size).toBe(3);
  });

  it('gain and lose a member by one request each, by notification alone', async () => {
    const start = scenario.slack.requests.length;
    scenario.graph.directory.addMembers(idOf('Staff'), [idOf('cy')]);
    await members('Staff', ['ada', 'ben', 'cy']);
    scenario.graph.directory.removeMembers(idOf('Staff'), [idOf('ben')]);
    await members('Staff', ['ada', 'cy']);
    await scenario.idle();
    const path = `/scim/v2/Groups/${slackGroup('Staff')?.id}`;
    expect(writesSince(start).map(({ method, path: to }) => `${method} ${to}`)).toEqual([
      `PATCH ${path}`,
      `PATCH ${path}`,
    ]);
  });

  it('are renamed', async () => {
    const slackId = slackGroup('Staff')?.id;
    scenario.graph.directory.patchGroup(idOf('Staff'), { displayName: 'Crew' });
    await eventually(() => expect(slackGroup('Crew')?.id).toBe(slackId));
    expect(membersOf('Crew')).toEqual(['ada', 'cy']);
  });

  it('take in a member who gets an account later, without a restart or another cycle', async () => {
    scenario.graph.directory.patchUser(idOf('off'), { accountEnabled: true });
    await members('Mixed', ['ada', 'off']);
  });

  it('have somebody back who was disabled and returns, all of them', async () => {
    scenario.graph.directory.patchUser(idOf('ada'), { accountEnabled: false });
    await members('Mixed', ['off']);
    expect([membersOf('Crew'), membersOf('By hand')]).toEqual([['cy'], []]);
    scenario.graph.directory.patchUser(idOf('ada'), { accountEnabled: true });
    await members('Mixed', ['ada', 'off']);
    await members('Crew', ['ada', 'cy']);
    await members('By hand', ['ada']);
  });

  it('expand the groups within them, also where those contain each other, and follow their changes', async () => {
    group('Inner', ['late'], { assigned: false });
    scenario.graph.directory.addMembers(idOf('Inner'), [idOf('Mixed')]);
    scenario.graph.directory.addMembers(idOf('Mixed'), [idOf('Inner')]);
    await members('Mixed', ['ada', 'late', 'off']);
    scenario.graph.directory.removeMembers(idOf('Inner'), [idOf('late')]);
    await members('Mixed', ['ada', 'off']);
    await eventually(() => expect(scenario.account(mail('late'))?.active).toBe(false));
  });

  it('are repaired by the full cycle: a member added by hand, one removed, a group renamed, a group deleted', async () => {
    await scenario.idle();
    const { groups } = scenario.slack.workspace;
    const [ada, cy] = ['ada', 'cy'].map((name) => scenario.account(mail(name))?.id as string);
    groups.edit(slackGroup('Crew')?.id as string, { displayName: 'Gang', memberIds: [cy as string] });
    groups.edit(slackGroup('Mixed')?.id as string, { memberIds: [ada as string, cy as string] });
    groups.delete(slackGroup('By hand')?.id as string);
    await scenario.fullCycle();
    expect(membersOf('Crew')).toEqual(['ada', 'cy']);
    expect(membersOf('Mixed')).toEqual(['ada', 'off']);
    expect(membersOf('By hand')).toEqual(['ada']);
    const start = scenario.slack.requests.length;
    expect((await scenario.fullCycle()).cycle).toMatchObject({ planned: 0 });
    expect(scenario.slack.requests.slice(start).map(({ method }) => method)).toEqual(['GET', 'GET']);
  });

  it('lose their members and stay when they leave the scope', async () => {
    scenario.unassign(idOf('Mixed'));
    await scenario.runTimer('sweep');
    await members('Mixed', []);
    expect((await scenario.logOf(idOf('Mixed'))).at(-1)).toMatchObject({
      type: 'disabled',
      code: 'NotEffectivelyEntitled',
      displayName: 'Mixed',
    });
  });

  it('are counted in the status', async () => {
    await scenario.fullCycle();
    expect((await scenario.status()).entries.groups).toBe(2);
  });
});
