import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EngineBench, startEngineBench } from '../../support/engineBench.ts';
import { dieAfter } from '../../support/mortal.ts';

let bench: EngineBench;
beforeEach(async () => {
  bench = await startEngineBench();
});
afterEach(() => bench.close());

const MAIL = 'ada@contoso.example';
const ADA = { userPrincipalName: MAIL };
const accounts = () => bench.slack.workspace.users();

/** Somebody assigned, known to the scope table, and not provisioned yet. */
async function joiner(person: Parameters<EngineBench['addPerson']>[0] = ADA): Promise<string> {
  const id = bench.addPerson(person);
  await bench.app.scope.put([{ kind: 'user', sourceId: id, principalId: id, roles: [ROLE] }]);
  return id;
}
const ROLE = { id: '2b84e6c7-91fa-4d3e-b5a0-6f1c7d9e0382', value: 'User', displayName: 'User' };

describe('creating', () => {
  it('the log shows what was read of somebody, and of their manager the id only', async () => {
    const boss = bench.addPerson({ userPrincipalName: 'boss@contoso.example' });
    const id = await joiner();
    bench.graph.directory.setManager(id, boss);
    await bench.notify(id);
    const [entry] = await bench.log(id);
    const read = entry?.steps.find(({ type }) => type === 'import')?.details;
    expect(read).toMatchObject({ managerId: boss, properties: { userPrincipalName: MAIL } });
    expect(JSON.stringify(read)).not.toContain('boss@contoso.example');
  });

  it('a creation whose answer is lost is found and linked, not repeated', async () => {
    const id = await joiner();
    bench.slack.faults.dropAnswers = 1;
    await bench.notify(id);
    await bench.drain();
    expect(accounts()).toHaveLength(1);
    expect(await bench.anchor(id)).toMatchObject({ slackId: accounts()[0]?.id, active: true, uncertain: false });
    expect(await bench.outcomes(id)).toEqual(['created']);
  });

  it('what Entra has emptied by the time an unfinished creation is found is cleared, since nobody but us has written it', async () => {
    const id = await joiner();
    await bench.notify(id, { on: bench.instance({ around: dieAfter('slack.POST') }) }).catch(() => undefined);
    expect(accounts()).toHaveLength(1);
    bench.graph.directory.patchUser(id, { jobTitle: null });
    await bench.notify(id);
    expect(accounts()).toEqual([expect.objectContaining({ title: '', active: true })]);
    expect(await bench.outcomes(id)).toEqual(['created']);
  });

  it('an unfinished creation under an address that has changed since is found, and no second account made', async () => {
    const id = await joiner();
    await bench.notify(id, { on: bench.instance({ around: dieAfter('slack.POST') }) }).catch(() => undefined);
    bench.graph.directory.patchUser(id, { mail: 'countess@contoso.example' });
    await bench.notify(id);
    expect(accounts()).toEqual([expect.objectContaining({ primaryEmail: 'countess@contoso.example', active: true })]);
  });

  it('a taken e-mail that names its holder leads to adoption, though the listing had shown nobody', async () => {
    bench.slack.workspace.seedUser({ userName: 'countess', email: MAIL, title: 'Old' });
    const id = await joiner();
    await bench.process({ id, cause: 'full', candidate: null });
    expect(accounts()).toHaveLength(1);
    expect(accounts()[0]).toMatchObject({ title: 'Clerk', userName: 'countess' });
    expect(await bench.outcomes(id)).toEqual(['adopted']);
  });

  it('of two people whose user names collide neither gets the other’s account, and the second gets a suffix', async () => {
    const one = bench.addPerson({ userPrincipalName: 'sam@contoso.example' });
    const two = bench.addPerson({ userPrincipalName: 'sam@fabrikam.example' });
    await bench.fullCycle();
    const [first, second] = [bench.account('sam@contoso.example'), bench.account('sam@fabrikam.example')];
    expect([first?.userName, second?.userName].sort()).toEqual(['sam', 'sam2']);
    expect((await bench.anchor(one))?.slackId).toBe(first?.id);
    expect((await bench.anchor(two))?.slackId).toBe(second?.id);
    expect([...(await bench.outcomes(one)), ...(await bench.outcomes(two))]).toEqual(['created', 'created']);
  });

  it('a user name that a stranger has is merely taken', async () => {
    const stranger = bench.slack.workspace.seedUser({ userName: 'ada', email: 'ada@stranger.example' });
    const id = await joiner();
    await bench.notify(id);
    expect(bench.account(MAIL)).toMatchObject({ userName: 'ada2' });
    expect(bench.slack.workspace.user(stranger.id)).toEqual(stranger);
    expect(bench.slack.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it('a user name that is a channel’s is taken, too, and so is its first suffix', async () => {
    for (const name of ['ada', 'ada2']) bench.slack.workspace.channelNames.add(name);
    await bench.notify(await joiner());
    expect(bench.account(MAIL)?.userName).toBe('ada3');
  });

  it('a name that everybody has is settled with one creation, by a number of the person’s own', async () => {
    for (const suffix of ['', 2, 3, 4, 5, 6, 7, 8, 9]) {
      bench.slack.workspace.seedUser({ userName: `ada${suffix}`, email: `ada${suffix}@stranger.example` });
    }
    await bench.notify(await joiner());
    expect(bench.account(MAIL)?.userName).toMatch(/^ada\d{3}$/);
    expect(bench.slack.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it('an account that Slack answers as inactive is enabled by the next look', async () => {
    const id = await joiner();
    await bench.notify(id);
    const { id: slackId } = accounts()[0] ?? { id: '' };
    bench.slack.workspace.deactivateByHand(slackId);
    const anchor = await bench.anchor(id);
    if (anchor) await bench.app.anchors.update({ ...anchor, active: false, uncertain: true });
    await bench.notify(id);
    expect(accounts()[0]?.active).toBe(true);
  });
});

describe('adopting', () => {
  it('by e-mail: what differs is written, and the user name stays', async () => {
    const { id: slackId } = bench.slack.workspace.seedUser({ userName: 'countess', email: MAIL });
    const id = await joiner();
    await bench.notify(id);
    expect(bench.slack.workspace.user(slackId)).toMatchObject({ userName: 'countess', title: 'Clerk' });
    expect(await bench.anchor(id)).toMatchObject({ slackId, matchedBy: 'email', lastOutcome: 'adopted' });
  });

  it('by user name, when the primary e-mail is another address of the person', async () => {
    const { id: slackId } = bench.slack.workspace.seedUser({ userName: 'ada', email: 'countess@contoso.example' });
    const id = await joiner({ ...ADA, proxyAddresses: [`SMTP:${MAIL}`, 'smtp:countess@contoso.example'] });
    await bench.notify(id);
    expect(accounts()).toHaveLength(1);
    expect(await bench.anchor(id)).toMatchObject({ slackId, matchedBy: 'userName' });
    expect(bench.account(MAIL)?.id).toBe(slackId);
  });

  it('a user name whose account is linked to somebody else is taken, also if its address is one of the person’s', async () => {
    const first = await joiner({ userPrincipalName: 'sam@contoso.example' });
    await bench.notify(first);
    const second = await joiner({ userPrincipalName: 'sam@fabrikam.example', otherMails: ['sam@contoso.example'] });
    await bench.notify(second);
    expect(await bench.outcomes(second)).toEqual(['created']);
    expect(bench.account('sam@fabrikam.example')?.userName).toBe('sam2');
  });

  it('a deactivated account is enabled and updated in one request', async () => {
    bench.slack.workspace.seedUser({ userName: 'ada', email: MAIL, active: false });
    const id = await joiner();
    const calls = await bench.calls(() => bench.notify(id));
    expect(bench.account(MAIL)).toMatchObject({ active: true, title: 'Clerk' });
    expect(calls.slack.filter((line) => line.startsWith('PATCH'))).toHaveLength(1);
  });

  it('a recycled address is staged: the account of someone who has left is not given to the next', async () => {
    for (const leave of [
      (id: string) => bench.graph.directory.purgeUser(id),
      (id: string) => bench.graph.directory.deleteUser(id),
    ]) {
      const former = await joiner();
      await bench.notify(former);
      leave(former);
      await bench.notify(former);
      const next = await joiner();
      await bench.notify(next);
      expect(await bench.outcomes(next)).toEqual(['staged(RecycledAccount)']);
      expect(await bench.anchor(next)).toBeUndefined();
      expect(bench.account(MAIL)?.active).toBe(false);
      bench.graph.directory.purgeUser(next);
      bench.slack.workspace.editUser(bench.account(MAIL)?.id ?? '', {
        primaryEmail: `${former}@gone.example`,
        userName: former.slice(0, 8),
      });
    }
  });

  it('of two people with one e-mail address one is linked, and the other fails with the reason', async () => {
    const one = await joiner();
    const two = await joiner({ userPrincipalName: 'other@contoso.example', mail: MAIL });
    await bench.notify(one);
    await bench.notify(two);
    expect(await bench.outcomes(two)).toEqual(['failed(DuplicateSourceEntries)']);
    expect(accounts()).toHaveLength(1);
  });

  it('a bot is never adopted', async () => {
    bench.slack.workspace.seedUser({ userName: 'ada', email: 'ada@slack-bots.com', kind: 'bot', secondaryEmail: MAIL });
    const id = await joiner();
    await bench.notify(id);
    expect(await bench.outcomes(id)).toEqual(['failed(ProtectedAccount)']);
  });

  it('an adoption whose update has to wait is reported as adoption when it is done, and references to the person are written', async () => {
    const { id: slackId } = bench.slack.workspace.seedUser({ userName: 'ada', email: MAIL });
    const boss = await joiner();
    const report = await joiner({ userPrincipalName: 'ben@contoso.example' });
    bench.graph.directory.setManager(report, boss);
    await bench.notify(report);
    bench.slack.faults.serverErrors = { ...bench.slack.faults.serverErrors, next: 1, methods: ['PATCH'] };
    await bench.notify(boss);
    await bench.drain();
    expect(await bench.outcomes(boss)).toEqual(['adopted']);
    expect(bench.account('ben@contoso.example')?.profile?.managerId).toBe(slackId);
  });
});
