import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EngineBench, startEngineBench } from '../../support/engineBench.ts';

let bench: EngineBench;
beforeEach(async () => {
  bench = await startEngineBench();
});
afterEach(() => bench.close());

const MAIL = 'ada@contoso.example';
const DEFAULT_ACCESS = '00000000-0000-0000-0000-000000000000';
const isActive = () => bench.account(MAIL)?.active;

/** Ada, not assigned herself, and a group that is, after the first cycle. */
async function withGroup(): Promise<{ readonly ada: string; readonly group: string }> {
  const ada = bench.addPerson({ userPrincipalName: MAIL }, { assigned: false });
  const { id: group } = bench.graph.directory.addGroup({ displayName: 'Slack Users' });
  bench.assign(group);
  await bench.fullCycle();
  return { ada, group };
}

describe('through an assigned group', () => {
  it('a member who joins gets an account, and one who leaves loses it, by the group’s notification alone', async () => {
    const { ada, group } = await withGroup();
    bench.graph.directory.addMembers(group, [ada]);
    await bench.process({ kind: 'group', id: group, cause: 'notification' });
    await bench.drain();
    expect(isActive()).toBe(true);
    bench.graph.directory.removeMembers(group, [ada]);
    await bench.process({ kind: 'group', id: group, cause: 'notification' });
    await bench.drain();
    expect(isActive()).toBe(false);
    expect(await bench.outcomes(ada)).toEqual(['created', 'disabled(NotEffectivelyEntitled)']);
  });

  it('a member whose change no notification told of is found by the sweep', async () => {
    const { ada, group } = await withGroup();
    bench.graph.directory.addMembers(group, [ada]);
    await bench.nextSweep();
    expect(isActive()).toBe(true);
  });

  it('a second reason keeps the account when the first ends', async () => {
    const { ada, group } = await withGroup();
    bench.graph.directory.addMembers(group, [ada]);
    bench.assign(ada);
    await bench.nextSweep();
    bench.unassign(ada);
    await bench.nextSweep();
    expect(isActive()).toBe(true);
    bench.unassign(group);
    await bench.nextSweep();
    expect(isActive()).toBe(false);
  });

  it('nobody leaves because the app may no longer see the members, neither by an event nor in a full cycle', async () => {
    const ada = bench.addPerson({ userPrincipalName: MAIL }, { assigned: false });
    const hidden = { displayName: 'Council', visibility: 'HiddenMembership', groupTypes: ['Unified'] };
    const { id: group } = bench.graph.directory.addGroup(hidden, [ada]);
    bench.assign(group);
    bench.graph.faults.hiddenMembersPermission = true;
    await bench.fullCycle();
    bench.graph.faults.hiddenMembersPermission = false;
    await bench.process({ kind: 'group', id: group, cause: 'notification' });
    const { error } = await bench.fullCycle();
    expect({ active: isActive(), error }).toEqual({ active: true, error: null });
    expect(bench.lines.filter((line) => line.startsWith('warn') && line.includes(group))).not.toEqual([]);
  });

  it('a deleted group has no members', async () => {
    const { ada, group } = await withGroup();
    bench.graph.directory.addMembers(group, [ada]);
    await bench.nextSweep();
    bench.graph.directory.purgeGroup(group);
    await bench.nextSweep();
    expect(isActive()).toBe(false);
    expect(await bench.outcomes(ada)).toHaveLength(2);
  });

  it('members whose rows were written before the worker died are announced by the redelivery', async () => {
    const { ada, group } = await withGroup();
    bench.graph.directory.addMembers(group, [ada]);
    const dying = bench.instance({
      around: (name, run) => (name === 'queue.send' ? Promise.reject(new Error('dead')) : run()),
    });
    await expect(bench.process({ kind: 'group', id: group, cause: 'notification' }, { on: dying })).rejects.toThrow();
    expect(await bench.app.scope.rowsOf('user', ada)).toHaveLength(1);
    await bench.process({ kind: 'group', id: group, cause: 'notification' }, { deliveryCount: 2 });
    await bench.drain();
    expect(isActive()).toBe(true);
  });
});

describe('assignments', () => {
  it('that are suddenly all gone while many people are in scope disable nobody, and the sweep says why', async () => {
    const people = Array.from({ length: 21 }, (_, index) =>
      bench.addPerson({ userPrincipalName: `person${index}@contoso.example` }),
    );
    await bench.fullCycle();
    for (const id of people) bench.unassign(id);
    await bench.nextSweep();
    expect(bench.slack.workspace.users().filter(({ active }) => active)).toHaveLength(21);
    expect((await bench.app.job.read('lastSweep'))?.value.error).toContain('no assignments at all');
    expect((await bench.fullCycle()).error).toContain('no assignments at all');
    expect(bench.slack.workspace.users().filter(({ active }) => active)).toHaveLength(21);

    bench.assign(people[0] ?? '');
    await bench.nextSweep();
    expect(bench.slack.workspace.users().filter(({ active }) => active)).toHaveLength(1);
  });

  it('with Default Access only count when configured, and the log says why not', async () => {
    const id = bench.addPerson({ userPrincipalName: MAIL }, { assigned: false });
    bench.assign(id, DEFAULT_ACCESS);
    await bench.fullCycle();
    expect(await bench.notify(id)).toMatchObject({ type: 'skipped', code: 'NotEffectivelyEntitled' });
    const on = bench.instance({ configuration: { scope: { defaultAccess: 'include' } } });
    expect((await bench.notify(id, { on }))?.type).toBe('created');
  });

  it('that an older listing brought back during a cycle are corrected by the next sweep', async () => {
    const id = bench.addPerson({ userPrincipalName: MAIL });
    bench.addPerson({ userPrincipalName: 'stays@contoso.example' });
    await bench.fullCycle();
    const rows = await bench.app.scope.rowsOf('user', id);
    bench.unassign(id);
    await bench.fullCycle();
    expect(isActive()).toBe(false);
    // What a sweep that had read the assignments before would write now.
    await bench.app.scope.put(rows);
    await bench.app.scope.acknowledge(rows, []);
    await bench.process({ id, cause: 'assignment' });
    expect(isActive()).toBe(true);
    await bench.nextSweep();
    expect(isActive()).toBe(false);
  });
});
