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
async function withAda(): Promise<string> {
  count += 1;
  const userPrincipalName = `ada.lovelace${count}@contoso.example`;
  const id = scenario.addPerson({ userPrincipalName, displayName: 'Ada Lovelace' });
  await scenario.fullCycle();
  return id;
}

describe('the life of one account', () => {
  it('is created for someone assigned, and a change of an attribute reaches Slack within two seconds', async () => {
    const id = await withAda();
    expect(ada()).toMatchObject({
      active: true,
      userName: 'ada.lovelace1',
      title: 'Clerk',
      displayName: 'Ada Lovelace',
    });
    const before = Date.now();
    await scenario.patchUser(id, { jobTitle: 'Countess' });
    await eventually(() => expect(ada()?.title).toBe('Countess'), 2_000);
    expect(Date.now() - before).toBeLessThan(2_000);
  });

  it('is disabled when the account is disabled in Entra, and enabled again with it', async () => {
    const id = await withAda();
    await scenario.patchUser(id, { accountEnabled: false });
    await eventually(() => expect(ada()?.active).toBe(false));
    await scenario.patchUser(id, { accountEnabled: true, jobTitle: 'Returned' });
    await eventually(() => expect(ada()).toMatchObject({ active: true, title: 'Returned' }));
    // The log is written after Slack.
    await eventually(async () =>
      expect((await scenario.logOf(id)).map(({ type, code }) => [type, code])).toEqual([
        ['created', undefined],
        ['disabled', 'AccountDisabled'],
        ['updated', undefined],
      ]),
    );
  });

  it('is disabled by unassignment, which the sweep finds, and enabled by assignment', async () => {
    const id = await withAda();
    scenario.unassign(id);
    await scenario.runTimer('sweep');
    await eventually(() => expect(ada()?.active).toBe(false));
    scenario.assign(id);
    await scenario.runTimer('sweep');
    await eventually(() => expect(ada()?.active).toBe(true));
  });

  it('is disabled by soft deletion, enabled by restoring, and retired by purging', async () => {
    const id = await withAda();
    scenario.graph.directory.deleteUser(id);
    await eventually(() => expect(ada()?.active).toBe(false));
    scenario.graph.directory.restoreUser(id);
    await eventually(() => expect(ada()?.active).toBe(true));
    scenario.graph.directory.purgeUser(id);
    await eventually(() => expect(ada()?.active).toBe(false));
    const log = await eventually(async () => {
      const entries = await scenario.logOf(id);
      expect(entries.at(-1)?.code).toMatch(/SoftDeleted|HardDeleted/);
      return entries;
    });
    expect(log[0]?.type).toBe('created');
  });

  it('ends in the last state after a burst of 200 changes', async () => {
    const id = await withAda();
    await Promise.all(Array.from({ length: 199 }, (_, index) => scenario.patchUser(id, { jobTitle: `Step ${index}` })));
    await scenario.patchUser(id, { jobTitle: 'The last' });
    await eventually(() => {
      expect(ada()?.title).toBe('The last');
      expect(scenario.stack.serviceBus.queueDepth('changes').active).toBe(0);
    }, 30_000);
    expect(ada()?.title).toBe('The last');
  });
});
