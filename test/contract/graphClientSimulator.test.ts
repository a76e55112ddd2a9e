import { afterEach, describe, expect, it } from 'vitest';
import {
  type GraphSimulator,
  type GraphSimulatorOptions,
  startGraphSimulator,
} from '../../infra/local/graph/startGraphSimulator.ts';
import { type LocalServer, startServer } from '../../infra/local/http/server.ts';
import { createGraphClient } from '../../shared/entra/graphClient.ts';
import { parseNotifications } from '../../shared/entra/notifications.ts';
import { createSource } from '../../shared/entra/source.ts';
import { createSubscriptions } from '../../shared/entra/subscriptions.ts';
import { planSubscriptions, SUBSCRIPTION_LIFETIME_MS } from '../../shared/plan/planSubscriptions.ts';
import { manualClock } from './graphClientScript.ts';

const guid = (kind: string, n: number) => `${kind.repeat(8)}-0000-4000-8000-${String(n).padStart(12, '0')}`;
const user = (n: number) => guid('a', n);
const group = (n: number) => guid('b', n);
const TENANT = guid('c', 1);
const APPLICATION = guid('d', 1);
const ROLE = guid('e', 1);
const NO_ROLE = '00000000-0000-0000-0000-000000000000';

function tenant(users = 3): NonNullable<GraphSimulatorOptions['tenant']> {
  return {
    tenantId: TENANT,
    applicationId: guid('f', 1),
    users: Array.from({ length: users }, (_, n) => ({
      id: user(n),
      properties: {
        userPrincipalName: `user${n}@x.example`,
        displayName: `User ${n}`,
        mail: `user${n}@x.example`,
        accountEnabled: true,
        department: 'Sales',
        businessPhones: ['+1 555 0100'],
        onPremisesExtensionAttributes: { extensionAttribute7: 'seven' },
      },
      managerId: n === 0 ? null : user(0),
    })),
    groups: [
      { id: group(1), properties: { displayName: 'Outer', securityEnabled: true }, memberIds: [user(0), group(2)] },
      { id: group(2), properties: { displayName: 'Inner', securityEnabled: true }, memberIds: [user(1), user(2)] },
    ],
    servicePrincipals: [
      {
        id: APPLICATION,
        appId: guid('f', 2),
        displayName: 'Slack',
        appRoles: [{ id: ROLE, displayName: 'User', description: 'User', value: 'User' }],
      },
    ],
    assignments: [
      { principalId: user(1), resourceId: APPLICATION, appRoleId: ROLE },
      { principalId: group(1), resourceId: APPLICATION, appRoleId: NO_ROLE },
    ],
  };
}

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});

async function connect(seed = tenant()) {
  const graph = await startGraphSimulator({ tenant: seed });
  opened.push(graph);
  const credential = { getToken: async () => 'local' };
  const clock = manualClock();
  const client = createGraphClient({ baseUrl: graph.url, credential, clock, random: () => 0 });
  return { graph, client, clock, source: createSource(client, { servicePrincipalId: APPLICATION }) };
}

async function collect<T>(pages: AsyncIterable<readonly T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}

async function readDelta(source: ReturnType<typeof createSource>, kind: 'users' | 'groups', link: string) {
  const ids: string[] = [];
  let next = '';
  for await (const page of source.readDelta(kind, link)) {
    ids.push(...page.ids);
    next = page.nextLink ?? next;
  }
  return { ids, next };
}

