import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { notificationItem } from '../support/notificationItem.ts';
import { eventually, type Scenario, startScenario } from '../support/scenario.ts';

let scenario: Scenario;
beforeAll(async () => {
  scenario = await startScenario();
  await scenario.provision();
});
afterAll(() => scenario.close());

let count = 0;
const ada = () => scenario.account(`ada.lovelace${count}@contoso.example`);

/** Another Ada, provisioned, in an instance that has processed a change of hers before. */
async function withWarmInstance(): Promise<string> {
  count += 1;
  const id = scenario.addPerson({ userPrincipalName: `ada.lovelace${count}@contoso.example` });
  await scenario.fullCycle();
  await change(id, { jobTitle: 'Warm' });
  expect(ada()?.title).toBe('Warm');
  return id;
}

/** Changes a person in the directory itself, so that Graph's log holds only what the app asks for. */
async function change(id: string, patch: Record<string, unknown>): Promise<void> {
  scenario.graph.directory.patchUser(id, patch);
  await scenario.idle();
}

/** What is done with messages while an action runs, as `send` or `receive`, once for each message. */
async function queueOperationsOf(action: () => Promise<unknown>): Promise<readonly string[]> {
  const { serviceBus } = scenario.stack;
  const before = { ...serviceBus.messages };
  await action();
  return Object.entries(serviceBus.messages).flatMap(([name, count]) =>
    Array.from({ length: count - before[name as keyof typeof before] }, () => name),
  );
}

/** Every request that an action causes, until the queue is empty again. */
async function callsOf(action: () => Promise<unknown>) {
  const { graph, slack } = scenario;
  const [graphBefore, slackBefore] = [graph.requests.length, slack.requests.length];
  const tables = await scenario.tables.operationsOf(action);
  const line = ({ method, path }: { method: string; path: string }) => `${method} ${path.split('?')[0]}`;
  return {
    graph: graph.requests.slice(graphBefore).map(line),
    slack: slack.requests.slice(slackBefore).map(line),
    // The figures of the day are written once for all changes of two seconds, whenever those are over.
    tables: tables.filter((operation) => operation !== 'PUT insights').sort(),
  };
}

