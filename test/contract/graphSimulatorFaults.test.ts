import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEMO_SLACK_SERVICE_PRINCIPAL_ID, DEMO_USER_ROLE_ID } from '../../infra/local/demo/demoIds.ts';
import { createManualClock, type ManualClock } from '../../infra/local/graph/simulatorClock.ts';
import { type GraphSimulator, startGraphSimulator } from '../../infra/local/graph/startGraphSimulator.ts';
import { type Call, caller, person, readAll, startListener, subscriptionTo, tenantOf } from './graphSimulatorCalls.ts';

const ann = person('ann');
const bob = person('bob');
const START = Date.parse('2026-05-04T08:00:00Z');
const assigned = `/servicePrincipals/${DEMO_SLACK_SERVICE_PRINCIPAL_ID}/appRoleAssignedTo`;

describe('the front of the Graph simulator', () => {
  let clock: ManualClock;
  let graph: GraphSimulator;
  let call: Call;
  beforeEach(async () => {
    clock = createManualClock(START);
    graph = await startGraphSimulator({ tenant: tenantOf([ann, bob]), clock, random: () => 0.4 });
    call = caller(graph.url);
  });
  afterEach(() => graph.close());

  it('refuses a request without a bearer token', async () => {
    const refused = await fetch(`${graph.url}/v1.0/users`);
    expect(refused.status).toBe(401);
    expect(await refused.json()).toMatchObject({ error: { code: 'InvalidAuthenticationToken' } });
  });

  it('gives every answer ids, echoes the id of the client, and says what it cost', async () => {
    const { headers } = await call('GET', '/users', undefined, { 'client-request-id': 'mine' });
    expect(headers.get('request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.get('client-request-id')).toBe('mine');
    expect(headers.get('content-type')).toMatch(/^application\/json;odata\.metadata=minimal/);
    expect(headers.get('x-ms-resource-unit')).toBe('2');
  });

  it('words errors as Graph does', async () => {
    const { status, body } = await call('GET', '/users/nobody', undefined, { 'client-request-id': 'mine' });
    expect(status).toBe(404);
    expect(body).toEqual({
      error: {
        code: 'Request_ResourceNotFound',
        message: expect.stringContaining("Resource 'nobody' does not exist"),
        innerError: { date: '2026-05-04T08:00:00', 'request-id': expect.any(String), 'client-request-id': 'mine' },
      },
    });
    expect((await call('GET', '/nothing')).body.error.message).toBe("Resource not found for the segment 'nothing'.");
    expect((await call('PUT', '/users', {})).status).toBe(405);
    const broken = await fetch(`${graph.url}/v1.0/users`, {
      method: 'POST',
      headers: { authorization: 'Bearer x' },
      body: '{',
    });
    expect(broken.status).toBe(400);
  });

  it('throttles, fails and loses answers as switched on over HTTP', async () => {
    const throttle = { next: 1, retryAfter: '2.128', pathContains: '/users' };
    const patched = await call('PATCH', `${graph.url}/_simulator`, {
      throttle,
      serverErrors: { next: 1, status: 504 },
    });
    expect(patched.status).toBe(200);
    expect((await call('GET', '/groups')).status).toBe(504);
    const refused = await call('GET', '/users');
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('2.128');
    expect(refused.body.error.code).toBe('TooManyRequests');
    expect((await call('GET', '/users')).status).toBe(200);
    graph.faults.unauthorized.next = 1;
    expect((await call('GET', '/users')).body.error.code).toBe('InvalidAuthenticationToken');
    graph.faults.lostAnswers.next = 1;
    await expect(call('PATCH', `/users/${ann.id}`, { department: 'Sales' })).rejects.toThrow();
    expect(graph.directory.user(ann.id)?.properties.department).toBe('Sales');
    expect((await call('PATCH', `${graph.url}/_simulator`, { nonsense: 1 })).status).toBe(400);
    expect((await call('PATCH', `${graph.url}/_simulator`, { throttle: { next: 'x' } })).status).toBe(400);
    expect((await call('GET', `${graph.url}/_simulator`)).body).toMatchObject({ users: 2, faults: { duplicate: 0 } });
  });

  it('limits resource units per 10 s by the size of the tenant', async () => {
    const requests = Array.from({ length: 20 }, (_, index) => ({ id: `${index}`, method: 'GET', url: '/users' }));
    let refused = 0;
    // 2 units each, 3,500 for a small tenant: request 1,751 is one too many.
    for (let round = 0; round < 88; round += 1) {
      const { body } = await call('POST', '/$batch', { requests });
      refused += (body.responses as { status: number }[]).filter((answer) => answer.status === 429).length;
    }
    expect(refused).toBe(10);
    const over = await call('GET', '/users');
    expect(over.headers.get('x-ms-throttle-information')).toBe('ResourceUnitLimitExceeded');
    expect(Number(over.headers.get('retry-after'))).toBeGreaterThan(0);
    clock.advance(10_000);
    expect((await call('GET', '/users')).status).toBe(200);
  });

  it('answers a batch with 200 and judges each request in it by itself', async () => {
    graph.faults.throttle = { next: 1, probability: 0, pathContains: bob.id, retryAfter: '7' };
    const headers = { 'Content-Type': 'application/json' };
    const requests = [
      { id: '1', method: 'GET', url: `/users/${ann.id}?$select=id` },
      { id: '2', method: 'GET', url: `/users/${bob.id}?$select=id` },
      { id: '3', method: 'PATCH', url: `/users/${ann.id}`, headers, body: { department: 'X' }, dependsOn: ['1'] },
      { id: '4', method: 'GET', url: '/users/nobody' },
      { id: '5', method: 'GET', url: '/users', dependsOn: ['4'] },
    ];
    const { status, body } = await call('POST', '/$batch', { requests });
    expect(status).toBe(200);
    const responses = body.responses as { id: string; status: number; headers: object; body?: object }[];
    const byId = new Map(responses.map((answer) => [answer.id, answer]));
    expect([1, 2, 3, 4, 5].map((id) => byId.get(`${id}`)?.status)).toEqual([200, 429, 204, 404, 424]);
    expect(byId.get('1')?.body).toMatchObject({ id: ann.id });
    expect(byId.get('2')?.headers).toMatchObject({ 'Retry-After': '7' });
    expect(byId.get('3')).not.toHaveProperty('body');
  });

  it('refuses a batch of more than 20 requests, or with the same id twice', async () => {
    const many = Array.from({ length: 21 }, (_, index) => ({ id: `${index}`, method: 'GET', url: '/users' }));
    expect((await call('POST', '/$batch', { requests: many })).status).toBe(400);
    const twice = ['a', 'A'].map((id) => ({ id, method: 'GET', url: '/users' }));
    expect((await call('POST', '/$batch', { requests: twice })).status).toBe(400);
  });

  it('shows assignments late when the list lags, while the user itself is current', async () => {
    graph.faults.assignmentListLagMs = 45_000;
    const resourceId = DEMO_SLACK_SERVICE_PRINCIPAL_ID;
    graph.directory.assign({ principalId: ann.id, resourceId, appRoleId: DEMO_USER_ROLE_ID });
    expect((await call('GET', assigned)).body.value).toEqual([]);
    clock.advance(45_000);
    expect((await call('GET', assigned)).body.value).toHaveLength(1);
  });

  it('keeps mail that it is asked to send', async () => {
    const message = {
      subject: 'Hello',
      body: { contentType: 'Text', content: 'x' },
      toRecipients: [{ emailAddress: { address: 'admin@contoso.example' } }],
    };
    const sent = await call('POST', '/users/ann@contoso.example/sendMail', { message, saveToSentItems: false });
    expect(sent.status).toBe(202);
    expect(graph.mails).toMatchObject([{ sender: 'ann@contoso.example', message, saveToSentItems: false }]);
    expect((await call('POST', '/users/ann@contoso.example/sendMail', { message: { subject: 'x' } })).status).toBe(400);
    expect((await call('POST', '/users/nobody/sendMail', { message })).status).toBe(404);
  });
});

describe('the data file of the Graph simulator', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'graph-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('carries users, members, assignments, subscriptions and delta links over a restart', async () => {
    const dataFile = join(folder, 'data', 'graph.json');
    const listener = await startListener();
    const first = await startGraphSimulator({ tenant: tenantOf([ann, bob]), dataFile });
    const firstCall = caller(first.url);
    const group = first.directory.addGroup({ displayName: 'G' }, [ann.id]).id;
    const resourceId = DEMO_SLACK_SERVICE_PRINCIPAL_ID;
    first.directory.assign({ principalId: group, resourceId, appRoleId: DEMO_USER_ROLE_ID });
    await firstCall('POST', '/subscriptions', subscriptionTo('users', listener.url));
    const { body } = await firstCall('GET', '/users/delta?$deltatoken=latest&$select=displayName');
    first.directory.patchUser(ann.id, { displayName: 'Anna' });
    first.directory.deleteUser(bob.id);
    await first.close();

    const second = await startGraphSimulator({ tenant: tenantOf([]), dataFile });
    const call = caller(second.url);
    const link = body['@odata.deltaLink'].replace(first.url, second.url);
    expect((await readAll(call, link)).rows).toEqual([
      { displayName: 'Anna', id: ann.id },
      { id: bob.id, '@removed': { reason: 'changed' } },
    ]);
    expect((await readAll(call, `/groups/${group}/members`)).rows).toMatchObject([{ id: ann.id }]);
    expect((await call('GET', assigned)).body.value).toMatchObject([{ principalId: group }]);
    expect((await call('POST', `/directory/deletedItems/${bob.id}/restore`)).status).toBe(200);
    await second.delivered();
    expect(listener.items().at(-1)).toMatchObject({ resource: `Users/${bob.id}`, changeType: 'updated' });
    await second.close();
    await listener.close();
  });
});
