import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EngineDependencies } from '../../../../shared/engine/dependencies.ts';
import { type BenchOptions, type EngineBench, startEngineBench } from '../../../support/engineBench.ts';

let bench: EngineBench;
const start = async (options: BenchOptions = {}) => {
  bench = await startEngineBench(options);
};
afterEach(() => bench.close());

const mail = (name: string) => `${name}@contoso.example`;
const add = (name: string, options?: { assigned: boolean }) =>
  bench.addPerson({ userPrincipalName: mail(name) }, options);
const slackIdOf = (name: string) => bench.account(mail(name))?.id as string;
const slackGroup = (name: string) => bench.slack.workspace.groups.findByName(name)[0];
const notify = async (id: string, kind: 'user' | 'group' = 'user') => {
  const outcome = await bench.process({ id, kind, cause: 'notification' });
  await bench.drain();
  return outcome;
};
describe('members who have no account yet', () => {
  beforeEach(() => start());

  it('are taken in as soon as they have one, without a restart or a second cycle', async () => {
    const late = add('late', { assigned: false });
    bench.addGroup('Staff', [add('ada')]);
    const other = bench.addGroup('Other', [late], { assigned: false });
    bench.assign(other, '00000000-0000-0000-0000-000000000000');
    const nested = bench.addGroup('Staff 2', [add('ben'), late]);
    bench.graph.directory.patchUser(late, { accountEnabled: false });
    await bench.fullCycle();
    expect(bench.membersOf('Staff 2')).toEqual(['ben']);
    expect(await bench.anchor(nested, 'group')).toMatchObject({ members: { awaited: [late] } });
    bench.graph.directory.patchUser(late, { accountEnabled: true });
    await notify(late);
    expect(bench.membersOf('Staff 2')).toEqual(['ben', 'late']);
    expect(await bench.app.waiting.of(late)).toEqual([]);
    expect(await bench.fullCycle()).toMatchObject({ planned: 0 });
  });

  it('are taken in by the cycle that creates them, also when nobody told that they joined', async () => {
    const group = bench.addGroup('Staff', [add('ada')]);
    await bench.fullCycle();
    bench.graph.directory.addMembers(group, [add('ben', { assigned: false })]);
    await bench.fullCycle();
    expect(bench.membersOf('Staff')).toEqual(['ada', 'ben']);
  });

  it('are remembered, so that the next cycle has nothing to do', async () => {
    const group = bench.addGroup('Staff', [add('ada')]);
    await bench.fullCycle();
    const never = add('never');
    bench.graph.directory.patchUser(never, { accountEnabled: false });
    bench.graph.directory.addMembers(group, [never]);
    expect(await notify(group, 'group')).toMatchObject({ type: 'unchanged' });
    expect(await bench.fullCycle()).toMatchObject({ planned: 0 });
  });

  it('are awaited in silence, and cost nothing while they do not come', async () => {
    const never = add('never');
    bench.graph.directory.patchUser(never, { accountEnabled: false });
    const [ada, ben] = [add('ada'), add('ben')];
    const group = bench.addGroup('Staff', [ada, never]);
    await bench.fullCycle();
    for (let day = 0; day < 2; day += 1) expect(await bench.fullCycle()).toMatchObject({ planned: 0 });
    bench.graph.directory.addMembers(group, [ben]);
    const before = bench.slack.requests.length;
    await notify(group, 'group');
    expect(bench.slack.requests.slice(before)).toHaveLength(1);
    expect(await bench.outcomes(group)).toEqual(['created', 'updated']);
  });

  it('are taken in together when many of them get one within a few seconds', async () => {
    const people = Array.from({ length: 12 }, (_, index) => add(`p${index}`));
    for (const id of people) bench.graph.directory.patchUser(id, { accountEnabled: false });
    const group = bench.addGroup('Staff', people);
    await bench.fullCycle();
    for (const id of people) bench.graph.directory.patchUser(id, { accountEnabled: true });
    for (const id of people) await bench.process({ id, cause: 'notification' });
    const before = bench.slack.requests.length;
    await bench.drain();
    const patches = bench.slack.requests.slice(before).filter(({ method }) => method === 'PATCH');
    expect(patches).toHaveLength(1);
    expect(bench.membersOf('Staff')).toHaveLength(12);
    expect(await bench.outcomes(group)).toEqual(['created', 'updated']);
  });
});