describe('Source against the Graph simulator', () => {
  it('reads every property that can be mapped, and the manager, in one request', async () => {
    const { graph, source } = await connect();
    expect(await source.readUser(user(1).toUpperCase())).toMatchObject({
      id: user(1),
      state: 'present',
      managerId: user(0),
      properties: {
        accountEnabled: true,
        department: 'Sales',
        businessPhones: ['+1 555 0100'],
        onPremisesExtensionAttributes: { extensionAttribute7: 'seven' },
      },
    });
    expect(graph.requests).toHaveLength(1);
    expect((await source.readUser('user0@x.example'))?.managerId).toBeNull();
  });

  it('follows a user from presence to the recycle bin, back, and out of existence', async () => {
    const { graph, source } = await connect();
    graph.directory.deleteUser(user(1));
    expect(await source.readUser(user(1))).toMatchObject({ id: user(1), state: 'softDeleted' });
    graph.directory.restoreUser(user(1));
    expect((await source.readUser(user(1)))?.state).toBe('present');
    graph.directory.purgeUser(user(1));
    expect(await source.readUser(user(1))).toBeUndefined();
  });

  it('lists more users than fit on a page, without those in the recycle bin', async () => {
    const { graph, source } = await connect(tenant(1_100));
    graph.directory.deleteUser(user(7));
    const users = await collect(source.listUsers());
    expect(new Set(users.map(({ id }) => id)).size).toBe(1_099);
    expect(users.find(({ id }) => id === user(1_099))?.managerId).toBe(user(0));
    expect(graph.requests).toHaveLength(2);
  });

  it('comes through throttling, faults and lost answers in the middle of a listing', async () => {
    const { graph, clock, source } = await connect(tenant(1_100));
    Object.assign(graph.faults.throttle, { next: 1, retryAfter: '2.5' });
    Object.assign(graph.faults.serverErrors, { next: 1, status: 502, pathContains: 'skiptoken' });
    Object.assign(graph.faults.lostAnswers, { next: 1, pathContains: 'skiptoken' });
    expect(await collect(source.listUsers())).toHaveLength(1_100);
    expect(clock.slept[0]).toBe(2_500);
  });

  it('sees changes, soft deletes, purges and members behind a delta link, page by page', async () => {
    const { graph, source } = await connect();
    graph.faults.deltaPageSize = 1;
    graph.faults.emptyDeltaPages = 1;
    const users = await source.latestDelta('users');
    const groups = await source.latestDelta('groups');
    expect((await readDelta(source, 'users', users.link)).ids).toEqual([]);
    graph.directory.patchUser(user(0), { department: 'Ops' });
    graph.directory.deleteUser(user(1));
    graph.directory.purgeUser(user(2));
    graph.directory.addMembers(group(2), [user(0)]);
    const changed = await readDelta(source, 'users', users.link);
    expect(new Set(changed.ids)).toEqual(new Set([user(0), user(1), user(2)]));
    expect(changed.ids).toHaveLength(3);
    expect((await readDelta(source, 'users', changed.next)).ids).toEqual([]);
    expect((await readDelta(source, 'groups', groups.link)).ids).toContain(group(2));
  });

  it('sees a change of manager behind the users link', async () => {
    const { graph, source } = await connect();
    const { link } = await source.latestDelta('users');
    graph.directory.setManager(user(2), user(1));
    expect((await readDelta(source, 'users', link)).ids).toEqual([user(2)]);
  });

  it('calls an expired link, and one that Graph cannot read, expired', async () => {
    const { graph, source } = await connect();
    const { link } = await source.latestDelta('users');
    graph.faults.expireDeltaTokens = 1;
    await expect(readDelta(source, 'users', link)).rejects.toMatchObject({ class: 'gone', code: 'DeltaExpired' });
    const unreadable = readDelta(source, 'users', '/users/delta?$deltatoken=xyz');
    await expect(unreadable).rejects.toMatchObject({ class: 'gone', code: 'DeltaExpired' });
  });

  it('lists assignments, app roles and the members of groups', async () => {
    const { source } = await connect();
    expect(await collect(source.listAssignments())).toEqual([
      { principalId: user(1), principalType: 'User', appRoleId: ROLE },
      { principalId: group(1), principalType: 'Group', appRoleId: NO_ROLE },
    ]);
    expect(await source.listAppRoles()).toEqual([{ id: ROLE, value: 'User', displayName: 'User' }]);
    expect(await collect(source.listGroupUserIds(group(1), { transitive: false }))).toEqual([user(0)]);
    const nested = await collect(source.listGroupUserIds(group(1), { transitive: true }));
    expect(nested.toSorted()).toEqual([user(0), user(1), user(2)]);
    const missing = collect(source.listGroupUserIds(group(9), { transitive: false }));
    await expect(missing).rejects.toMatchObject({ class: 'gone' });
  });
});

