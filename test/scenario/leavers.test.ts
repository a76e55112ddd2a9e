import { afterEach, describe, expect, it } from 'vitest';
import { notificationItem } from '../support/notificationItem.ts';
import { eventually, type Scenario, startScenario } from '../support/scenario.ts';

let scenario: Scenario;
afterEach(() => scenario.close());

const ADA_MAIL = 'ada.lovelace@contoso.example';
const ADA = { userPrincipalName: ADA_MAIL, displayName: 'Ada Lovelace' };

/** Requests about one Slack account that would change it. */
const writesTo = (slackId: string) =>
  scenario.slack.requests.filter(({ method, path }) => method !== 'GET' && path.endsWith(`/Users/${slackId}`));

async function lastCode(id: string): Promise<readonly [string | undefined, string | undefined]> {
  const last = (await scenario.logOf(id)).at(-1);
  return [last?.type, last?.code];
}

describe('a leaver', () => {
  it('is disabled although a mapping of theirs fails', async () => {
    scenario = await startScenario({
      configure: ({ users, ...rest }) => ({
        ...rest,
        users: {
          ...users,
          mappings: users.mappings.map((mapping) =>
            mapping.target === 'title' ? { ...mapping, source: 'IIF([employeeType], "Inside", "Outside")' } : mapping,
          ),
        },
      }),
    });
    const id = scenario.addPerson({ ...ADA, employeeType: 'True' });
    await scenario.provision();
    expect(scenario.account(ADA_MAIL)).toMatchObject({ active: true, title: 'Inside' });
    await scenario.patchUser(id, { employeeType: 'perhaps' });
    await eventually(async () => expect(await lastCode(id)).toEqual(['failed', 'ExpressionEvaluationFailed']));
    await scenario.patchUser(id, { accountEnabled: false });
    await eventually(() => expect(scenario.account(ADA_MAIL)?.active).toBe(false));
    await eventually(async () => expect(await lastCode(id)).toEqual(['disabled', 'AccountDisabled']));
  });

  it('is disabled although the mail address, which Slack requires, is gone', async () => {
    scenario = await startScenario();
    const id = scenario.addPerson(ADA);
    await scenario.provision();
    await scenario.patchUser(id, { mail: null });
    await eventually(async () => expect(await lastCode(id)).toEqual(['failed', 'missing_primary_email']));
    expect(scenario.account(ADA_MAIL)?.active).toBe(true);
    scenario.unassign(id);
    await scenario.runTimer('sweep');
    await eventually(() => expect(scenario.account(ADA_MAIL)?.active).toBe(false));
  });

  it('who is purged is disabled, the anchor is retired, and neither cycles nor notifications touch the account again', async () => {
    scenario = await startScenario();
    const id = scenario.addPerson(ADA);
    const bob = scenario.addPerson({ userPrincipalName: 'bob@contoso.example' });
    await scenario.provision();
    const slackId = scenario.account(ADA_MAIL)?.id ?? '';
    scenario.graph.directory.purgeUser(id);
    await eventually(async () =>
      expect(await scenario.anchorOf(id)).toMatchObject({ slackId, retired: true, active: false }),
    );
    expect(scenario.slack.workspace.user(slackId)?.active).toBe(false);
    await scenario.idle();

    const before = writesTo(slackId).length;
    scenario.slack.workspace.editUser(slackId, { title: 'By hand' });
    expect(await scenario.notify([notificationItem(id)])).toBe(202);
    await scenario.patchUser(bob, { jobTitle: 'Witness' });
    await scenario.runTimer('sweep');
    await scenario.fullCycle();
    await eventually(() => expect(scenario.account('bob@contoso.example')?.title).toBe('Witness'));
    await scenario.idle();
    expect(writesTo(slackId)).toHaveLength(before);
    expect(scenario.slack.workspace.user(slackId)).toMatchObject({ active: false, title: 'By hand' });
  });

  it('who was purged keeps the account from a newcomer with the same address: that waits for approval', async () => {
    scenario = await startScenario();
    const id = scenario.addPerson(ADA);
    await scenario.provision();
    scenario.graph.directory.purgeUser(id);
    await eventually(async () => expect(await scenario.anchorOf(id)).toMatchObject({ retired: true }));
    const account = scenario.account(ADA_MAIL);
    expect(account?.active).toBe(false);
    const newcomer = scenario.addPerson({ ...ADA, displayName: 'Another Ada' });
    await scenario.runTimer('sweep');
    await eventually(async () => expect(await lastCode(newcomer)).toEqual(['staged', 'RecycledAccount']));
    expect(scenario.account(ADA_MAIL)).toEqual(account);
    expect(scenario.slack.workspace.size).toBe(1);
  });
});