describe('members who are disabled', () => {
  beforeEach(() => start());

  it('drop out of their groups in Slack by themselves, and are in all of them again when they return', async () => {
    const ada = add('ada');
    const groups = ['One', 'Two', 'Three'].map((name) => bench.addGroup(name, [ada, add(`${name.toLowerCase()}-x`)]));
    await bench.fullCycle();
    bench.graph.directory.patchUser(ada, { accountEnabled: false });
    const before = bench.slack.requests.length;
    await notify(ada);
    expect(bench.slack.requests.slice(before).map(({ method }) => method)).toEqual(['DELETE']);
    for (const name of ['One', 'Two', 'Three']) expect(bench.membersOf(name)).toEqual([`${name.toLowerCase()}-x`]);
    expect(await bench.fullCycle()).toMatchObject({ planned: 0 });
    bench.graph.directory.patchUser(ada, { accountEnabled: true });
    await notify(ada);
    for (const name of ['One', 'Two', 'Three']) {
      expect(bench.membersOf(name)).toEqual(['ada', `${name.toLowerCase()}-x`]);
    }
    expect(await bench.outcomes(groups[0] as string)).toEqual(['created', 'updated']);
    expect(await bench.fullCycle()).toMatchObject({ planned: 0 });
  });

  it('return to their groups after a restore from the recycle bin', async () => {
    const ada = add('ada');
    bench.addGroup('Staff', [ada]);
    await bench.fullCycle();
    bench.graph.directory.deleteUser(ada);
    await notify(ada);
    expect(bench.membersOf('Staff')).toEqual([]);
    bench.graph.directory.restoreUser(ada);
    await notify(ada);
    expect(bench.membersOf('Staff')).toEqual(['ada']);
  });

  it('are not put back into a group that they have left meanwhile, and are in one that they joined', async () => {
    const ada = add('ada');
    const [left, joined] = [bench.addGroup('Left', [ada]), bench.addGroup('Joined', [])];
    await bench.fullCycle();
    bench.graph.directory.patchUser(ada, { accountEnabled: false });
    await notify(ada);
    bench.graph.directory.removeMembers(left, [ada]);
    bench.graph.directory.addMembers(joined, [ada]);
    await notify(left, 'group');
    await notify(joined, 'group');
    expect(bench.membersOf('Joined')).toEqual([]);
    bench.graph.directory.patchUser(ada, { accountEnabled: true });
    await notify(ada);
    expect(bench.membersOf('Left')).toEqual([]);
    expect(bench.membersOf('Joined')).toEqual(['ada']);
  });
});

describe('an account that Slack does not take into a group', () => {
  it('is found out, does not keep the others out, and is not tried again by each cycle', async () => {
    await start();
    bench.slack.workspace.settings.guestsInGroups = 'refuse';
    const people = ['ada', 'ben', 'cy', 'dee', 'eve'].map((name) => add(name));
    await bench.fullCycle();
    const guest = bench.account(mail('cy'));
    if (!guest) throw new Error('There is no such account.');
    bench.slack.workspace.editUser(guest.id, { guest: { type: 'multi', expiration: null } });
    const group = bench.addGroup('Staff', people);
    await bench.fullCycle();
    expect(bench.membersOf('Staff')).toEqual(['ada', 'ben', 'dee', 'eve']);
    const entries = await bench.log(group);
    expect(entries.map(({ type }) => type)).toEqual(['created']);
    expect(await bench.anchor(group, 'group')).toMatchObject({ members: { refused: [people[2]] } });
    expect(await bench.fullCycle()).toMatchObject({ planned: 0 });
  });

  it.each(['allOrNothing', 'partial'] as const)('whatever Slack makes of the good ids beside it (%s)', async (mode) => {
    await start();
    bench.slack.workspace.settings.groupWrites = mode;
    const people = ['ada', 'ben', 'cy'].map((name) => add(name));
    const group = bench.addGroup('Staff', [people[0] as string]);
    await bench.fullCycle();
    bench.slack.workspace.editUser(slackIdOf('cy'), { active: false });
    bench.graph.directory.addMembers(group, people.slice(1));
    await notify(group, 'group');
    expect(bench.membersOf('Staff')).toEqual(['ada', 'ben']);
    expect((await bench.log(group)).at(-1)).toMatchObject({ type: 'updated' });
  });
});

