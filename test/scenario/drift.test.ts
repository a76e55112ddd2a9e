import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, type Scenario, startScenario } from '../support/scenario.ts';

let scenario: Scenario;
beforeAll(async () => {
  scenario = await startScenario();
  await scenario.provision();
});
afterAll(() => scenario.close());

let count = 0;
const ada = () => scenario.account(`ada.lovelace${count}@contoso.example`);

/** Another Ada, provisioned. */
async function withAda(): Promise<{ readonly id: string; readonly slackId: string }> {
  count += 1;
  const userPrincipalName = `ada.lovelace${count}@contoso.example`;
  const id = scenario.addPerson({ userPrincipalName, displayName: 'Ada Lovelace' });
  await scenario.fullCycle();
  return { id, slackId: ada()?.id ?? '' };
}

async function outcomesOf(id: string): Promise<readonly (readonly [string, string | undefined, string])[]> {
  return (await scenario.logOf(id)).map(({ type, code, cause }) => [type, code, cause]);
}

describe('what nobody told us', () => {
  it('a change whose notification was lost is found by the sweep', async () => {
    const { id } = await withAda();
    scenario.graph.faults.dropNotifications = 1;
    await scenario.patchUser(id, { jobTitle: 'Countess' });
    await scenario.idle();
    scenario.graph.faults.dropNotifications = 0;
    expect(ada()?.title).toBe('Clerk');
    await scenario.runTimer('sweep');
    await eventually(() => expect(ada()?.title).toBe('Countess'));
    await scenario.idle();
    expect((await outcomesOf(id)).at(-1)).toEqual(['updated', undefined, 'delta']);
  });

  it('an account changed by hand in Slack is found and repaired by the full cycle, and only what we map is', async () => {
    const { id, slackId } = await withAda();
    scenario.slack.workspace.editUser(slackId, {
      title: 'By hand',
      familyName: 'Byron',
      displayName: 'ada!',
      timezone: 'Europe/London',
    });
    await scenario.runTimer('sweep');
    await scenario.idle();
    expect(ada()?.title).toBe('By hand');
    await scenario.fullCycle();
    expect(ada()).toMatchObject({
      title: 'Clerk',
      familyName: 'Example',
      displayName: 'ada!',
      timezone: 'Europe/London',
    });
    const last = (await scenario.logOf(id)).at(-1);
    expect(last).toMatchObject({ type: 'updated', cause: 'full' });
    expect(last?.modifiedProperties).toEqual(
      expect.arrayContaining([
        { name: 'title', old: 'By hand', new: 'Clerk' },
        { name: 'name.familyName', old: 'Byron', new: 'Example' },
      ]),
    );
    expect(last?.modifiedProperties).toHaveLength(2);
  });

  it('an account disabled by hand in Slack is reported as DisabledInSlack and left, until someone there enables it', async () => {
    const { id, slackId } = await withAda();
    scenario.slack.workspace.deactivateByHand(slackId);
    await scenario.fullCycle();
    expect((await outcomesOf(id)).at(-1)).toEqual(['skipped', 'DisabledInSlack', 'full']);
    expect(await scenario.anchorOf(id)).toMatchObject({ disabledInSlack: true });

    const writes = () => scenario.slack.requests.filter(({ method }) => method !== 'GET').length;
    const before = writes();
    const said = await outcomesOf(id);
    const readsBefore = scenario.graph.requests.length;
    await scenario.patchUser(id, { jobTitle: 'Countess' });
    await eventually(() =>
      expect(scenario.graph.requests.slice(readsBefore).map(({ method }) => method)).toContain('GET'),
    );
    await scenario.idle();
    await scenario.fullCycle();
    expect(await outcomesOf(id), 'it is said once').toEqual(said);
    expect(ada()).toMatchObject({ active: false, title: 'Clerk' });
    expect(writes()).toBe(before);

    scenario.slack.workspace.editUser(slackId, { active: true });
    await scenario.fullCycle();
    expect(ada()).toMatchObject({ active: true, title: 'Countess' });
    expect(await scenario.anchorOf(id)).toMatchObject({ disabledInSlack: false, active: true });
  });

  it('an account disabled by hand in Slack is noticed by the first change that meets it, and not enabled', async () => {
    const { id, slackId } = await withAda();
    scenario.slack.workspace.deactivateByHand(slackId);
    await scenario.patchUser(id, { jobTitle: 'Countess' });
    await eventually(async () =>
      expect((await outcomesOf(id)).at(-1)).toEqual(['skipped', 'DisabledInSlack', 'notification']),
    );
    expect(ada()?.active).toBe(false);
  });
});
