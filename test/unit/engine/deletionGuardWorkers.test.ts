import { afterEach, describe, expect, it } from 'vitest';
import { decideDeletions } from '../../../shared/engine/decideDeletions.ts';
import { readStatus } from '../../../shared/engine/readStatus.ts';
import { type ConfigurationChanges, type EngineBench, startEngineBench } from '../../support/engineBench.ts';
import { addManaged, disabledCount, holdIn, stagedIn } from './deletionGuardPeople.ts';

let bench: EngineBench;
afterEach(() => bench.close());

const HOUR = 3_600_000;

/** People of whom at most so many may be disabled. */
async function managed(count: number, maxDeletions: object, configuration: ConfigurationChanges = {}) {
  bench = await startEngineBench({ configuration: { ...configuration, safety: { maxDeletions } } });
  return addManaged(bench, count);
}

const leave = (id: string) => bench.graph.directory.patchUser(id, { accountEnabled: false });
const comeBack = (id: string) => bench.graph.directory.patchUser(id, { accountEnabled: true });
const order = (decision: 'approve' | 'reject', ids: readonly string[] | 'all', runId?: string) =>
  decideDeletions({ decision, ids, runId, decidedBy: 'admin@contoso.example' }, bench.app);

/** Everybody leaves, one after the other. */
async function leaveAll(ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    leave(id);
    await bench.notify(id);
  }
}

describe('the limit of the last 24 hours', () => {
  it('holds against a flood of 200 leavers through four instances: exactly the limit is disabled, all others are staged', async () => {
    const people = await managed(200, { count: 20, percent: 0 });
    for (const id of people) leave(id);
    const instances = [bench.app, bench.instance(), bench.instance(), bench.instance()];
    const waiting = people.values();
    await Promise.all(
      instances.map(async (on) => {
        for (const id of waiting) await bench.notify(id, { on });
      }),
    );
    expect(disabledCount(bench)).toBe(20);
    const staged = await stagedIn(bench);
    expect(staged).toHaveLength(180);
    expect(staged.every(({ decision, code }) => decision === 'pending' && code === 'AccountDisabled')).toBe(true);
    expect((await readStatus(bench.app)).stagedDeletions).toMatchObject({ pending: 180, items: { length: 100 } });
  });

  it('of 0 stages every removal', async () => {
    const [id = ''] = await managed(1, { count: 0, percent: 0 });
    leave(id);
    expect(await bench.notify(id)).toMatchObject({ type: 'staged', code: 'AccountDisabled' });
    expect(disabledCount(bench)).toBe(0);
    expect(await bench.anchor(id)).toMatchObject({ active: true, lastOutcome: 'staged' });
  });

  it('is the share of the active managed accounts where that is more', async () => {
    const people = await managed(10, { count: 1, percent: 50 });
    await bench.app.job.write('entries', { users: 10, groups: 0, countedAt: '', tookMs: 0 });
    await leaveAll(people);
    expect(disabledCount(bench)).toBe(5);
  });

  it('slides: a day later as many again may go, and those who were staged wait on', async () => {
    const people = await managed(4, { count: 1, percent: 0 });
    await leaveAll(people.slice(0, 2));
    bench.clock.advance(23 * HOUR);
    await leaveAll(people.slice(2, 3));
    expect(disabledCount(bench)).toBe(1);
    bench.clock.advance(2 * HOUR);
    await leaveAll(people.slice(3));
    expect(disabledCount(bench)).toBe(2);
    expect((await stagedIn(bench)).map(({ id }) => id).sort()).toEqual(people.slice(1, 3).toSorted());
  });

  it('is not used up by an account that Slack refuses to disable again and again', async () => {
    const [owner = '', other = ''] = await managed(2, { count: 2, percent: 0 });
    const slackId = (await bench.anchor(owner))?.slackId ?? '';
    bench.slack.workspace.editUser(slackId, { kind: 'primaryOwner' });
    leave(owner);
    for (let look = 0; look < 4; look += 1) await bench.process({ id: owner, cause: 'retry' });
    await leaveAll([other]);
    expect(bench.slack.workspace.users().filter(({ active }) => !active)).toHaveLength(1);
    expect(await stagedIn(bench)).toEqual([]);
  });

  it('does not concern protected accounts, which are neither disabled nor staged', async () => {
    const [id = ''] = await managed(1, { count: 0, percent: 0 });
    const on = bench.instance({ configuration: { safety: { protect: [id], maxDeletions: { count: 0, percent: 0 } } } });
    leave(id);
    expect(await bench.notify(id, { on })).toMatchObject({ type: 'skipped', code: 'ProtectedAccount' });
    expect(await stagedIn(bench)).toEqual([]);
  });
});

