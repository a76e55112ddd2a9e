import { afterEach, describe, expect, it } from 'vitest';
import { type EngineBench, mappingsWith, startEngineBench } from '../../support/engineBench.ts';

let bench: EngineBench;
afterEach(() => bench.close());

const MAIL = 'ada@contoso.example';
const account = () => bench.account(MAIL);
const writes = () => bench.slack.requests.filter(({ method }) => method !== 'GET').map(({ method }) => method);

/** Ada, provisioned, and what an instance does for her from then on. */
async function withAda(options: Parameters<typeof startEngineBench>[0] = {}): Promise<string> {
  bench = await startEngineBench(options);
  const id = bench.addPerson({ userPrincipalName: MAIL });
  await bench.fullCycle();
  return id;
}

describe('leavers', () => {
  it('are disabled all the same when their attributes cannot be mapped', async () => {
    const id = await withAda();
    const users = mappingsWith({ target: 'title', source: 'CBool([displayName])' });
    const on = bench.instance({ configuration: { users } });
    expect((await bench.notify(id, { on }))?.type).toBe('failed');
    expect(account()?.active).toBe(true);
    bench.graph.directory.patchUser(id, { accountEnabled: false });
    expect(await bench.notify(id, { on })).toMatchObject({ type: 'disabled', code: 'AccountDisabled' });
    expect(account()?.active).toBe(false);
  });

  it('are disabled when the mapping of "active" says so, whatever else fails in the mapping', async () => {
    const id = await withAda();
    const [broken, inactive] = [
      mappingsWith({ target: 'title', source: 'CBool([displayName])' }).mappings,
      { target: 'active', source: '"False"' },
    ];
    const users = { mappings: [...broken.filter(({ target }) => target !== 'active'), inactive] };
    expect(await bench.notify(id, { on: bench.instance({ configuration: { users } }) })).toMatchObject({
      type: 'disabled',
      code: 'MappedInactive',
    });
  });

  it('are left as they are when it is the mapping of "active" that fails', async () => {
    const id = await withAda();
    const users = mappingsWith({ target: 'active', source: 'CBool([displayName])' });
    expect((await bench.notify(id, { on: bench.instance({ configuration: { users } }) }))?.type).toBe('failed');
    expect(account()?.active).toBe(true);
  });

  it('whose account is inactive in Slack already are settled without an error', async () => {
    const id = await withAda();
    bench.slack.workspace.deactivateByHand(account()?.id ?? '');
    bench.graph.directory.patchUser(id, { accountEnabled: false });
    await bench.notify(id);
    expect(await bench.anchor(id)).toMatchObject({ active: false, disabledInSlack: false });
    expect(await bench.fullCycle()).toMatchObject({ planned: 0 });
  });

  it('are disabled once more when the answer was lost, and logged once', async () => {
    const id = await withAda();
    bench.slack.faults.dropAnswers = 1;
    bench.graph.directory.patchUser(id, { accountEnabled: false });
    await bench.notify(id);
    await bench.drain();
    expect(await bench.outcomes(id)).toEqual(['created', 'disabled(AccountDisabled)']);
    expect(await bench.anchor(id)).toMatchObject({ active: false });
  });

  it('whose account Slack no longer knows count as disabled', async () => {
    const id = await withAda();
    const anchor = await bench.anchor(id);
    if (!anchor) throw new Error('no anchor');
    await bench.app.anchors.update({ ...anchor, slackId: 'UGONE' });
    bench.graph.directory.patchUser(id, { accountEnabled: false });
    expect((await bench.notify(id))?.type).toBe('disabled');
  });

  it('whom Slack does not let us disable are disabled once it does', async () => {
    const id = await withAda();
    bench.slack.workspace.editUser(account()?.id ?? '', { kind: 'primaryOwner' });
    bench.graph.directory.patchUser(id, { accountEnabled: false });
    for (let look = 0; look < 2; look += 1) {
      expect(await bench.notify(id)).toMatchObject({ type: 'skipped', code: 'cannot_disable_primary_owner' });
    }
    bench.slack.workspace.editUser(account()?.id ?? '', { kind: 'member' });
    expect((await bench.notify(id))?.type).toBe('disabled');
    expect(account()?.active).toBe(false);
  });

  it('come back with everything that has changed meanwhile, in one request', async () => {
    const id = await withAda();
    bench.graph.directory.patchUser(id, { accountEnabled: false });
    await bench.notify(id);
    bench.graph.directory.patchUser(id, { accountEnabled: true, jobTitle: 'Countess', department: 'Analysis' });
    const before = writes().length;
    await bench.notify(id);
    expect(writes().slice(before)).toEqual(['PATCH']);
    expect(account()).toMatchObject({ active: true, title: 'Countess', profile: { department: 'Analysis' } });
    expect((await bench.log(id)).at(-1)?.modifiedProperties).toHaveLength(3);
  });

  it('outside every scoping filter are disabled', async () => {
    const id = await withAda();
    const filters = [{ name: 'Sales', clauses: [{ attribute: 'department', operator: 'EQUALS', value: 'Sales' }] }];
    const on = bench.instance({ configuration: { users: { filters } } });
    expect(await bench.notify(id, { on })).toMatchObject({ type: 'disabled', code: 'OutOfScope' });
  });
});

