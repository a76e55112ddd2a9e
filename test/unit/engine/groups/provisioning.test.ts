import { afterEach, describe, expect, it } from 'vitest';
import type { GroupUpdate, Target } from '../../../../shared/ports/target.ts';
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
const notifyGroup = async (
  id: string,
  members?: { added: readonly string[]; removed: readonly string[] },
  on = bench.app,
) => {
  const change = { id, kind: 'group', cause: 'notification', ...(members ? { members } : {}) } as const;
  const outcome = await bench.process(change, { on });
  await bench.drain(on);
  return outcome;
};
/** An instance whose updates of groups are seen as they leave the engine. */
const recordUpdates = () => {
  const seen: GroupUpdate[] = [];
  const updateGroup: Target['updateGroup'] = (slackId, update) => {
    seen.push(update);
    return bench.app.target.updateGroup(slackId, update);
  };
  return { seen, on: { ...bench.app, target: { ...bench.app.target, updateGroup } } };
};
const writes = (calls: { readonly slack: readonly string[] }) => calls.slack.filter((line) => !line.startsWith('GET'));

describe('a group in scope', () => {
  it('is created with its members in one request, once they have accounts', async () => {
    await start();
    const people = ['ada', 'ben', 'cy'].map((name) => add(name));
    const group = bench.addGroup('Staff', people);
    const calls = await bench.calls(() => bench.fullCycle());
    expect(writes(calls)).toEqual([
      'POST /scim/v2/Users',
      'POST /scim/v2/Users',
      'POST /scim/v2/Users',
      'POST /scim/v2/Groups',
    ]);
    expect(bench.membersOf('Staff')).toEqual(['ada', 'ben', 'cy']);
    expect(await bench.outcomes(group)).toEqual(['created']);
    expect((await bench.anchor(group, 'group'))?.members?.written.toSorted()).toEqual(people.toSorted());
    expect(await bench.fullCycle()).toMatchObject({ planned: 0 });
  });

  it('provisions its members, too: those whom its assignment brings into scope', async () => {
    await start();
    bench.addGroup('Staff', [add('ada', { assigned: false }), add('ben', { assigned: false })]);
    await bench.fullCycle();
    expect(bench.membersOf('Staff')).toEqual(['ada', 'ben']);
  });

  it('takes in one more member with one request of one operation', async () => {
    await start();
    const [ada, ben] = [add('ada'), add('ben')];
    const group = bench.addGroup('Staff', [ada]);
    await bench.fullCycle();
    bench.graph.directory.addMembers(group, [ben]);
    const updates = recordUpdates();
    const calls = await bench.calls(() => notifyGroup(group, { added: [ben], removed: [] }, updates.on));
    expect(calls.slack).toEqual([`PATCH /scim/v2/Groups/${slackGroup('Staff')?.id}`]);
    expect(updates.seen).toEqual([{ add: [slackIdOf('ben')], remove: [] }]);
    expect(bench.membersOf('Staff')).toEqual(['ada', 'ben']);
    expect((await bench.log(group)).at(-1)).toMatchObject({
      type: 'updated',
      modifiedProperties: [{ name: 'members', old: null, new: [slackIdOf('ben')] }],
    });
  });

  it('lets one member go with one request of one operation', async () => {
    await start();
    const [ada, ben] = [add('ada'), add('ben')];
    const group = bench.addGroup('Staff', [ada, ben]);
    await bench.fullCycle();
    bench.graph.directory.removeMembers(group, [ben]);
    const updates = recordUpdates();
    const calls = await bench.calls(() => notifyGroup(group, { added: [], removed: [ben] }, updates.on));
    expect(writes(calls)).toHaveLength(1);
    expect(updates.seen).toEqual([{ add: [], remove: [slackIdOf('ben')] }]);
    expect(bench.membersOf('Staff')).toEqual(['ada']);
  });

  it('is renamed, in the same request as its members change', async () => {
    await start();
    const [ada, ben] = [add('ada'), add('ben')];
    const group = bench.addGroup('Staff', [ada]);
    await bench.fullCycle();
    bench.graph.directory.patchGroup(group, { displayName: 'Crew' });
    bench.graph.directory.addMembers(group, [ben]);
    expect(writes(await bench.calls(() => notifyGroup(group)))).toHaveLength(1);
    expect(bench.membersOf('Staff')).toBeUndefined();
    expect(bench.membersOf('Crew')).toEqual(['ada', 'ben']);
  });

  it('is not created while Default Access is all that it is assigned with, and the log says so once', async () => {
    await start();
    const group = bench.addGroup('Staff', [add('ada')], { assigned: false });
    bench.assign(group, '00000000-0000-0000-0000-000000000000');
    await bench.fullCycle();
    await bench.fullCycle();
    expect(bench.membersOf('Staff')).toBeUndefined();
    expect(await bench.outcomes(group)).toEqual(['skipped(NotEffectivelyEntitled)']);
  });

  it('is left out by the filters of groups, and taken in when it passes them', async () => {
    const filters = [
      { name: 'Teams', clauses: [{ attribute: 'displayName', operator: 'REGEX MATCH', value: '^Team .*' }] },
    ];
    await start({ configuration: { groups: { filters } } });
    const group = bench.addGroup('Staff', [add('ada')]);
    await bench.fullCycle();
    expect(slackGroup('Staff')).toBeUndefined();
    bench.graph.directory.patchGroup(group, { displayName: 'Team Staff' });
    await notifyGroup(group);
    expect(bench.membersOf('Team Staff')).toEqual(['ada']);
  });

  it('is left alone where groups are switched off, and people are provisioned through it all the same', async () => {
    await start({ configuration: { groups: { enabled: false } } });
    const group = bench.addGroup('Staff', [add('ada', { assigned: false })]);
    const calls = await bench.calls(() => bench.fullCycle());
    expect(calls.slack.filter((line) => line.includes('Groups'))).toEqual([]);
    expect(bench.account(mail('ada'))?.active).toBe(true);
    expect(await bench.outcomes(group)).toEqual([]);
  });

  it('with scope "all" needs no assignment', async () => {
    await start({ configuration: { scope: { mode: 'all' } } });
    const people = [add('ada', { assigned: false }), add('ben', { assigned: false })];
    const group = bench.addGroup('Staff', people, { assigned: false });
    await bench.fullCycle();
    expect(bench.membersOf('Staff')).toEqual(['ada', 'ben']);
    expect(await bench.fullCycle()).toMatchObject({ planned: 0 });
    bench.graph.directory.removeMembers(group, [people[0] as string]);
    await notifyGroup(group);
    expect(bench.membersOf('Staff')).toEqual(['ben']);
  });

  it('may be created, not updated, or the other way round, as the actions say', async () => {
    await start({ configuration: { groups: { actions: ['create'] } } });
    const [ada, ben] = [add('ada'), add('ben')];
    const group = bench.addGroup('Staff', [ada]);
    await bench.fullCycle();
    expect(bench.membersOf('Staff')).toEqual(['ada']);
    bench.graph.directory.addMembers(group, [ben]);
    expect(await notifyGroup(group)).toMatchObject({ type: 'skipped', code: 'ActionNotAllowed' });
    expect(bench.membersOf('Staff')).toEqual(['ada']);
    const updating = bench.instance({ configuration: { groups: { actions: ['update'] } } });
    bench.addGroup('New', [ada]);
    await bench.fullCycle(updating);
    expect(bench.membersOf('Staff')).toEqual(['ada', 'ben']);
    expect(bench.membersOf('New')).toBeUndefined();
  });
});

