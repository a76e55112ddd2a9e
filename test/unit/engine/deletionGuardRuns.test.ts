import { afterEach, describe, expect, it } from 'vitest';
import { decideDeletions } from '../../../shared/engine/decideDeletions.ts';
import type { EngineDependencies } from '../../../shared/engine/dependencies.ts';
import { runDueFullCycle } from '../../../shared/engine/fullCycle.ts';
import { requestFullCycle } from '../../../shared/engine/requestFullCycle.ts';
import { sweep } from '../../../shared/engine/sweep.ts';
import type { Cycle } from '../../../shared/model/job.ts';
import { type ConfigurationChanges, type EngineBench, startEngineBench } from '../../support/engineBench.ts';
import { addManaged, disabledCount, holdIn, stagedIn } from './deletionGuardPeople.ts';

let bench: EngineBench;
afterEach(() => bench.close());

const MINUTE = 60_000;
const DEFAULT_ACCESS = '00000000-0000-0000-0000-000000000000';
const limitOf = (count: number) => ({ maxDeletions: { count, percent: 0 } });

/** People after their first full cycle, of whom at most so many may be disabled. */
async function provisioned(count: number, limit: number, configuration: ConfigurationChanges = {}) {
  bench = await startEngineBench({ configuration: { ...configuration, safety: limitOf(limit) } });
  const people = await addManaged(bench, count);
  await bench.fullCycle();
  return people;
}

/** The same people, who come in through an assigned group instead. */
async function throughGroup(people: readonly string[], name: string): Promise<string> {
  const { id: group } = bench.graph.directory.addGroup({ displayName: name });
  bench.graph.directory.addMembers(group, [...people]);
  bench.assign(group);
  return group;
}

/** Three sweeps over more than half an hour: what is still so small then is believed. */
async function sweepUntilBelieved(): Promise<void> {
  await bench.nextSweep();
  for (let look = 0; look < 2; look += 1) {
    bench.clock.advance(15 * MINUTE);
    await bench.nextSweep();
  }
}

const lastError = async () => (await bench.app.job.read('lastSweep'))?.value.error ?? '';
const warnings = () => bench.lines.filter((line) => line.startsWith('warn Deletion guard'));

/** An instance to which Graph lists the first so many users only, as if there were no next page. */
function shortSighted(size: () => number): EngineDependencies {
  const app = bench.instance();
  const listUsers: EngineDependencies['source']['listUsers'] = async function* () {
    for await (const page of app.source.listUsers()) yield page.slice(0, size());
  };
  return {
    ...app,
    source: new Proxy(app.source, { get: (it, key) => (key === 'listUsers' ? listUsers : Reflect.get(it, key)) }),
  };
}

