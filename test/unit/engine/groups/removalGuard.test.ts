import { afterEach, beforeEach, expect, it } from 'vitest';
import { decideDeletions } from '../../../../shared/engine/decideDeletions.ts';
import { sweep } from '../../../../shared/engine/sweep.ts';
import { type EngineBench, startEngineBench } from '../../../support/engineBench.ts';

const NAMES = ['ada', 'ben', 'cy', 'dee', 'eve'];

let bench: EngineBench;
let people: readonly string[];
let group: string;

/** Two members may be taken out of groups in 24 hours. */
beforeEach(async () => {
  const safety = { maxMemberRemovals: { count: 2, percent: 0 } };
  bench = await startEngineBench({ configuration: { safety } });
  people = NAMES.map((name) => bench.addPerson({ userPrincipalName: `${name}@contoso.example` }));
  group = bench.addGroup('Staff', people.slice(0, 4));
  await bench.fullCycle();
});
afterEach(() => bench.close());

const notify = async (id: string) => {
  const outcome = await bench.process({ id, kind: 'group', cause: 'notification' });
  await bench.drain();
  return outcome;
};
const decide = async (decision: 'approve' | 'reject') => {
  await decideDeletions({ decision, ids: [group], decidedBy: 'ann' }, bench.app);
  await bench.drain();
};
const staged = () => bench.app.deletions.read('group', group);

it('more members than the limit stay until somebody decides; those who join come in at once', async () => {
  bench.graph.directory.removeMembers(group, people.slice(0, 3));
  bench.graph.directory.addMembers(group, [people[4] as string]);
  const outcome = await notify(group);
  expect(outcome).toMatchObject({ type: 'staged', code: 'MembersLeave' });
  expect(outcome?.reason).toContain('3 members');
  expect(bench.membersOf('Staff')).toEqual(NAMES);
  expect(await staged()).toMatchObject({ decision: 'pending', displayName: 'Staff', kind: 'group' });
  expect((await bench.app.job.read('deletionHold'))?.value.count).toBe(1);
  await notify(group);
  await bench.fullCycle();
  expect(await bench.outcomes(group)).toEqual(['created', 'staged(MembersLeave)']);
});

it('approved removals are carried out, and the log says who approved them', async () => {
  bench.graph.directory.removeMembers(group, people.slice(0, 3));
  await notify(group);
  await decide('approve');
  expect(bench.membersOf('Staff')).toEqual(['dee']);
  expect(await staged()).toBeUndefined();
  const entry = (await bench.log(group)).at(-1);
  expect(entry?.type).toBe('updated');
  expect(JSON.stringify(entry?.steps)).toContain('"decidedBy":"ann"');
  expect(await bench.fullCycle()).toMatchObject({ planned: 0 });
});

it('rejected removals do not happen, and additions still do', async () => {
  bench.graph.directory.removeMembers(group, people.slice(0, 3));
  await notify(group);
  await decide('reject');
  bench.graph.directory.addMembers(group, [people[4] as string]);
  await notify(group);
  expect(bench.membersOf('Staff')).toEqual(NAMES);
});

it('a removal that is not to be any more is withdrawn', async () => {
  bench.graph.directory.removeMembers(group, people.slice(0, 3));
  await notify(group);
  bench.graph.directory.addMembers(group, people.slice(0, 3));
  await notify(group);
  expect(await staged()).toBeUndefined();
  expect(bench.membersOf('Staff')).toEqual(NAMES.slice(0, 4));
});

it('the limit is for all groups together, and a day later there is room again', async () => {
  const second = bench.addGroup('Crew', people.slice(0, 2));
  await bench.fullCycle();
  bench.graph.directory.removeMembers(group, people.slice(0, 2));
  expect(await notify(group)).toMatchObject({ type: 'updated' });
  bench.graph.directory.removeMembers(second, people.slice(0, 1));
  expect(await notify(second)).toMatchObject({ type: 'staged' });
  bench.graph.directory.addMembers(second, people.slice(0, 1));
  await notify(second);
  bench.clock.advance(26 * 3_600_000);
  bench.graph.directory.removeMembers(second, people.slice(0, 1));
  expect(await notify(second)).toMatchObject({ type: 'updated' });
});

it('a try that was throttled does not take its places twice', async () => {
  bench.graph.directory.removeMembers(group, people.slice(0, 2));
  bench.slack.faults.serverErrors.next = 3;
  await notify(group);
  expect(bench.membersOf('Staff')).toEqual(['cy', 'dee']);
  const hours = (await bench.app.job.read('memberRemovalBudget'))?.value.hours ?? {};
  expect(Object.values(hours)).toEqual([2]);
});

it('a group that leaves the scope keeps its members until somebody decides', async () => {
  bench.unassign(group);
  bench.clock.advance(60_000);
  await sweep(bench.app).catch(() => undefined);
  await bench.drain();
  expect(bench.membersOf('Staff')).toEqual(NAMES.slice(0, 4));
  expect(await bench.outcomes(group)).toEqual(['created', 'staged(NotEffectivelyEntitled)']);
  await decide('approve');
  expect(bench.membersOf('Staff')).toEqual([]);
});

it('an approval that never reached the queue is brought up again by a sweep', async () => {
  bench.graph.directory.removeMembers(group, people.slice(0, 3));
  await notify(group);
  bench.queue.down = true;
  await expect(decideDeletions({ decision: 'approve', ids: [group], decidedBy: 'ann' }, bench.app)).rejects.toThrow();
  bench.queue.down = false;
  bench.clock.advance(20 * 60_000);
  await sweep(bench.app).catch(() => undefined);
  await bench.drain();
  expect(bench.membersOf('Staff')).toEqual(['dee']);
});