describe('a group that is in Slack already', () => {
  it('is adopted by its name, and gets the members that it should have', async () => {
    await start();
    const [ada] = [add('ada'), add('ben')];
    await bench.fullCycle();
    bench.slack.workspace.groups.seed({ displayName: 'STAFF', memberIds: [slackIdOf('ben')] });
    const group = bench.addGroup('Staff', [ada]);
    await bench.fullCycle();
    expect(bench.slack.workspace.groups.size).toBe(1);
    expect(bench.membersOf('Staff')).toEqual(['ada']);
    expect(await bench.outcomes(group)).toEqual(['adopted']);
    expect(await bench.anchor(group, 'group')).toMatchObject({ matchedBy: 'displayName', active: true });
  });

  it('is skipped with the ids when several have its name', async () => {
    await start();
    const ids = [1, 2].map(() => bench.slack.workspace.groups.seed({ displayName: 'Staff' }).id);
    const group = bench.addGroup('Staff', [add('ada')]);
    await bench.fullCycle();
    const [entry] = await bench.log(group);
    expect(entry).toMatchObject({ type: 'skipped', code: 'DuplicateTargetEntries' });
    for (const id of ids) expect(entry?.reason).toContain(id);
    expect(bench.slack.workspace.groups.size).toBe(2);
  });

  it('belongs to one Entra group only: a second one of the same name fails and says whose it is', async () => {
    await start();
    const first = bench.addGroup('Staff', [add('ada')]);
    await bench.fullCycle();
    const second = bench.addGroup('Staff', [add('ben')]);
    await bench.fullCycle();
    const [entry] = await bench.log(second);
    expect(entry).toMatchObject({ type: 'failed', code: 'DuplicateSourceEntries' });
    expect(entry?.reason).toContain(first);
    expect(bench.membersOf('Staff')).toEqual(['ada']);
  });

  it('goes to the Entra group that was made anew after the first was deleted', async () => {
    await start();
    const [ada, ben] = [add('ada'), add('ben')];
    const first = bench.addGroup('Staff', [ada]);
    await bench.fullCycle();
    bench.graph.directory.deleteGroup(first);
    await notifyGroup(first);
    expect(bench.membersOf('Staff')).toEqual([]);
    const second = bench.addGroup('Staff', [ben]);
    await bench.fullCycle();
    expect(await bench.outcomes(second)).toEqual(['adopted']);
    expect(bench.membersOf('Staff')).toEqual(['ben']);
    expect(await bench.anchor(first, 'group')).toBeUndefined();
  });
});