describe('a staged deletion', () => {
  it('is logged once however often the person is looked at, and costs two table reads from then on', async () => {
    const [id = ''] = await managed(1, { count: 0, percent: 0 });
    await leaveAll([id]);
    const calls = await bench.calls(async () => expect((await bench.notify(id))?.type).toBe('staged'));
    expect([...calls.tables].sort()).toEqual(['GET anchors', 'GET deletions']);
    expect(calls.slack).toEqual([]);
    await bench.process({ id, cause: 'full' });
    expect(await bench.outcomes(id)).toEqual(['staged(AccountDisabled)']);
  });

  it('is logged again when the person was back in between', async () => {
    const [id = ''] = await managed(1, { count: 0, percent: 0 });
    await bench.fullCycle();
    for (let time = 0; time < 2; time += 1) {
      await leaveAll([id]);
      comeBack(id);
      await bench.notify(id);
      await bench.fullCycle();
    }
    expect((await bench.outcomes(id)).filter((outcome) => outcome === 'staged(AccountDisabled)')).toHaveLength(2);
  });

  it('shows who, why and since when, and the status what is to be sent for all of them', async () => {
    const [id = ''] = await managed(1, { count: 0, percent: 0 });
    await leaveAll([id]);
    const { stagedDeletions } = await readStatus(bench.app);
    const now = bench.app.clock.now().toISOString();
    expect(stagedDeletions).toMatchObject({
      pending: 1,
      since: now,
      reason: expect.stringContaining('maxDeletions'),
      runId: (await holdIn(bench))?.runId,
      items: [{ id, slackId: (await bench.anchor(id))?.slackId, code: 'AccountDisabled', stagedAt: now }],
    });
    expect(stagedDeletions.items[0]?.userPrincipalName).toMatch(/@contoso\.example$/);
    expect(bench.lines.join('\n')).not.toMatch(/contoso\.example/);
  });

  it('goes when the person is entitled again, and the hold with the last one', async () => {
    const [id = ''] = await managed(1, { count: 0, percent: 0 });
    await bench.fullCycle();
    await leaveAll([id]);
    comeBack(id);
    bench.clock.advance(5 * 60_000);
    await bench.nextSweep();
    expect(await stagedIn(bench)).toEqual([]);
    expect(await holdIn(bench)).toBeUndefined();
    expect((await readStatus(bench.app)).stagedDeletions).toEqual({
      ...{ pending: 0, since: null, reason: null, runId: null, items: [] },
    });
  });

  it('whose hold was lost in a crash gets it back with the next sweep', async () => {
    const people = await managed(2, { count: 0, percent: 0 });
    await leaveAll(people);
    const hold = await holdIn(bench);
    await bench.app.job.remove('deletionHold');
    await bench.nextSweep();
    expect(await holdIn(bench)).toMatchObject({ since: hold?.since, stagedAt: hold?.stagedAt, count: 2 });
  });
});