describe('a group that is too large for Slack', () => {
  it('fails with the limit and rests in escrow, and those who leave make room', async () => {
    await start();
    bench.slack.workspace.settings.maxMembers = { userGroup: 2, idpGroup: 2 };
    const [ada, ben, cy] = [add('ada'), add('ben'), add('cy')];
    const group = bench.addGroup('Staff', [ada, ben]);
    await bench.fullCycle();
    bench.graph.directory.addMembers(group, [cy]);
    expect(await notify(group, 'group')).toMatchObject({ type: 'failed', code: 'group_member_max_exceeded' });
    expect(await bench.app.escrows.read('group', group)).toMatchObject({ code: 'group_member_max_exceeded' });
    bench.graph.directory.removeMembers(group, [ada]);
    expect(await notify(group, 'group')).toMatchObject({ type: 'updated' });
    expect(bench.membersOf('Staff')).toEqual(['ben', 'cy']);
    expect(await bench.app.escrows.read('group', group)).toBeUndefined();
  });
});

describe('a listing that lags behind its notification', () => {
  it('is looked at again when it does not show what the notification tells', async () => {
    await start();
    const [ada, ben] = [add('ada'), add('ben')];
    const group = bench.addGroup('Staff', [ada]);
    await bench.fullCycle();
    // The notification is here before Graph's listing shows the member.
    const change = { id: group, kind: 'group', cause: 'notification', members: { added: [ben], removed: [] } } as const;
    await bench.process(change);
    expect(bench.membersOf('Staff')).toEqual(['ada']);
    bench.graph.directory.addMembers(group, [ben]);
    const before = bench.clock.ms();
    await bench.drain();
    expect(bench.membersOf('Staff')).toEqual(['ada', 'ben']);
    expect(bench.clock.ms() - before).toBeGreaterThanOrEqual(30_000);
  });
});

describe('a change whose notification tells more than can be seen', () => {
  it('is looked at again although a part of it was there to be written', async () => {
    await start();
    const [ada, ben] = [add('ada'), add('ben')];
    const group = bench.addGroup('Staff', [ada]);
    await bench.fullCycle();
    bench.graph.directory.patchGroup(group, { displayName: 'Crew' });
    const change = { id: group, kind: 'group', cause: 'notification', members: { added: [ben], removed: [] } } as const;
    expect(await bench.process(change)).toMatchObject({ type: 'updated' });
    bench.graph.directory.addMembers(group, [ben]);
    await bench.drain();
    expect(bench.membersOf('Crew')).toEqual(['ada', 'ben']);
  });
});

describe('a write whose answer is lost', () => {
  it('makes whatever looks next read Slack first, so that a member who has left meanwhile is not forgotten there', async () => {
    await start();
    const [ada, ben] = [add('ada'), add('ben')];
    const group = bench.addGroup('Staff', [ada]);
    await bench.fullCycle();
    bench.graph.directory.addMembers(group, [ben]);
    bench.slack.faults.dropAnswers = 1;
    await bench.process({ id: group, kind: 'group', cause: 'notification' });
    expect(bench.membersOf('Staff')).toEqual(['ada', 'ben']);
    bench.graph.directory.removeMembers(group, [ben]);
    await bench.process({ id: group, kind: 'group', cause: 'notification' });
    expect(bench.membersOf('Staff')).toEqual(['ada']);
  });
});

