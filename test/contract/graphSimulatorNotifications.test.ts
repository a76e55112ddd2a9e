import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEMO_SLACK_SERVICE_PRINCIPAL_ID, DEMO_TENANT_ID, DEMO_USER_ROLE_ID } from '../../infra/local/demo/demoIds.ts';
import { type GraphSimulator, startGraphSimulator } from '../../infra/local/graph/startGraphSimulator.ts';
import {
  type Call,
  caller,
  type Listener,
  person,
  type Reaction,
  startListener,
  subscriptionTo,
  tenantOf,
} from './graphSimulatorCalls.ts';

const users = Array.from({ length: 30 }, (_, index) => person(`user${index}`));
const id = (index: number): string => users[index]?.id ?? '';

describe('notifications of the Graph simulator', () => {
  let graph: GraphSimulator;
  let listener: Listener;
  let call: Call;
  let react: (body: string) => Reaction;
  let subscriptionId: string;
  beforeEach(async () => {
    react = () => 202;
    listener = await startListener((body) => react(body));
    const tenant = tenantOf(users);
    graph = await startGraphSimulator({
      tenant,
      timeScale: 1000,
      random: () => 0.4,
      answerLimits: { retry: 500 },
    });
    call = caller(graph.url);
    const created = await call('POST', '/subscriptions', {
      ...subscriptionTo('users', `${listener.url}/notify?code=k`),
      lifecycleNotificationUrl: `${listener.url}/life`,
    });
    subscriptionId = created.body.id;
    await call('POST', '/subscriptions', subscriptionTo('groups', `${listener.url}/notify?code=k`));
  });
  afterEach(async () => {
    await graph.close();
    await listener.close();
  });
  const changes = () => listener.items().map((item) => `${item.changeType} ${item.resource}`);

  it('has the shape of captured ones, with a sequence number that a double cannot hold', async () => {
    await call('PATCH', `/users/${id(0)}`, { department: 'Sales' });
    await graph.delivered();
    expect(listener.items()).toEqual([
      {
        changeType: 'updated',
        clientState: 'secret',
        resource: `Users/${id(0)}`,
        resourceData: {
          '@odata.type': '#Microsoft.Graph.User',
          '@odata.id': `Users/${id(0)}`,
          id: id(0),
          organizationId: DEMO_TENANT_ID,
          sequenceNumber: expect.any(Number),
        },
        subscriptionExpirationDateTime: expect.stringMatching(/\+00:00$/),
        subscriptionId,
        tenantId: DEMO_TENANT_ID,
      },
    ]);
    const digits = /"sequenceNumber":(\d{18,})[,}]/.exec(listener.bodies[0] ?? '')?.[1] ?? '0';
    expect(BigInt(digits)).toBeGreaterThan(BigInt(Number.MAX_SAFE_INTEGER));
  });

  it('calls creating, changing, binning and restoring `updated`, and only purging `deleted`', async () => {
    const user = graph.directory.addUser({ displayName: 'N', userPrincipalName: 'n@contoso.example' });
    graph.directory.patchUser(user.id, { displayName: 'M' });
    graph.directory.deleteUser(user.id);
    graph.directory.restoreUser(user.id);
    graph.directory.deleteUser(user.id);
    graph.directory.purgeUser(user.id);
    await graph.delivered();
    const updated = `updated Users/${user.id}`;
    expect(changes()).toEqual([updated, updated, updated, updated, updated, `deleted Users/${user.id}`]);
  });

  it('says nothing about a PATCH that changes nothing', async () => {
    graph.directory.patchUser(id(0), { displayName: 'user0' });
    await graph.delivered();
    expect(changes()).toEqual([]);
  });

  it('tells members in the string form, as updates of the group', async () => {
    const group = graph.directory.addGroup({ displayName: 'G' }, [id(0)]).id;
    graph.directory.removeMembers(group, [id(0)]);
    await graph.delivered();
    const deltas = listener.items().map((item) => item.resourceData['members@delta']);
    expect(deltas).toEqual([undefined, [{ id: id(0) }], [{ id: id(0), '@removed': 'deleted' }]]);
    expect(listener.items()[1]).toMatchObject({ changeType: 'updated', resource: `Groups/${group}` });
  });

  it('tells of a change of manager as of the user, unless switched off', async () => {
    graph.directory.setManager(id(1), id(0));
    graph.faults.notifyManagerChange = false;
    graph.directory.setManager(id(2), id(0));
    await graph.delivered();
    expect(changes()).toEqual([`updated Users/${id(1)}`]);
  });

  it('never tells of assignments', async () => {
    const resourceId = DEMO_SLACK_SERVICE_PRINCIPAL_ID;
    const { id: assignment } = graph.directory.assign({ principalId: id(0), resourceId, appRoleId: DEMO_USER_ROLE_ID });
    graph.directory.unassign(assignment);
    await graph.delivered();
    expect(graph.deliveries).toEqual([]);
  });

  it('puts changes of several subscriptions into one POST, at most so many', async () => {
    graph.faults.notificationBatchSize = 25;
    for (const user of users) graph.directory.patchUser(user.id, { department: 'X' });
    graph.directory.addGroup({ displayName: 'G' });
    await graph.delivered();
    expect(graph.deliveries.map((delivery) => [delivery.items, delivery.status])).toEqual([
      [25, 202],
      [6, 202],
    ]);
    const subscriptions = new Set(
      listener
        .items()
        .slice(25)
        .map((item) => item.subscriptionId),
    );
    expect(subscriptions.size).toBe(2);
  });

  it('repeats a delivery that was refused or came too late, with the same items, until it is taken', async () => {
    const reactions: Reaction[] = [500, 'hang', 200];
    react = () => reactions.shift() ?? 202;
    graph.directory.patchUser(id(0), { department: 'X' });
    await graph.delivered();
    expect(graph.deliveries.map((delivery) => [delivery.attempt, delivery.status])).toEqual([
      [0, 500],
      [1, 0],
      [2, 200],
    ]);
    expect(new Set(listener.bodies).size).toBe(1);
  });

  it('gives up after 4 hours of pauses that double', async () => {
    react = () => 503;
    await graph.close();
    let time = Date.now();
    const hurried = {
      now: () => time,
      after: (milliseconds: number, run: () => void) => {
        const handle = setImmediate(() => {
          time += milliseconds;
          run();
        });
        return () => clearImmediate(handle);
      },
    };
    graph = await startGraphSimulator({ tenant: tenantOf(users), clock: hurried });
    call = caller(graph.url);
    await call('POST', '/subscriptions', subscriptionTo('users', listener.url));
    graph.directory.patchUser(id(0), { department: 'X' });
    await graph.delivered();
    const pauses = graph.deliveries.slice(1).map((one, index) => one.at - (graph.deliveries[index]?.at ?? 0));
    expect(pauses).toEqual(Array.from({ length: 10 }, (_, index) => 10_000 * 2 ** index));
  });

  it('sends nothing for a subscription that was deleted meanwhile', async () => {
    graph.faults.deliveryDelayMs = 20;
    graph.directory.patchUser(id(0), { department: 'X' });
    await call('DELETE', `/subscriptions/${subscriptionId}`);
    await graph.delivered();
    expect(graph.deliveries).toEqual([]);
  });

  it('notifies one object or the members of one group when only that is subscribed to', async () => {
    const group = graph.directory.addGroup({ displayName: 'G' }).id;
    const one = await call('POST', '/subscriptions', subscriptionTo(`users/${id(3)}`, `${listener.url}/one`));
    const members = await call(
      'POST',
      '/subscriptions',
      subscriptionTo(`groups/${group}/members`, `${listener.url}/m`),
    );
    graph.directory.patchUser(id(3), { department: 'X' });
    graph.directory.patchUser(id(4), { department: 'X' });
    graph.directory.patchGroup(group, { displayName: 'H' });
    graph.directory.addMembers(group, [id(5)]);
    await graph.delivered();
    const of = (subscription: string) => listener.items().filter((item) => item.subscriptionId === subscription);
    expect(of(one.body.id).map((item) => item.resource)).toEqual([`Users/${id(3)}`]);
    expect(of(members.body.id).map((item) => item.resourceData['members@delta'])).toEqual([[{ id: id(5) }]]);
  });

  it('drops, duplicates and reorders by its switches', async () => {
    graph.faults.dropNotifications = 2;
    for (const index of [0, 1, 2, 3]) graph.directory.patchUser(id(index), { department: 'X' });
    await graph.delivered();
    expect(changes()).toEqual([`updated Users/${id(0)}`, `updated Users/${id(2)}`]);

    listener.bodies.length = 0;
    Object.assign(graph.faults, { dropNotifications: 0, duplicate: 1 });
    graph.directory.patchUser(id(9), { department: 'X' });
    await graph.delivered();
    expect(changes()).toEqual([`updated Users/${id(9)}`, `updated Users/${id(9)}`]);

    listener.bodies.length = 0;
    await graph.close();
    let step = 0;
    const falling = () => 1 - (step++ % 90) / 100;
    graph = await startGraphSimulator({ tenant: tenantOf(users), random: falling });
    await caller(graph.url)('POST', '/subscriptions', subscriptionTo('users', listener.url));
    Object.assign(graph.faults, { reorder: true, reorderWindowMs: 0 });
    for (const index of [0, 1, 2]) graph.directory.patchUser(id(index), { department: 'Y' });
    await graph.delivered();
    expect(changes()).toEqual([2, 1, 0].map((index) => `updated Users/${id(index)}`));
  });

  it('sends lifecycle notifications without resource, and holds deliveries until reauthorised', async () => {
    graph.pauseSubscription(subscriptionId);
    expect(await graph.sendLifecycle(subscriptionId, 'reauthorizationRequired')).toBe(202);
    expect(listener.items()).toEqual([
      {
        subscriptionId,
        subscriptionExpirationDateTime: expect.any(String),
        tenantId: DEMO_TENANT_ID,
        clientState: 'secret',
        lifecycleEvent: 'reauthorizationRequired',
      },
    ]);
    graph.directory.patchUser(id(0), { department: 'X' });
    const delivered = graph.delivered();
    await call('POST', `/subscriptions/${subscriptionId}/reauthorize`);
    await delivered;
    expect(changes().slice(1)).toEqual([`updated Users/${id(0)}`]);
  });
});