describe('a decision', () => {
  it('disables those who are approved, leaves those who are rejected, and says so in the log', async () => {
    const [yes = '', no = '', open = ''] = await managed(3, { count: 0, percent: 0 });
    await leaveAll([yes, no, open]);
    const nobody = '11111111-0000-4000-8000-000000000000';
    expect(await order('approve', [yes.toUpperCase(), nobody])).toEqual({ decided: 1, pending: 2, unknown: [nobody] });
    expect(await order('reject', [no])).toEqual({ decided: 1, pending: 1, unknown: [] });
    await bench.drain();
    expect(await bench.anchor(yes)).toMatchObject({ active: false, lastOutcome: 'disabled' });
    expect(await bench.outcomes(yes)).toEqual(['staged(AccountDisabled)', 'disabled(AccountDisabled)']);
    expect(await bench.outcomes(no)).toEqual(['staged(AccountDisabled)', 'skipped(DeletionRejected)']);
    expect(disabledCount(bench)).toBe(1);
    expect(JSON.stringify((await bench.log(yes)).at(-1)?.steps)).toContain('admin@contoso.example');
    expect((await stagedIn(bench)).map(({ id, decision }) => [id, decision]).sort()).toEqual(
      [
        [no, 'rejected'],
        [open, 'pending'],
      ].sort(),
    );
  });

  it('can be changed: somebody rejected may be approved later', async () => {
    const [id = ''] = await managed(1, { count: 0, percent: 0 });
    await leaveAll([id]);
    await order('reject', [id]);
    await bench.drain();
    await bench.notify(id);
    expect(disabledCount(bench)).toBe(0);
    bench.clock.advance(1000);
    await order('approve', [id]);
    await bench.drain();
    expect(disabledCount(bench)).toBe(1);
    expect(await stagedIn(bench)).toEqual([]);
  });

  it('about all is refused when more was staged since it was looked at', async () => {
    const [one = '', other = ''] = await managed(2, { count: 0, percent: 0 });
    await leaveAll([one]);
    const seen = (await holdIn(bench))?.runId;
    bench.clock.advance(1000);
    await leaveAll([other]);
    await expect(order('approve', 'all', seen)).rejects.toMatchObject({ class: 'conflict', code: 'HoldChanged' });
    await expect(order('approve', 'all')).rejects.toMatchObject({ code: 'HoldChanged' });
    expect(disabledCount(bench)).toBe(0);
    expect(await order('approve', 'all', (await holdIn(bench))?.runId)).toMatchObject({ decided: 2, pending: 0 });
    await bench.drain();
    expect(disabledCount(bench)).toBe(2);
    expect(await holdIn(bench)).toBeUndefined();
    await expect(order('approve', 'all', seen)).rejects.toMatchObject({ code: 'HoldChanged' });
  });

  it('about all does not cover a row whose hold is not written yet', async () => {
    const [one = '', other = ''] = await managed(2, { count: 0, percent: 0 });
    await leaveAll([one]);
    const hold = await holdIn(bench);
    bench.clock.advance(1000);
    await leaveAll([other]);
    if (hold) await bench.app.job.write('deletionHold', hold);
    expect(await order('approve', 'all', hold?.runId)).toMatchObject({ decided: 1, pending: 1 });
    await bench.drain();
    expect(await bench.anchor(other)).toMatchObject({ active: true });
  });

  it('to approve does not touch somebody who has come back meanwhile, nor is it kept for their next leaving', async () => {
    const [id = ''] = await managed(1, { count: 0, percent: 0 });
    await bench.fullCycle();
    await leaveAll([id]);
    comeBack(id);
    await order('approve', [id]);
    await bench.drain();
    expect(disabledCount(bench)).toBe(0);
    bench.clock.advance(5 * 60_000);
    await bench.nextSweep();
    expect(await stagedIn(bench)).toEqual([]);
    leave(id);
    expect((await bench.notify(id))?.type).toBe('staged');
  });

  it('does not use up the limit', async () => {
    const people = await managed(4, { count: 1, percent: 0 });
    await leaveAll(people.slice(0, 3));
    await order('approve', 'all', (await holdIn(bench))?.runId);
    await bench.drain();
    expect(disabledCount(bench)).toBe(3);
    expect((await bench.app.job.read('deletionBudget'))?.value.hours).toEqual({ '2026-01-05T09': 1 });
  });

  it('whose messages were lost is carried out by a later sweep', async () => {
    const [id = ''] = await managed(1, { count: 0, percent: 0 });
    await leaveAll([id]);
    bench.queue.down = true;
    await expect(order('approve', [id])).rejects.toThrow();
    bench.queue.down = false;
    bench.clock.advance(16 * 60_000);
    await bench.nextSweep();
    expect(disabledCount(bench)).toBe(1);
  });
});

describe('the account of somebody who has left, whose address somebody else has now', () => {
  /** A newcomer whose address was that of somebody disabled. */
  async function withRecycledAddress() {
    const [former = ''] = await managed(1, { count: 5, percent: 0 });
    await bench.fullCycle();
    const { mail } = bench.graph.directory.user(former)?.properties ?? {};
    bench.graph.directory.deleteUser(former);
    await bench.notify(former);
    const newcomer = bench.addPerson({ userPrincipalName: `next-${String(mail)}`, mail });
    await bench.fullCycle();
    const slackId = (await bench.anchor(former))?.slackId;
    return { former, newcomer, slackId };
  }
  const isActive = (slackId: string | undefined) =>
    bench.slack.workspace.users().find(({ id }) => id === slackId)?.active;

  it('is handed over once that is approved, which is not said of leaving', async () => {
    const { former, newcomer, slackId } = await withRecycledAddress();
    expect(await bench.outcomes(newcomer)).toEqual(['staged(RecycledAccount)']);
    expect(await stagedIn(bench)).toMatchObject([{ id: newcomer, slackId, code: 'RecycledAccount' }]);
    expect(await order('approve', 'all', (await holdIn(bench))?.runId)).toMatchObject({ decided: 0, pending: 1 });
    await order('approve', [newcomer]);
    await bench.drain();
    expect(isActive(slackId)).toBe(true);
    expect(await bench.anchor(newcomer)).toMatchObject({ slackId, active: true });
    expect(await bench.anchor(former)).toBeUndefined();
    expect(await stagedIn(bench)).toEqual([]);
  });

  it('stays as it is while nobody decides and after a rejection, and the cycle keeps what waits', async () => {
    const { former, newcomer, slackId } = await withRecycledAddress();
    bench.clock.advance(10 * 60_000);
    await bench.nextSweep();
    await bench.fullCycle();
    expect(await stagedIn(bench)).toHaveLength(1);
    await order('reject', [newcomer]);
    await bench.drain();
    expect((await bench.outcomes(newcomer)).at(-1)).toBe('skipped(RecycledAccount)');
    expect(isActive(slackId)).toBe(false);
    expect(await bench.anchor(former)).toMatchObject({ slackId });
    bench.unassign(newcomer);
    await bench.nextSweep();
    await bench.fullCycle();
    expect(await stagedIn(bench)).toEqual([]);
  });
});