describe('nested groups', () => {
  it('are ignored as in Entra unless they are expanded', async () => {
    await start();
    const inner = bench.addGroup('Inner', [add('ben')], { assigned: false });
    bench.addGroup('Outer', [add('ada'), inner]);
    await bench.fullCycle();
    expect(bench.membersOf('Outer')).toEqual(['ada']);
    expect(bench.membersOf('Inner')).toBeUndefined();
  });

  it('count with all their members when expanded, and a change in them is seen at once, groups within each other included', async () => {
    await start({ configuration: { scope: { nestedGroups: 'expand' } } });
    const [ada, ben, cy] = ['ada', 'ben', 'cy'].map((name) => add(name, { assigned: false })) as [
      string,
      string,
      string,
    ];
    const inner = bench.addGroup('Inner', [ben], { assigned: false });
    const outer = bench.addGroup('Outer', [ada, inner]);
    bench.graph.directory.addMembers(inner, [outer]);
    await bench.fullCycle();
    expect(bench.membersOf('Outer')).toEqual(['ada', 'ben']);
    bench.graph.directory.addMembers(inner, [cy]);
    await notify(inner, 'group');
    await bench.nextSweep();
    expect(bench.membersOf('Outer')).toEqual(['ada', 'ben', 'cy']);
    bench.graph.directory.removeMembers(inner, [ben]);
    await notify(inner, 'group');
    expect(bench.membersOf('Outer')).toEqual(['ada', 'cy']);
    expect(bench.account(mail('ben'))?.active).toBe(false);
  });
});

describe('what someone changes in Slack by hand', () => {
  const change = async (drift: 'repair' | 'report') => {
    await start({ configuration: { groups: { drift } } });
    const people = ['ada', 'ben', 'cy'].map((name) => add(name));
    const group = bench.addGroup('Staff', people.slice(0, 2));
    await bench.fullCycle();
    const { id } = slackGroup('Staff') as { id: string };
    bench.slack.workspace.groups.edit(id, { displayName: 'Gang', memberIds: [slackIdOf('ada'), slackIdOf('cy')] });
    await bench.fullCycle();
    return { group, id };
  };

  it('is repaired by the full cycle: a renamed group, a member added and one removed', async () => {
    const { group, id } = await change('repair');
    expect(slackGroup('Staff')?.id).toBe(id);
    expect(bench.membersOf('Staff')).toEqual(['ada', 'ben']);
    expect((await bench.log(group)).at(-1)?.modifiedProperties).toEqual([
      { name: 'displayName', old: 'Gang', new: 'Staff' },
      { name: 'members', old: null, new: [slackIdOf('ben')] },
      { name: 'members', old: [slackIdOf('cy')], new: null },
    ]);
    expect(await bench.fullCycle()).toMatchObject({ planned: 0 });
  });

  it('is only reported where that is configured, once, and our own changes are still written', async () => {
    const { group } = await change('report');
    await bench.fullCycle();
    expect(bench.membersOf('Gang')).toEqual(['ada', 'cy']);
    expect(await bench.outcomes(group)).toEqual(['created', 'skipped(DriftInSlack)']);
    bench.graph.directory.addMembers(group, [add('dee')]);
    await bench.nextSweep();
    await notify(group, 'group');
    expect(bench.membersOf('Gang')).toEqual(['ada', 'cy', 'dee']);
  });

  it.each(['repair', 'report'] as const)('a deleted group: %s', async (drift) => {
    await start({ configuration: { groups: { drift } } });
    const group = bench.addGroup('Staff', [add('ada')]);
    await bench.fullCycle();
    bench.slack.workspace.groups.delete(slackGroup('Staff')?.id as string);
    await bench.fullCycle();
    await bench.fullCycle();
    expect(bench.membersOf('Staff')).toEqual(drift === 'repair' ? ['ada'] : undefined);
    const last = drift === 'repair' ? 'created' : 'skipped(DeletedInSlack)';
    expect(await bench.outcomes(group)).toEqual(['created', last]);
  });
});

