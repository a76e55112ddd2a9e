import { afterEach, describe, expect, it } from 'vitest';
import { EMPTY_PROFILE } from '../../../infra/local/slack/state/account.ts';
import { type EngineBench, mappingsWith, startEngineBench } from '../../support/engineBench.ts';
import { dieAfter } from '../../support/mortal.ts';

let bench: EngineBench;
afterEach(() => bench.close());

const MAIL = 'ada@contoso.example';
const account = () => bench.account(MAIL);
const slackWrites = () => bench.slack.requests.filter(({ method }) => method !== 'GET').length;

/** Ada, provisioned. */
async function withAda(options: Parameters<typeof startEngineBench>[0] = {}, properties: object = {}) {
  bench = await startEngineBench(options);
  const id = bench.addPerson({ userPrincipalName: MAIL, ...properties });
  await bench.fullCycle();
  return id;
}

describe('updating', () => {
  it('an address that somebody else has fails with the reason, and nothing is adopted', async () => {
    const id = await withAda();
    const own = account()?.id;
    const other = bench.slack.workspace.seedUser({ userName: 'other', email: 'new@contoso.example' });
    bench.graph.directory.patchUser(id, { mail: 'new@contoso.example' });
    await bench.notify(id);
    expect((await bench.outcomes(id)).at(-1)).toBe('failed(email_taken)');
    expect((await bench.log(id)).at(-1)?.reason).toContain(other.id);
    expect((await bench.anchor(id))?.slackId).toBe(own);
    expect(bench.slack.workspace.user(other.id)).toEqual(other);
  });

  it('a change whose answer was lost is made once and logged once', async () => {
    const id = await withAda();
    bench.slack.faults.dropAnswers = 1;
    bench.graph.directory.patchUser(id, { jobTitle: 'Countess' });
    await bench.notify(id);
    expect((await bench.anchor(id))?.uncertain).toBe(true);
    await bench.drain();
    expect(await bench.outcomes(id)).toEqual(['created', 'updated']);
    expect((await bench.log(id)).at(-1)?.modifiedProperties).toEqual([
      { name: 'title', old: 'Clerk', new: 'Countess' },
    ]);
    expect(bench.slack.requests.filter(({ method }) => method === 'PATCH')).toHaveLength(1);
    expect(await bench.anchor(id)).toMatchObject({ uncertain: false, snapshot: { title: 'Countess' } });
  });

  it('a first value whose writer died before the anchor knew of it is cleared when Entra has emptied it since', async () => {
    const id = await withAda({}, { department: null });
    bench.graph.directory.patchUser(id, { department: 'Research' });
    await bench.notify(id, { on: bench.instance({ around: dieAfter('slack.PATCH') }) }).catch(() => undefined);
    expect(account()?.profile?.department).toBe('Research');
    bench.graph.directory.patchUser(id, { department: null });
    await bench.notify(id);
    expect(account()?.profile?.department).toBeNull();
    expect(await bench.fullCycle()).toMatchObject({ planned: 0 });
  });

  it('a value that somebody has filled in Slack stays, also after a first value of ours beside it', async () => {
    const id = await withAda({}, { department: null, companyName: null });
    bench.slack.workspace.editUser(account()?.id ?? '', {
      profile: { ...EMPTY_PROFILE, ...account()?.profile, organization: 'By hand' },
    });
    bench.graph.directory.patchUser(id, { department: 'Research' });
    await bench.notify(id);
    await bench.fullCycle();
    expect(account()?.profile).toMatchObject({ department: 'Research', organization: 'By hand' });
  });

  it('a change is in the log although the tables failed when it was to be written there', async () => {
    let isLogDown = false;
    const id = await withAda({
      intercept: async (request, forward) =>
        isLogDown && request.url.pathname.includes('provisioningLogs') ? { status: 403 } : forward(),
    });
    isLogDown = true;
    bench.graph.directory.patchUser(id, { jobTitle: 'Countess' });
    await expect(bench.notify(id)).rejects.toThrow();
    isLogDown = false;
    await bench.notify(id, { deliveryCount: 2, on: bench.instance() });
    expect(await bench.outcomes(id)).toEqual(['created', 'updated']);
    expect((await bench.log(id)).at(-1)?.modifiedProperties).toEqual([
      { name: 'title', old: 'Clerk', new: 'Countess' },
    ]);
  });

  it('an anchor that somebody else wrote meanwhile is read again, and the change is neither lost nor written twice', async () => {
    const id = await withAda();
    const rival = bench.instance();
    let isFirst = true;
    const on = bench.instance({
      around: async (name, run) => {
        const result = await run();
        const anchor = name === 'slack.PATCH' && isFirst ? await rival.anchors.read('user', id) : undefined;
        if (anchor) await rival.anchors.update({ ...anchor, lastOutcome: 'failed' });
        isFirst &&= !anchor;
        return result;
      },
    });
    bench.graph.directory.patchUser(id, { jobTitle: 'Countess' });
    await expect(bench.notify(id, { on })).rejects.toThrow();
    await bench.notify(id, { on, deliveryCount: 2 });
    expect(bench.slack.requests.filter(({ method }) => method === 'PATCH')).toHaveLength(1);
    expect((await bench.anchor(id))?.snapshot.title).toBe('Countess');
    expect(await bench.outcomes(id)).toContain('updated');
  });

  it('a value that was cleared and for which Slack shows a default of its own is no drift', async () => {
    const timezone = { target: 'timezone', source: '[physicalDeliveryOfficeName]' };
    const id = await withAda({ configuration: { users: mappingsWith(timezone) } }, { officeLocation: 'Europe/London' });
    expect(account()?.timezone).toBe('Europe/London');
    bench.graph.directory.patchUser(id, { officeLocation: null });
    await bench.notify(id);
    expect(account()?.timezone).toBe('America/Los_Angeles');
    const writes = slackWrites();
    expect(await bench.fullCycle()).toMatchObject({ planned: 0 });
    await bench.process({ id });
    expect(slackWrites()).toBe(writes);
  });

  it('a value that Slack stores in a form of its own is written once, and again only when it changes on either side', async () => {
    const id = await withAda();
    bench.graph.directory.patchUser(id, { jobTitle: ' Countess ' });
    await bench.notify(id);
    expect(account()?.title).toBe('Countess');
    const writes = slackWrites();
    for (let day = 0; day < 2; day += 1) await bench.fullCycle();
    await bench.process({ id });
    expect(slackWrites()).toBe(writes);
    bench.slack.workspace.editUser(account()?.id ?? '', { title: 'By hand' });
    await bench.fullCycle();
    expect(account()?.title).toBe('Countess');
    bench.graph.directory.patchUser(id, { jobTitle: 'Clerk' });
    await bench.notify(id);
    expect(account()?.title).toBe('Clerk');
  });

  it('someone created under a suffixed name keeps it and can be updated, also where the mapping writes user names', async () => {
    const userName = { target: 'userName', source: 'Word([userPrincipalName], 1, "@")', match: 2 };
    bench = await startEngineBench({ configuration: { users: mappingsWith(userName) } });
    bench.slack.workspace.seedUser({ userName: 'ada', email: 'ada@stranger.example' });
    const id = bench.addPerson({ userPrincipalName: MAIL });
    await bench.fullCycle();
    bench.graph.directory.patchUser(id, { jobTitle: 'Countess' });
    await bench.notify(id);
    await bench.process({ id });
    expect(account()).toMatchObject({ userName: 'ada2', title: 'Countess' });
    bench.graph.directory.patchUser(id, { userPrincipalName: 'lovelace@contoso.example' });
    await bench.notify(id);
    expect(account()?.userName).toBe('lovelace');
  });

  it('without the action "update" nothing is written, and the cycle does not enqueue what would be skipped', async () => {
    const id = await withAda();
    const on = bench.instance({ configuration: { users: { actions: ['create', 'disable'] } } });
    bench.graph.directory.patchUser(id, { jobTitle: 'Countess' });
    expect(await bench.notify(id, { on })).toMatchObject({ type: 'skipped', code: 'ActionNotAllowed' });
    expect(await bench.fullCycle(on)).toMatchObject({ planned: 0 });
    expect(account()?.title).toBe('Clerk');
  });

  it('without the action "create" an existing account is adopted and a missing one is not made', async () => {
    bench = await startEngineBench({ configuration: { users: { actions: ['update', 'disable'] } } });
    bench.slack.workspace.seedUser({ userName: 'ada', email: MAIL });
    const id = bench.addPerson({ userPrincipalName: MAIL });
    const ben = bench.addPerson({ userPrincipalName: 'ben@contoso.example' });
    expect(await bench.fullCycle()).toMatchObject({ planned: 1, done: 1 });
    expect(await bench.outcomes(id)).toEqual(['adopted']);
    expect(await bench.notify(ben)).toMatchObject({ type: 'skipped', code: 'ActionNotAllowed' });
  });

  it('an account that vanished from Slack is made again, and references to it follow with the full cycle', async () => {
    const id = await withAda();
    const report = bench.addPerson({ userPrincipalName: 'ben@contoso.example' });
    bench.graph.directory.setManager(report, id);
    await bench.fullCycle();
    const anchor = await bench.anchor(id);
    if (!anchor) throw new Error('no anchor');
    await bench.app.anchors.release(anchor);
    await bench.app.anchors.claim({ ...anchor, slackId: 'UGONE', active: true });
    bench.slack.workspace.editUser(anchor.slackId, { primaryEmail: 'away@stranger.example', userName: 'away' });
    await bench.fullCycle();
    expect(account()?.id).not.toBe(anchor.slackId);
    expect((await bench.anchor(id))?.slackId).toBe(account()?.id);
    await bench.fullCycle();
    expect(bench.account('ben@contoso.example')?.profile?.managerId).toBe(account()?.id);
  });
});