describe('a full cycle', () => {
  it('after a filter typo that excludes everyone stages them all before anything is enqueued', async () => {
    const people = await provisioned(12, 5);
    const filters = [{ name: 'typo', clauses: [{ attribute: 'department', operator: 'EQUALS', value: 'Slaes' }] }];
    const on = bench.instance({ configuration: { users: { filters }, safety: limitOf(5) } });
    bench.clock.advance(MINUTE);
    await requestFullCycle('configuration changed', on);
    await runDueFullCycle(on);
    expect(await stagedIn(bench)).toHaveLength(12);
    expect(await holdIn(bench)).toMatchObject({ count: 12, reason: expect.stringContaining('12 accounts') });
    await bench.drain(on);
    expect(disabledCount(bench)).toBe(0);
    expect(warnings()).toHaveLength(1);
    expect((await bench.outcomes(people[0] ?? '')).at(-1)).toBe('staged(OutOfScope)');
    expect((await bench.app.job.read('deletionBudget'))?.value).toBeUndefined();

    const corrected = await bench.fullCycle();
    expect(corrected).toMatchObject({ phase: 'ended', planned: 0 });
    expect(await stagedIn(bench)).toEqual([]);
    expect(await holdIn(bench)).toBeUndefined();
  });

  it('within the limit disables as usual', async () => {
    const people = await provisioned(12, 5);
    for (const id of people.slice(0, 5)) bench.graph.directory.deleteUser(id);
    await bench.fullCycle();
    expect(disabledCount(bench)).toBe(5);
    expect(await stagedIn(bench)).toEqual([]);
  });

  it('counts what was disabled within the day before, and stages all of its removals', async () => {
    const people = await provisioned(12, 5);
    for (const id of people.slice(0, 3)) {
      bench.graph.directory.patchUser(id, { accountEnabled: false });
      await bench.notify(id);
    }
    for (const id of people.slice(3, 6)) bench.graph.directory.patchUser(id, { accountEnabled: false });
    await bench.fullCycle();
    expect(disabledCount(bench)).toBe(3);
    expect((await stagedIn(bench)).map(({ id }) => id).sort()).toEqual(people.slice(3, 6).toSorted());
  });

  it('does not count again those who wait already, and leaves alone those who were rejected', async () => {
    const people = await provisioned(8, 2);
    for (const id of people.slice(0, 4)) bench.graph.directory.patchUser(id, { accountEnabled: false });
    await bench.fullCycle();
    await decideDeletions({ decision: 'reject', ids: people.slice(0, 1), decidedBy: 'admin' }, bench.app);
    await bench.drain();
    bench.graph.directory.patchUser(people[5] ?? '', { accountEnabled: false });
    expect(await bench.fullCycle()).toMatchObject({ planned: 4, done: 1, skipped: 3 });
    expect(disabledCount(bench)).toBe(1);
    expect(await stagedIn(bench)).toHaveLength(4);
  });

  it('leaves alone what was staged while it was reading', async () => {
    const [id = ''] = await provisioned(1, 0);
    const during = bench.instance({
      configuration: { safety: limitOf(0) },
      around: async (name, run) => {
        if (name !== 'graph.latestDelta') return run();
        bench.clock.advance(1000);
        bench.graph.directory.patchUser(id, { accountEnabled: false });
        await bench.notify(id);
        bench.graph.directory.patchUser(id, { accountEnabled: true });
        return run();
      },
    });
    await bench.fullCycle(during);
    expect(await stagedIn(bench)).toHaveLength(1);
  });

  it('names those whom Entra no longer lists by what we know of their account', async () => {
    const people = await provisioned(6, 2);
    for (const id of people.slice(0, 2)) {
      bench.graph.directory.patchUser(id, { accountEnabled: false });
      await bench.notify(id);
    }
    for (const id of people.slice(2, 4)) bench.graph.directory.deleteUser(id);
    bench.graph.directory.addUser({ displayName: 'new', userPrincipalName: 'new@contoso.example' });
    await bench.fullCycle();
    const staged = await stagedIn(bench);
    expect(staged).toHaveLength(2);
    for (const { displayName } of staged) expect(displayName).toMatch(/^p[0-9a-f]{8}/);
  });
});

