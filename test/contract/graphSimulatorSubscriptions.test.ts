import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from '../../infra/local/graph/simulatorClock.ts';
import { type GraphSimulator, startGraphSimulator } from '../../infra/local/graph/startGraphSimulator.ts';
import { type LocalResponse, type LocalServer, startServer } from '../../infra/local/http/server.ts';
import {
  type Call,
  caller,
  type Listener,
  person,
  startListener,
  subscriptionTo,
  tenantOf,
} from './graphSimulatorCalls.ts';

const START = Date.parse('2026-05-04T08:00:00Z');
const MINUTE_MS = 60_000;
const inMinutes = (minutes: number): string => new Date(START + minutes * MINUTE_MS).toISOString();

describe('subscriptions of the Graph simulator', () => {
  let clock: ManualClock;
  let graph: GraphSimulator;
  let listener: Listener;
  let call: Call;
  const create = (more: Readonly<Record<string, unknown>> = {}) =>
    call('POST', '/subscriptions', {
      ...subscriptionTo('users', `${listener.url}/notify?code=k`),
      expirationDateTime: inMinutes(1440),
      ...more,
    });
  beforeEach(async () => {
    clock = createManualClock(START);
    listener = await startListener();
    graph = await startGraphSimulator({ tenant: tenantOf([person('ann')]), clock, answerLimits: { validation: 1000 } });
    call = caller(graph.url);
  });
  afterEach(async () => {
    await graph.close();
    await listener.close();
  });

  it('validates both endpoints before it answers, keeping the query and sending a token that needs decoding', async () => {
    const created = await create({ lifecycleNotificationUrl: `${listener.url}/life` });
    expect(created.status).toBe(201);
    expect(listener.validations).toHaveLength(2);
    expect(listener.validations[0]).toMatch(/^\?code=k&validationToken=Validation%3a\+Testing\+client\+\S+$/);
    expect(created.body).toMatchObject({
      '@odata.context': `${graph.url}/v1.0/$metadata#subscriptions/$entity`,
      resource: 'users',
      changeType: 'updated,deleted',
      clientState: null,
      notificationUrl: `${listener.url}/notify?code=k`,
      lifecycleNotificationUrl: `${listener.url}/life`,
      expirationDateTime: inMinutes(1440),
      latestSupportedTlsVersion: 'v1_2',
    });
  });

  it.each<[string, (token: string, search: string) => LocalResponse | Promise<LocalResponse>]>([
    ['answers 202', (token) => ({ status: 202, headers: { 'content-type': 'text/plain' }, body: token })],
    ['answers JSON', (token) => ({ status: 200, headers: { 'content-type': 'application/json' }, body: token })],
    [
      'echoes the token without decoding it',
      (_token, search) => ({
        status: 200,
        headers: { 'content-type': 'text/plain' },
        body: search.split('=')[1] ?? '',
      }),
    ],
    ['adds a line break', (token) => ({ status: 200, headers: { 'content-type': 'text/plain' }, body: `${token}\n` })],
    ['is too late', () => new Promise<LocalResponse>(() => undefined)],
  ])('makes no subscription when the endpoint %s', async (_name, react) => {
    const endpoint: LocalServer = await startServer((request) =>
      react(request.url.searchParams.get('validationToken') ?? '', request.url.search),
    );
    const refused = await create({ notificationUrl: endpoint.url });
    await endpoint.close();
    expect(refused.status).toBe(400);
    expect(refused.body.error.code).toBe('InvalidRequest');
    expect(refused.body.error.message).toMatch(/^Subscription validation request (failed|timed out)/);
    expect(refused.body.error.innerError).toHaveProperty('request-id');
    expect(graph.subscriptions()).toEqual([]);
  });

  it('refuses the same resource and change types twice with 409, in any order and with or without a slash', async () => {
    const { body } = await create();
    const again = await create({ resource: '/users', changeType: 'deleted,updated' });
    expect(again.status).toBe(409);
    expect(again.body.error.message).toBe(`Subscription Id ${body.id} already exists for the requested combination`);
    expect((await create({ resource: 'groups' })).status).toBe(201);
  });

  it.each([
    ['an unknown resource', { resource: 'servicePrincipals' }],
    ['changeType created', { changeType: 'created,updated' }],
    ['a client state over 128 characters', { clientState: 'x'.repeat(129) }],
    ['plain HTTP to another machine', { notificationUrl: 'http://example.com/notify' }],
    ['resource data', { includeResourceData: true }],
    ['an expiry beyond 41,760 minutes', { expirationDateTime: inMinutes(41_761) }],
    ['no expiry', { expirationDateTime: undefined }],
  ])('refuses %s with 400', async (_name, more) => {
    expect((await create(more)).status).toBe(400);
  });

  it('raises an expiry of under 45 minutes and takes the longest one', async () => {
    const short = await create({ expirationDateTime: inMinutes(5) });
    expect(short.body.expirationDateTime).toBe(inMinutes(45));
    expect((await create({ resource: 'groups', expirationDateTime: inMinutes(41_760) })).status).toBe(201);
  });

  it('renews until the expiry, then is gone without a word', async () => {
    const { body } = await create({ expirationDateTime: inMinutes(60) });
    const path = `/subscriptions/${body.id}`;
    const renewed = await call('PATCH', path, { expirationDateTime: inMinutes(120) });
    expect(renewed.body.expirationDateTime).toBe(inMinutes(120));
    expect((await call('PATCH', path, { clientState: 'new' })).status).toBe(400);
    expect((await call('PATCH', path, {})).status).toBe(400);
    expect((await call('POST', `${path}/reauthorize`)).status).toBe(204);
    clock.advance(120 * MINUTE_MS);
    expect((await call('GET', '/subscriptions')).body.value).toEqual([]);
    expect((await call('PATCH', path, { expirationDateTime: inMinutes(500) })).status).toBe(404);
    expect((await call('POST', `${path}/reauthorize`)).status).toBe(404);
    expect(listener.bodies).toEqual([]);
  });

  it('lists, shows and deletes, and validates a new address', async () => {
    const { body } = await create();
    const path = `/subscriptions/${body.id}`;
    expect((await call('GET', '/subscriptions')).body.value).toMatchObject([{ id: body.id }]);
    expect((await call('GET', path)).body.id).toBe(body.id);
    expect((await call('PATCH', path, { notificationUrl: `${listener.url}/other` })).status).toBe(200);
    expect(listener.validations).toHaveLength(2);
    expect((await call('DELETE', path)).status).toBe(204);
    expect((await call('DELETE', path)).status).toBe(404);
  });

  it('has room for 100 subscriptions', async () => {
    for (let index = 0; index < 100; index += 1)
      expect((await create({ resource: `users/u${index}` })).status).toBe(201);
    expect((await create({ resource: 'users/one-more' })).status).toBe(403);
  });
});
