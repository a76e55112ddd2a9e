import { afterEach, describe, expect, it } from 'vitest';
import { eventually, type Scenario, startScenario } from '../support/scenario.ts';

let scenario: Scenario;
afterEach(() => scenario.close());

const ADA_MAIL = 'ada.lovelace@contoso.example';
const ADA = { userPrincipalName: ADA_MAIL, displayName: 'Ada Lovelace' };

/** Writes that Slack carried out, as `POST /scim/v2/Users`. */
const writes = () =>
  scenario.slack.requests
    .filter(({ method, status }) => method !== 'GET' && status < 300)
    .map(({ method, path }) => `${method} ${path}`);

async function outcomesOf(id: string): Promise<readonly (readonly [string, string | undefined])[]> {
  return (await scenario.logOf(id)).map(({ type, code }) => [type, code]);
}

describe('someone who has a Slack account already', () => {
  it('gets it by e-mail address: adopted, brought up to date, its user name kept, no second account made', async () => {
    scenario = await startScenario({
      slackAccounts: [{ id: 'UOLD', userName: 'countess', email: ADA_MAIL.toUpperCase(), title: 'Old title' }],
    });
    const id = scenario.addPerson(ADA);
    await scenario.provision();
    expect(scenario.slack.workspace.size).toBe(1);
    expect(scenario.slack.workspace.user('UOLD')).toMatchObject({
      userName: 'countess',
      title: 'Clerk',
      familyName: 'Example',
      active: true,
    });
    expect(writes()).toEqual(['PATCH /scim/v2/Users/UOLD']);
    expect(await outcomesOf(id)).toEqual([['adopted', undefined]]);
    expect(await scenario.anchorOf(id)).toMatchObject({ slackId: 'UOLD', matchedBy: 'email', active: true });
  });

  it('gets it by user name when its address is one of theirs in Entra, and the account gets the current address', async () => {
    scenario = await startScenario({
      slackAccounts: [{ id: 'UOLD', userName: 'ada.lovelace', email: 'ada.byron@contoso.example' }],
    });
    const id = scenario.addPerson({ ...ADA, proxyAddresses: ['smtp:Ada.Byron@contoso.example'] });
    await scenario.provision();
    expect(scenario.slack.workspace.size).toBe(1);
    expect(scenario.account(ADA_MAIL)).toMatchObject({ id: 'UOLD', userName: 'ada.lovelace', title: 'Clerk' });
    expect(await outcomesOf(id)).toEqual([['adopted', undefined]]);
    expect(await scenario.anchorOf(id)).toMatchObject({ slackId: 'UOLD', matchedBy: 'userName' });
  });

  it("does not get a stranger's account that carries their user name: it stays untouched, and theirs gets a suffix", async () => {
    scenario = await startScenario({
      slackAccounts: [{ id: 'USTRANGER', userName: 'ada.lovelace', email: 'ada@elsewhere.example', title: 'Stranger' }],
    });
    const stranger = scenario.slack.workspace.user('USTRANGER');
    const id = scenario.addPerson(ADA);
    await scenario.provision();
    expect(scenario.account(ADA_MAIL)).toMatchObject({ userName: 'ada.lovelace2', title: 'Clerk', active: true });
    await scenario.patchUser(id, { jobTitle: 'Countess' });
    await eventually(() => expect(scenario.account(ADA_MAIL)?.title).toBe('Countess'));
    scenario.graph.directory.deleteUser(id);
    await eventually(() => expect(scenario.account(ADA_MAIL)?.active).toBe(false));
    expect(scenario.slack.workspace.user('USTRANGER')).toEqual(stranger);
    expect(scenario.slack.workspace.size).toBe(2);
  });

  it('gets it although it is deactivated, and it is enabled', async () => {
    scenario = await startScenario({
      slackAccounts: [{ id: 'UOLD', userName: 'ada', email: ADA_MAIL, active: false }],
    });
    const id = scenario.addPerson(ADA);
    await scenario.provision();
    expect(scenario.slack.workspace.user('UOLD')).toMatchObject({ active: true, title: 'Clerk' });
    expect(await outcomesOf(id)).toEqual([['adopted', undefined]]);
    expect(await scenario.anchorOf(id)).toMatchObject({ active: true, disabledInSlack: false });
  });
});

describe('two people who want the same', () => {
  it('user name: each has an account of their own, the second one with a suffix, and changes reach the right one', async () => {
    scenario = await startScenario();
    const first = scenario.addPerson({ userPrincipalName: 'j.doe@contoso.example', displayName: 'Jane Doe' });
    const second = scenario.addPerson({ userPrincipalName: 'j.doe@fabrikam.example', displayName: 'John Doe' });
    await scenario.provision();
    const accounts = () => [scenario.account('j.doe@contoso.example'), scenario.account('j.doe@fabrikam.example')];
    expect(scenario.slack.workspace.size).toBe(2);
    expect(
      accounts()
        .map((account) => account?.userName)
        .sort(),
    ).toEqual(['j.doe', 'j.doe2']);
    await scenario.patchUser(first, { jobTitle: 'First' });
    await scenario.patchUser(second, { jobTitle: 'Second', accountEnabled: true });
    await eventually(() => expect(accounts().map((account) => account?.title)).toEqual(['First', 'Second']));
    scenario.unassign(second);
    await scenario.runTimer('sweep');
    await eventually(() => expect(accounts().map((account) => account?.active)).toEqual([true, false]));
  });

  it('e-mail address: one gets the account, the other one fails with a reason and never touches it', async () => {
    scenario = await startScenario();
    const shared = { mail: 'desk@contoso.example' };
    const ids = [
      scenario.addPerson({ userPrincipalName: 'one@contoso.example', ...shared }),
      scenario.addPerson({ userPrincipalName: 'two@contoso.example', ...shared }),
    ];
    const status = await scenario.provision();
    expect(status.cycle).toMatchObject({ planned: 2, done: 1, failed: 1 });
    expect(scenario.slack.workspace.size).toBe(1);
    const results = await Promise.all(ids.map(outcomesOf));
    expect(results.flat().sort()).toEqual([
      ['created', undefined],
      ['failed', 'DuplicateSourceEntries'],
    ]);
    const anchors = (await Promise.all(ids.map((id) => scenario.anchorOf(id)))).filter((anchor) => anchor);
    expect(anchors).toHaveLength(1);
    const account = scenario.account('desk@contoso.example');
    const loser = ids.find((id) => id !== anchors[0]?.sourceId) as string;
    await scenario.patchUser(loser, { jobTitle: 'Not mine' });
    await eventually(async () => expect(await outcomesOf(loser)).toHaveLength(2));
    expect(scenario.account('desk@contoso.example')).toEqual(account);
  });
});