describe('a listing of users', () => {
  it('that fails with 503 is no listing: the cycle breaks off and nobody is touched', async () => {
    await provisioned(6, 5);
    bench.graph.faults.serverErrors = { next: 0, probability: 1, pathContains: '/users?', status: 503 };
    await expect(bench.fullCycle()).rejects.toThrow();
    bench.graph.faults.serverErrors.probability = 0;
    expect(disabledCount(bench)).toBe(0);
    expect(await stagedIn(bench)).toEqual([]);
    bench.clock.advance(MINUTE);
    await runDueFullCycle(bench.app);
    expect(disabledCount(bench)).toBe(0);
  });

  it.each([
    ['that is empty', 0, 'no users at all'],
    ['of the first page only', 4, '4 users where there were 12'],
  ])('%s cancels every removal of the cycle, which says so', async (_title, size, words) => {
    const people = await provisioned(12, 5);
    bench.graph.directory.patchUser(people[0] ?? '', { accountEnabled: false });
    const cycle = await bench.fullCycle(shortSighted(() => size));
    expect(cycle).toMatchObject({ phase: 'ended', planned: 0, error: expect.stringContaining(words) });
    expect(warnings()).toEqual([expect.stringContaining(words)]);
    expect(await stagedIn(bench)).toEqual([]);
    const next = await bench.fullCycle();
    expect(next).toMatchObject({ planned: 1, done: 1, error: null });
    expect(disabledCount(bench)).toBe(1);
  });

  it('that stays small is looked at every quarter of an hour, believed at the third look, and its removals are staged, never done', async () => {
    await provisioned(12, 5);
    const on = shortSighted(() => 4);
    await bench.fullCycle(on);
    const look = async (minutes: number) => {
      bench.clock.advance(minutes * MINUTE);
      await runDueFullCycle(on);
      await bench.drain(on);
      return (await bench.app.cycles.recent(1))[0] as Cycle;
    };
    const second = await look(16);
    expect(second.error).toContain('4 users');
    expect((await look(10)).id).toBe(second.id);
    expect(await stagedIn(bench)).toEqual([]);
    expect((await look(6)).error).toBeNull();
    expect(await stagedIn(bench)).toHaveLength(8);
    expect(disabledCount(bench)).toBe(0);
  });
});

describe('what follows from a listing that was doubted and is believed', () => {
  it('is staged however few they are: users', async () => {
    await provisioned(3, 5);
    const on = shortSighted(() => 0);
    for (let look = 0; look < 3; look += 1) {
      await bench.fullCycle(on);
      bench.clock.advance(16 * MINUTE);
    }
    expect(await stagedIn(bench)).toHaveLength(3);
    expect(disabledCount(bench)).toBe(0);
  });

  it('is staged however few they are: assignments, not counting those who have another', async () => {
    const [, ...people] = await provisioned(9, 5);
    await throughGroup(people.slice(0, 5), 'Team');
    await bench.nextSweep();
    for (const id of people) bench.unassign(id);
    await sweepUntilBelieved();
    expect((await stagedIn(bench)).map(({ id }) => id).sort()).toEqual(people.slice(5).toSorted());
    expect(disabledCount(bench)).toBe(0);
  });
});

