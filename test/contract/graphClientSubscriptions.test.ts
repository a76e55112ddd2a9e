import { afterEach, describe, expect, it } from 'vitest';
import { createSubscriptions } from '../../shared/entra/subscriptions.ts';
import { type ScriptedGraph, scriptGraph } from './graphClientScript.ts';

const opened: ScriptedGraph[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

const notificationUrl = 'https://app.example/api/graph/notifications';
async function subscriptions(...answers: Parameters<typeof scriptGraph>[0]) {
  const graph = await scriptGraph(answers);
  opened.push(graph);
  return { graph, subscriptions: createSubscriptions(graph.client, { notificationUrl, clientState: 'state' }) };
}

const raw = { id: 's1', resource: '/users', expirationDateTime: '2026-12-01T10:23:45.9356913-08:00', notificationUrl };
const known = { id: 's1', resource: 'users', expiresAt: '2026-12-01T18:23:45.935Z', notificationUrl };
const expiresAt = new Date('2026-11-30T00:00:00Z');

describe('Subscriptions', () => {
  it('lists them across pages, with expiry in UTC and resources without a slash', async () => {
    const { subscriptions: port, graph } = await subscriptions(
      { status: 200, body: { value: [raw], '@odata.nextLink': 'https://graph/v1.0/subscriptions?$skiptoken=1' } },
      { status: 200, body: { value: [{ ...raw, id: 's2' }] } },
    );
    expect(await port.list()).toEqual([known, { ...known, id: 's2' }]);
    expect(graph.calls()).toEqual(['GET /v1.0/subscriptions', 'GET /v1.0/subscriptions?$skiptoken=1']);
  });

  it('creates with the change types that exist for users and groups, and a lifecycle URL', async () => {
    const { subscriptions: port, graph } = await subscriptions({ status: 201, body: raw });
    expect(await port.create('users', expiresAt)).toEqual(known);
    expect(JSON.parse(graph.seen[0]?.body.toString() ?? '')).toEqual({
      changeType: 'updated,deleted',
      notificationUrl,
      lifecycleNotificationUrl: notificationUrl,
      resource: 'users',
      expirationDateTime: '2026-11-30T00:00:00.000Z',
      clientState: 'state',
      latestSupportedTlsVersion: 'v1_2',
    });
    expect(graph.calls()).toEqual(['POST /v1.0/subscriptions']);
  });

  it('renews by a new expiry alone, and reports a vanished one as gone', async () => {
    const { subscriptions: port, graph } = await subscriptions({ status: 200, body: raw }, { status: 404 });
    await port.renew('s1', expiresAt);
    expect(graph.calls()).toEqual(['PATCH /v1.0/subscriptions/s1']);
    expect(graph.seen[0]?.body.toString()).toBe('{"expirationDateTime":"2026-11-30T00:00:00.000Z"}');
    await expect(port.renew('s1', expiresAt)).rejects.toMatchObject({ class: 'gone' });
  });

  it('deletes one that has vanished already without complaint', async () => {
    const { subscriptions: port } = await subscriptions({ status: 204 }, { status: 404 });
    await port.delete('s1');
    await port.delete('s1');
  });

  it('reports an existing subscription with another URL as a conflict that names it', async () => {
    const id = '11111111-2222-4333-8444-555555555555';
    const message = `Subscription Id ${id} already exists for the requested combination`;
    const { subscriptions: port } = await subscriptions({
      status: 409,
      body: { error: { code: 'Conflict', message } },
    });
    await expect(port.create('users', expiresAt)).rejects.toMatchObject({ class: 'conflict', existingId: id });
  });

  it('names the permission, and the quota, when creating is refused', async () => {
    const { subscriptions: port } = await subscriptions({ status: 403, body: { error: { code: 'Forbidden' } } });
    await expect(port.create('users', expiresAt)).rejects.toThrow(/User\.Read\.All and Group\.Read\.All.*limit/);
  });

  it.each(['', 'x'.repeat(129)])('refuses a clientState that Graph would not take', async (clientState) => {
    const { graph } = await subscriptions();
    expect(() => createSubscriptions(graph.client, { notificationUrl, clientState })).toThrow(/GRAPH_CLIENT_STATE/);
  });
});