describe('Subscriptions and notifications against the Graph simulator', () => {
  /** Answers the handshake and keeps the bodies of the deliveries. */
  async function receive(): Promise<{ url: string; bodies: string[] }> {
    const bodies: string[] = [];
    const server: LocalServer = await startServer(({ url, body }) => {
      const token = url.searchParams.get('validationToken');
      if (token !== null) return { status: 200, headers: { 'content-type': 'text/plain' }, body: token };
      bodies.push(body.toString());
      return { status: 202 };
    });
    opened.push(server);
    return { url: `${server.url}/api/graph/notifications`, bodies };
  }

  async function subscribe(graph: GraphSimulator, client: Awaited<ReturnType<typeof connect>>['client']) {
    const receiver = await receive();
    const subscriptions = createSubscriptions(client, { notificationUrl: receiver.url, clientState: 'state' });
    const expiresAt = new Date(Date.now() + SUBSCRIPTION_LIFETIME_MS);
    for (const resource of ['users', 'groups'] as const) await subscriptions.create(resource, expiresAt);
    const arrived = async () => {
      await graph.delivered();
      return receiver.bodies.splice(0).map((body) => parseNotifications(body, 'state', { tenantId: TENANT }));
    };
    return { receiver, subscriptions, expiresAt, arrived };
  }

  it('subscribes through the handshake, lists, renews, deletes, and plans nothing more to do', async () => {
    const { graph, client } = await connect();
    const { receiver, subscriptions, expiresAt } = await subscribe(graph, client);
    const existing = await subscriptions.list();
    expect(existing.map(({ resource }) => resource).toSorted()).toEqual(['groups', 'users']);
    const wanted = {
      resources: ['users', 'groups'] as const,
      notificationUrl: receiver.url,
      now: new Date(),
      lifetimeMs: SUBSCRIPTION_LIFETIME_MS,
      renewBeforeMs: 86_400_000,
      isSecretChanged: false,
    };
    expect(planSubscriptions(existing, wanted)).toEqual({ create: [], renew: [], delete: [] });
    await expect(subscriptions.create('users', expiresAt)).rejects.toMatchObject({ class: 'conflict' });

    const [first] = existing;
    const later = new Date(expiresAt.getTime() + 60_000);
    expect(await subscriptions.renew(first?.id ?? '', later)).toEqual({ ...first, expiresAt: later.toISOString() });
    await subscriptions.delete(first?.id ?? '');
    await subscriptions.delete(first?.id ?? '');
    await expect(subscriptions.renew(first?.id ?? '', later)).rejects.toMatchObject({ class: 'gone' });
    const { create } = planSubscriptions(await subscriptions.list(), wanted);
    expect(create.map(({ resource }) => resource)).toEqual([first?.resource]);
  });

  it('cannot subscribe a URL that does not answer the handshake', async () => {
    const { client } = await connect();
    const deaf = await startServer(() => ({ status: 200, body: 'hello' }));
    opened.push(deaf);
    const subscriptions = createSubscriptions(client, { notificationUrl: deaf.url, clientState: 'state' });
    const creating = subscriptions.create('users', new Date(Date.now() + 3_600_000));
    await expect(creating).rejects.toMatchObject({ class: 'invalid' });
  });

  it('understands what is delivered: each change under a source of its own', async () => {
    const { graph, client } = await connect();
    const { arrived } = await subscribe(graph, client);
    graph.directory.patchUser(user(0), { department: 'Ops' });
    graph.directory.patchUser(user(0), { department: 'Legal' });
    graph.directory.addMembers(group(2), [user(0)]);
    graph.directory.removeMembers(group(2), [user(1)]);
    const parsed = await arrived();
    const changes = parsed.flatMap((one) => one.changes);
    expect(parsed.flatMap((one) => one.rejected)).toEqual([]);
    expect(changes.filter(({ kind, id }) => kind === 'user' && id === user(0))).toHaveLength(2);
    expect(new Set(changes.map(({ source }) => source)).size).toBe(changes.length);
    const members = changes.filter(({ kind }) => kind === 'group').map((change) => change.members);
    expect(members).toEqual([
      { added: [user(0)], removed: [] },
      { added: [], removed: [user(1)] },
    ]);
  });

  it('gives a repeated delivery the same source', async () => {
    const { graph, client } = await connect();
    const { arrived } = await subscribe(graph, client);
    graph.faults.duplicate = 1;
    graph.faults.notificationBatchSize = 1;
    graph.directory.patchUser(user(0), { department: 'Ops' });
    const [one, other] = await arrived();
    expect(one?.changes).toHaveLength(1);
    expect(other?.changes).toEqual(one?.changes);
  });

  it('understands lifecycle notifications', async () => {
    const { graph, client } = await connect();
    const { arrived, subscriptions } = await subscribe(graph, client);
    const [first] = await subscriptions.list();
    await graph.sendLifecycle(first?.id ?? '', 'reauthorizationRequired');
    expect((await arrived()).flatMap(({ lifecycle }) => lifecycle)).toEqual([
      { event: 'reauthorizationRequired', subscriptionId: first?.id },
    ]);
  });
});