describe('the purged', () => {
  it('are disabled and retired, and cost no more than a look afterwards', async () => {
    const id = await withAda();
    bench.graph.directory.purgeUser(id);
    expect(await bench.notify(id)).toMatchObject({ type: 'disabled', code: 'HardDeleted' });
    expect(await bench.anchor(id)).toMatchObject({ active: false, retired: true });
    bench.clock.advance(16 * 60_000);
    const calls = await bench.calls(() => bench.notify(id));
    expect(calls.slack).toEqual([]);
    expect(calls.tables).toHaveLength(1);
  });

  it('are found by the full cycle when nobody told, also those disabled long before', async () => {
    const id = await withAda();
    const ben = bench.addPerson({ userPrincipalName: 'ben@contoso.example' });
    bench.addPerson({ userPrincipalName: 'stays@contoso.example' });
    await bench.fullCycle();
    bench.graph.directory.deleteUser(ben);
    await bench.notify(ben);
    bench.graph.directory.purgeUser(id);
    bench.graph.directory.purgeUser(ben);
    expect(await bench.fullCycle()).toMatchObject({ planned: 1, done: 1 });
    expect(await bench.anchor(id)).toMatchObject({ active: false, retired: true });
    bench.clock.advance(31 * 86_400_000);
    expect(await bench.fullCycle()).toMatchObject({ planned: 1 });
    expect(await bench.anchor(ben)).toMatchObject({ active: false, retired: true });
    bench.slack.workspace.editUser(account()?.id ?? '', { active: true });
    expect(await bench.fullCycle()).toMatchObject({ planned: 0 });
  });

  it('were not purged if they turn up again: Graph may not know a restored person in either place for a moment', async () => {
    const id = await withAda();
    bench.graph.directory.deleteUser(id);
    await bench.notify(id);
    const anchor = await bench.anchor(id);
    if (!anchor) throw new Error('no anchor');
    await bench.app.anchors.update({ ...anchor, retired: true });
    bench.graph.directory.restoreUser(id);
    await bench.notify(id);
    expect(account()?.active).toBe(true);
    expect(await bench.anchor(id)).toMatchObject({ active: true, retired: false });
  });
});

describe('leavers who stay', () => {
  it('protected accounts are never disabled, by whichever name they are protected', async () => {
    const id = await withAda();
    const slackId = account()?.id ?? '';
    bench.graph.directory.patchUser(id, { mail: 'countess@contoso.example' });
    await bench.notify(id);
    for (const name of [id.toUpperCase(), slackId, MAIL, 'Countess@contoso.example']) {
      const on = bench.instance({ configuration: { safety: { protect: [name] } } });
      bench.graph.directory.deleteUser(id);
      expect(await bench.notify(id, { on }), name).toMatchObject({ type: 'skipped', code: 'ProtectedAccount' });
      bench.graph.directory.restoreUser(id);
    }
    expect(writes()).not.toContain('DELETE');
  });

  it('leaver "ignore" and switched-off actions leave the account, and the cycle does not enqueue them every day', async () => {
    const id = await withAda();
    bench.graph.directory.patchUser(id, { accountEnabled: false });
    const policies = [{ safety: { leaver: 'ignore' } }, { users: { actions: ['create', 'update'] } }];
    for (const configuration of policies) {
      const on = bench.instance({ configuration });
      expect((await bench.notify(id, { on }))?.type).toBe('skipped');
      expect(await bench.fullCycle(on)).toMatchObject({ planned: 0 });
    }
    expect(account()?.active).toBe(true);
    expect(await bench.fullCycle()).toMatchObject({ planned: 1 });
    expect(account()?.active).toBe(false);
  });
});