describe('the manager of somebody', () => {
  beforeEach(() => start());

  it('who leaves is nobody’s manager any more, and is again when they return', async () => {
    const [boss, ann] = [add('boss'), add('ann')];
    bench.graph.directory.setManager(ann, boss);
    await bench.fullCycle();
    const managerOf = () => bench.account(mail('ann'))?.profile?.managerId ?? null;
    expect(managerOf()).toBe(slackIdOf('boss'));
    bench.graph.directory.patchUser(boss, { accountEnabled: false });
    await notify(boss);
    expect(managerOf()).toBeNull();
    expect(await bench.fullCycle()).toMatchObject({ planned: 0 });
    bench.graph.directory.patchUser(boss, { accountEnabled: true });
    await notify(boss);
    expect(managerOf()).toBe(slackIdOf('boss'));
  });
});

describe('a group that hides its members', () => {
  it('is never taken for empty: it fails and says which permission is missing, and its Slack group stays as it is', async () => {
    await start();
    const ada = add('ada');
    const hidden = { displayName: 'Secret', mailEnabled: true, mailNickname: 'secret', groupTypes: ['Unified'] };
    const properties = { ...hidden, securityEnabled: false, visibility: 'HiddenMembership' };
    const { id } = bench.graph.directory.addGroup(properties, [ada]);
    bench.assign(id);
    bench.graph.faults.hiddenMembersPermission = true;
    await bench.fullCycle();
    expect(bench.membersOf('Secret')).toEqual(['ada']);
    bench.graph.faults.hiddenMembersPermission = false;
    const outcome = await notify(id, 'group');
    expect(outcome).toMatchObject({ type: 'failed', code: 'HiddenMembership' });
    expect(outcome?.reason).toContain('Member.Read.Hidden');
    expect(bench.membersOf('Secret')).toEqual(['ada']);
    expect(bench.account(mail('ada'))?.active).toBe(true);
  });
});

describe('with SCIM v1, which answers an update with nothing', () => {
  let on: EngineDependencies;
  let group: string;
  beforeEach(async () => {
    await start();
    on = bench.instance({ scimVersion: 1 });
    const [ada, ben] = [add('ada'), add('ben')];
    group = bench.addGroup('Staff', [ada]);
    await bench.fullCycle(on);
    bench.graph.directory.addMembers(group, [ben]);
  });

  it('what was written is compared half a minute later, and members who did not make it are written again', async () => {
    await bench.process({ id: group, kind: 'group', cause: 'notification' }, { on });
    expect(await bench.anchor(group, 'group')).toMatchObject({ uncertain: true });
    // Slack loses what it has accepted.
    bench.slack.workspace.groups.edit(slackGroup('Staff')?.id as string, { memberIds: [slackIdOf('ada')] });
    await bench.drain(on);
    expect(bench.membersOf('Staff')).toEqual(['ada', 'ben']);
    expect(await bench.anchor(group, 'group')).toMatchObject({ uncertain: false });
    expect(bench.queue.waiting).toEqual([]);
  });

  it('and a group that never shows what was written fails in the end, instead of being written for ever', async () => {
    const forgetful = {
      ...on,
      target: {
        ...on.target,
        updateGroup: async () => undefined,
      },
    };
    await bench.process({ id: group, kind: 'group', cause: 'notification' }, { on: forgetful });
    await bench.drain(forgetful);
    expect((await bench.log(group)).at(-1)).toMatchObject({ type: 'failed', code: 'NotAsWritten' });
    expect(await bench.app.escrows.read('group', group)).toMatchObject({ code: 'NotAsWritten' });
  });
});