describe('a group that leaves the scope', () => {
  it('loses its members and stays, and has them again when it is back', async () => {
    await start();
    const group = bench.addGroup('Staff', [add('ada'), add('ben')]);
    await bench.fullCycle();
    bench.unassign(group);
    await bench.nextSweep();
    expect(bench.membersOf('Staff')).toEqual([]);
    expect(await bench.outcomes(group)).toEqual(['created', 'disabled(NotEffectivelyEntitled)']);
    expect(await bench.fullCycle()).toMatchObject({ planned: 0 });
    bench.assign(group);
    await bench.nextSweep();
    expect(bench.membersOf('Staff')).toEqual(['ada', 'ben']);
    expect(bench.slack.workspace.groups.size).toBe(1);
  });

  it('keeps those whom somebody has added in Slack: they were never ours', async () => {
    await start({ configuration: { groups: { drift: 'report' } } });
    add('guest');
    const group = bench.addGroup('Staff', [add('ada')]);
    await bench.fullCycle();
    const { id, memberIds } = slackGroup('Staff') as { id: string; memberIds: ReadonlySet<string> };
    bench.slack.workspace.groups.edit(id, { memberIds: [...memberIds, slackIdOf('guest')] });
    bench.unassign(group);
    await bench.nextSweep();
    expect(bench.membersOf('Staff')).toEqual(['guest']);
  });

  it('is deleted where groups.actions says so, and made anew when it is back', async () => {
    await start({ configuration: { groups: { actions: ['create', 'update', 'delete'] } } });
    const group = bench.addGroup('Staff', [add('ada')]);
    await bench.fullCycle();
    bench.unassign(group);
    await bench.nextSweep();
    expect(bench.membersOf('Staff')).toBeUndefined();
    expect(await bench.anchor(group, 'group')).toBeUndefined();
    bench.assign(group);
    await bench.nextSweep();
    expect(bench.membersOf('Staff')).toEqual(['ada']);
  });

  it('fails with what to do when Slack will not delete it because channels are linked to it', async () => {
    await start({ configuration: { groups: { actions: ['create', 'update', 'delete'] } } });
    const group = bench.addGroup('Staff', [add('ada')]);
    await bench.fullCycle();
    bench.slack.workspace.groups.edit(slackGroup('Staff')?.id as string, { linkedToChannels: true });
    bench.unassign(group);
    await bench.nextSweep();
    expect((await bench.log(group)).at(-1)).toMatchObject({ type: 'failed', code: 'idp_group_linked_to_channels' });
    expect(bench.membersOf('Staff')).toEqual(['ada']);
  });

  it.each(['deleteGroup', 'purge'] as const)('and is deleted in Entra (%s) loses its members', async (how) => {
    await start();
    const group = bench.addGroup('Staff', [add('ada')]);
    await bench.fullCycle();
    if (how === 'deleteGroup') bench.graph.directory.deleteGroup(group);
    else bench.graph.directory.purgeGroup(group);
    await bench.nextSweep();
    expect(bench.membersOf('Staff')).toEqual([]);
    expect(await bench.anchor(group, 'group')).toMatchObject({ active: false });
  });
});