describe('assignments', () => {
  it('that are lost for a minute disable nobody, and leave no trace when they are back', async () => {
    const people = await provisioned(12, 5);
    for (const id of people) bench.unassign(id);
    await bench.nextSweep();
    expect(await lastError()).toContain('no assignments at all');
    expect(await bench.app.scope.rowsOf('user', people[0] ?? '')).toHaveLength(1);
    for (const id of people) bench.assign(id);
    await bench.nextSweep();
    expect(await lastError()).not.toContain('assignments');
    expect(disabledCount(bench)).toBe(0);
    expect(await stagedIn(bench)).toEqual([]);
    expect((await bench.app.job.read('assignments'))?.value).not.toHaveProperty('doubt');
  });

  it('that are suddenly few still let newcomers in', async () => {
    const people = await provisioned(12, 5);
    for (const id of people.slice(1)) bench.unassign(id);
    bench.addPerson({ userPrincipalName: 'new@contoso.example' });
    await bench.nextSweep();
    expect(bench.account('new@contoso.example')?.active).toBe(true);
    expect(disabledCount(bench)).toBe(0);
    expect((await bench.fullCycle()).error).toContain('2 assignments where there were 12');
    expect(disabledCount(bench)).toBe(0);
  });

  it('that stay few are believed after half an hour, and their removals are staged, never done', async () => {
    const people = await provisioned(12, 5);
    for (const id of people.slice(1)) bench.unassign(id);
    await sweepUntilBelieved();
    expect(await stagedIn(bench)).toHaveLength(11);
    expect(disabledCount(bench)).toBe(0);
    expect(await lastError()).not.toContain('assignments');
    const hold = await holdIn(bench);
    await decideDeletions({ decision: 'approve', ids: 'all', runId: hold?.runId, decidedBy: 'admin' }, bench.app);
    await bench.drain();
    expect(disabledCount(bench)).toBe(11);
  });

  it('within the limit of one sweep are removed as usual', async () => {
    const people = await provisioned(12, 5);
    for (const id of people.slice(0, 5)) bench.unassign(id);
    await bench.nextSweep();
    expect(disabledCount(bench)).toBe(5);
  });

  it('of one big group that go stage all who came in through it alone, and they are cleared when it is back', async () => {
    const people = await provisioned(12, 3, {});
    const group = await throughGroup(people, 'Everybody');
    await bench.nextSweep();
    for (const id of people.slice(2)) bench.unassign(id);
    await sweepUntilBelieved();
    expect(await stagedIn(bench)).toEqual([]);
    bench.unassign(group);
    await bench.nextSweep();
    expect((await stagedIn(bench)).map(({ id }) => id).sort()).toEqual(people.slice(2).toSorted());
    bench.assign(group);
    await bench.nextSweep();
    bench.clock.advance(5 * MINUTE);
    await bench.nextSweep();
    expect(await stagedIn(bench)).toEqual([]);
    expect(await holdIn(bench)).toBeUndefined();
    expect(disabledCount(bench)).toBe(0);
  });

  it('of many small groups that go at once are counted together', async () => {
    const [, ...people] = await provisioned(13, 4);
    const groups: string[] = [];
    for (let index = 0; index < 4; index += 1) {
      groups.push(await throughGroup(people.slice(index * 3, index * 3 + 3), `Team ${index}`));
    }
    for (const id of people) bench.unassign(id);
    await sweepUntilBelieved();
    for (const group of groups) bench.unassign(group);
    await bench.nextSweep();
    expect(disabledCount(bench)).toBe(0);
    expect(await stagedIn(bench)).toHaveLength(12);
  });

  it('that move from people to a group within the same minute make no leavers, in whatever order they are processed', async () => {
    const people = await provisioned(4, 4);
    await throughGroup(people, 'Everybody');
    for (const id of people) bench.unassign(id);
    bench.clock.advance(MINUTE);
    await sweep(bench.app).catch(() => undefined);
    const groupsLast = bench.queue.waiting.toSorted((one, other) => (one.change.kind < other.change.kind ? 1 : -1));
    bench.queue.waiting.splice(0, Number.POSITIVE_INFINITY, ...groupsLast);
    await bench.drain();
    expect(bench.slack.requests.filter(({ method }) => method === 'DELETE')).toEqual([]);
    expect(await stagedIn(bench)).toEqual([]);
  });

  it('that lose the role that counts are counted like those that go', async () => {
    const people = await provisioned(8, 2);
    for (const id of people) {
      bench.unassign(id);
      bench.assign(id, DEFAULT_ACCESS);
    }
    await bench.nextSweep();
    expect(await stagedIn(bench)).toHaveLength(8);
    expect(disabledCount(bench)).toBe(0);
  });

  it('of many small groups that shrink one after the other disable no more than the limit', async () => {
    const people = await provisioned(12, 4);
    const groups: string[] = [];
    for (let index = 0; index < 4; index += 1) {
      groups.push(await throughGroup(people.slice(index * 3, index * 3 + 3), `Team ${index}`));
    }
    for (const id of people) bench.unassign(id);
    await sweepUntilBelieved();
    for (const [index, group] of groups.entries()) {
      bench.graph.directory.removeMembers(group, people.slice(index * 3, index * 3 + 3));
    }
    await bench.nextSweep();
    expect(disabledCount(bench)).toBeLessThanOrEqual(4);
    expect(disabledCount(bench) + (await stagedIn(bench)).length).toBe(12);
  });
});