describe('what one event costs on a warm instance', () => {
  it('one changed attribute: one Graph request, one Slack request, at most six table operations', async () => {
    const id = await withWarmInstance();
    const slackId = ada()?.id;
    const calls = await callsOf(() => change(id, { jobTitle: 'Countess' }));
    expect(ada()?.title).toBe('Countess');
    expect(calls.graph).toEqual([`GET /v1.0/users/${id}`]);
    expect(calls.slack).toEqual([`PATCH /scim/v2/Users/${slackId}`]);
    expect(calls.tables.length, calls.tables.join(', ')).toBeLessThanOrEqual(6);
  });

  it('one changed attribute: three operations on the queue', async () => {
    const id = await withWarmInstance();
    expect(await queueOperationsOf(() => change(id, { jobTitle: 'Countess' }))).toEqual([
      'send',
      'receive',
      'complete',
    ]);
  });

  it('one member more in a group: one Slack request', async () => {
    const id = await withWarmInstance();
    const other = scenario.addPerson({ userPrincipalName: 'grace@contoso.example' });
    const group = scenario.addGroup('Chess Club', [id]);
    scenario.assign(group);
    await scenario.fullCycle();
    await scenario.idle();
    const calls = await callsOf(async () => {
      scenario.graph.directory.addMembers(group, [other]);
      await scenario.idle();
    });
    const [chess] = scenario.slack.workspace.groups.findByName('Chess Club');
    expect(calls.slack).toEqual([`PATCH /scim/v2/Groups/${chess?.id}`]);
    expect([...(chess?.memberIds ?? [])]).toContain(scenario.account('grace@contoso.example')?.id);
    // The group, its members, and the one who has come into scope a second time.
    expect(calls.graph).toEqual([
      `GET /v1.0/groups/${group}`,
      `GET /v1.0/groups/${group}/members`,
      `GET /v1.0/users/${other}`,
    ]);
  });

  it('several attributes changed at once, a manager among them, cost one Slack request too', async () => {
    const id = await withWarmInstance();
    const boss = scenario.addPerson({ userPrincipalName: 'boss@contoso.example' });
    await scenario.runTimer('sweep');
    await eventually(() => expect(scenario.account('boss@contoso.example')?.active).toBe(true));
    await scenario.idle();
    scenario.graph.faults.dropNotifications = 1;
    scenario.graph.directory.patchUser(id, {
      jobTitle: 'Countess',
      department: 'Analysis',
      employeeId: '1815',
    });
    scenario.graph.directory.setManager(id, boss);
    await scenario.idle();
    scenario.graph.faults.dropNotifications = 0;
    const calls = await callsOf(async () => {
      expect(await scenario.notify([notificationItem(id)])).toBe(202);
      await scenario.idle();
    });
    expect(ada()).toMatchObject({
      title: 'Countess',
      profile: {
        department: 'Analysis',
        employeeNumber: '1815',
        managerId: scenario.account('boss@contoso.example')?.id,
      },
    });
    expect(calls.graph).toHaveLength(1);
    expect(calls.slack).toHaveLength(1);
    // Two more than the six: the manager's anchor, and beforehand a mark for the values that are the first of ours.
    expect(calls.tables.length, calls.tables.join(', ')).toBeLessThanOrEqual(8);
  });

  it('a phone number, which Slack takes only together with the other one: a Slack read more while the other is not ours', async () => {
    const id = await withWarmInstance();
    const account = `/scim/v2/Users/${ada()?.id}`;
    const first = await callsOf(() => change(id, { mobilePhone: '+1 555 0100' }));
    expect(first.slack).toEqual([`GET ${account}`, `PATCH ${account}`]);
    await change(id, { businessPhones: ['+1 555 0200'] });
    const later = await callsOf(() => change(id, { mobilePhone: '+1 555 0101' }));
    expect(later.slack).toEqual([`PATCH ${account}`]);
    const { primaryPhone, mobilePhone } = ada()?.profile ?? {};
    expect([primaryPhone, mobilePhone].sort()).toEqual(['+1 555 0101', '+1 555 0200']);
  });

  it('someone disabled: one Graph request for them and one for their reports, one Slack request, at most nine table operations, three of them for the deletion guard', async () => {
    const id = await withWarmInstance();
    const slackId = ada()?.id;
    const calls = await callsOf(() => change(id, { accountEnabled: false }));
    expect(ada()?.active).toBe(false);
    expect(calls.graph).toEqual([`GET /v1.0/users/${id}`, `GET /v1.0/users/${id}/directReports`]);
    expect(calls.slack).toEqual([`DELETE /scim/v2/Users/${slackId}`]);
    expect(calls.tables.length, calls.tables.join(', ')).toBeLessThanOrEqual(9);
  });

  it('a change that concerns nothing we map: one Graph request, no Slack request, two table reads, and one delete where they were written a moment ago', async () => {
    const id = await withWarmInstance();
    const calls = await callsOf(() => change(id, { passwordPolicies: 'DisablePasswordExpiration' }));
    expect(calls.graph).toEqual([`GET /v1.0/users/${id}`]);
    expect(calls.slack).toEqual([]);
    expect(calls.tables).toEqual(['DELETE unannounced', 'GET anchors', 'GET scope']);
  });

  it('someone who is neither in scope nor linked: two table reads, no Graph request, no Slack request', async () => {
    await withWarmInstance();
    const stranger = scenario.addPerson({ userPrincipalName: 'stranger@contoso.example' }, { assigned: false });
    await scenario.idle();
    for (const cause of [
      () => change(stranger, { jobTitle: 'Unseen' }),
      async () => {
        await scenario.notify([notificationItem(randomUUID())]);
        await scenario.idle();
      },
    ]) {
      expect(await callsOf(cause)).toEqual({ graph: [], slack: [], tables: ['GET anchors', 'GET scope'] });
    }
  });

  it('a change of a group that is not assigned: two table reads, no Graph request, no Slack request', async () => {
    const id = await withWarmInstance();
    const group = scenario.addGroup('Draughts Club');
    await scenario.idle();
    const calls = await callsOf(async () => {
      scenario.graph.directory.addMembers(group, [id]);
      await scenario.idle();
    });
    expect(calls).toEqual({ graph: [], slack: [], tables: ['GET anchors', 'GET scope'] });
  });
});
