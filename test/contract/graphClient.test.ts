import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createGraphClient } from '../../shared/entra/graphClient.ts';
import { isProvisioningError, type ProvisioningError } from '../../shared/errors/provisioningError.ts';
import { freePort, manualClock, type ScriptedGraph, scriptGraph } from './graphClientScript.ts';

const opened: { close(): Promise<void> }[] = [];
async function script(...parameters: Parameters<typeof scriptGraph>): Promise<ScriptedGraph> {
  const graph = await scriptGraph(...parameters);
  opened.push(graph);
  return graph;
}
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

async function failureOf(promise: Promise<unknown>): Promise<ProvisioningError> {
  const error = await promise.then(
    () => 'it did not fail',
    (reason: unknown) => reason,
  );
  if (isProvisioningError(error)) return error;
  throw new Error(`not a ProvisioningError: ${String(error)}`);
}

const ok = { status: 200, body: { ok: true } };
const failing = (status: number, headers: Record<string, string> = {}) => ({
  status,
  headers,
  body: { error: { code: 'Broken', message: 'secret words about alice@contoso.com' } },
});

describe('Graph client: requests', () => {
  it('sends path, query and body below /v1.0 with a token and a request id, and no SDK version', async () => {
    const graph = await script([{ status: 201, body: { id: '1' } }]);
    expect(await graph.client.post('/things?$select=a,b', { x: 1 })).toEqual({ id: '1' });
    const [request] = graph.seen;
    expect(request?.url.pathname + (request?.url.search ?? '')).toBe('/v1.0/things?$select=a,b');
    expect(request?.headers.authorization).toBe('Bearer local');
    expect(request?.headers['client-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(request?.headers['content-type']).toBe('application/json');
    expect(request?.headers.sdkversion).toBeUndefined();
    expect(request?.body.toString()).toBe('{"x":1}');
  });

  it('answers undefined for an empty body, whatever the status says about it', async () => {
    const graph = await script([{ status: 204 }, { status: 202 }]);
    expect(await graph.client.delete('/things/1')).toBeUndefined();
    expect(await graph.client.post('/users/1/sendMail', {})).toBeUndefined();
  });

  it('asks for the token of the configured Graph root', async () => {
    const scopes: string[] = [];
    const getToken = async (scope: string) => {
      scopes.push(scope);
      return 'local';
    };
    const graph = await script([ok], { credential: { getToken } });
    await graph.client.get('/users');
    expect(scopes).toEqual([`${graph.url}/.default`]);
  });

  it('keeps to its own server whatever host a path names', async () => {
    const graph = await script([ok, ok]);
    await graph.client.get('https://evil.example/v1.0/users');
    await graph.client.get('//evil.example/v1.0/users');
    expect(graph.seen).toHaveLength(2);
  });

  it('does not follow a redirect, so that the token does not travel', async () => {
    const other = await script([ok]);
    const graph = await script([{ status: 307, headers: { location: `${other.url}/v1.0/users` } }]);
    expect((await failureOf(graph.client.get('/users'))).class).toBe('invalid');
    expect(other.seen).toHaveLength(0);
  });

  it.each(['http://graph.example', 'ftp://127.0.0.1', 'graph.microsoft.com', 'http://127.0.0.1.evil.example'])(
    'refuses the base URL %s',
    (baseUrl) => {
      const credential = { getToken: async () => 'local' };
      expect(() => createGraphClient({ baseUrl, credential, clock: manualClock(), random: () => 0 })).toThrow(/https/);
    },
  );

  it.each(['/', '/v1.0', '/v1.0/'])('takes a base URL that ends with %s', async (ending) => {
    const graph = await script([ok]);
    const credential = { getToken: async () => 'local' };
    const options = { baseUrl: graph.url + ending, credential, clock: graph.clock, random: () => 0 };
    await createGraphClient(options).get('/users');
    expect(graph.calls()).toEqual(['GET /v1.0/users']);
  });
});

describe('Graph client: retries', () => {
  it.each([429, 500, 502, 503, 504, 509])(
    'tries again after %i, with one token and id header per try',
    async (status) => {
      const graph = await script([failing(status), failing(status), ok]);
      expect(await graph.client.get('/users')).toEqual({ ok: true });
      // Full jitter with random 0.5: half of 0.5 s, then half of 1 s.
      expect(graph.clock.slept).toEqual([250, 500]);
      expect(graph.seen.map(({ headers }) => headers.authorization)).toEqual(Array(3).fill('Bearer local'));
    },
  );

  it.each([
    ['7', 7_000],
    ['2.128', 2_128],
    ['Sun, 01 Nov 2026 12:00:05 GMT', 5_000],
  ])('honours Retry-After: %s in full', async (retryAfter, expected) => {
    const graph = await script([failing(429, { 'retry-after': retryAfter }), ok]);
    await graph.client.get('/users');
    expect(graph.clock.slept).toEqual([expected]);
  });

  it('throws wait(until) instead of sleeping when Retry-After is longer than its patience', async () => {
    const graph = await script([failing(429, { 'retry-after': '300' }), ok]);
    const error = await failureOf(graph.client.get('/users'));
    expect([error.class, error.until?.toISOString()]).toEqual(['wait', '2026-11-01T12:05:00.000Z']);
    expect([graph.seen.length, graph.clock.slept.length]).toEqual([1, 0]);
  });

  it('counts all waits of one request against its patience', async () => {
    const graph = await script([failing(503, { 'retry-after': '6' }), failing(503, { 'retry-after': '6' }), ok]);
    const error = await failureOf(graph.client.get('/users'));
    expect([error.class, error.until?.toISOString()]).toEqual(['wait', '2026-11-01T12:00:12.000Z']);
    expect(graph.clock.slept).toEqual([6_000]);
  });

  it('gives up after four tries: wait for a 429, retry for a fault', async () => {
    const throttled = await script(Array(5).fill(failing(429)));
    expect((await failureOf(throttled.client.get('/users'))).class).toBe('wait');
    const faulty = await script(Array(5).fill(failing(500)));
    expect((await failureOf(faulty.client.get('/users'))).class).toBe('retry');
    expect([throttled.seen.length, faulty.seen.length]).toEqual([4, 4]);
  });

  it('tries again when the connection is closed without an answer', async () => {
    const graph = await script([{ status: 0, drop: true }, ok]);
    expect(await graph.client.get('/users')).toEqual({ ok: true });
  });

  it('tries again when the body breaks off', async () => {
    let tries = 0;
    const server = createServer((_request, response) => {
      tries += 1;
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '11' });
      if (tries > 1) response.end('{"ok":true}');
      else response.write('{"ok"', () => response.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    opened.push({ close: () => new Promise((resolve) => server.close(() => resolve())) });
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const credential = { getToken: async () => 'local' };
    const client = createGraphClient({ baseUrl, credential, clock: manualClock(), random: () => 0 });
    expect(await client.get('/users')).toEqual({ ok: true });
    server.closeAllConnections();
  });

  it('repeats a POST that Graph refused, and no other', async () => {
    const refused = await script([failing(503), failing(429), ok]);
    expect(await refused.client.post('/subscriptions', {})).toEqual({ ok: true });
    for (const answer of [failing(500), failing(504), { status: 0, drop: true } as const]) {
      const graph = await script([answer, ok]);
      const error = await failureOf(graph.client.post('/subscriptions', {}));
      expect([error.class, error.lostAnswer, graph.seen.length]).toEqual(['retry', true, 1]);
    }
  });

  it('repeats a POST that never left, and does not call its answer lost', async () => {
    const clock = manualClock();
    const baseUrl = `http://127.0.0.1:${await freePort()}`;
    const credential = { getToken: async () => 'local' };
    const client = createGraphClient({ baseUrl, credential, clock, random: () => 0.5 });
    const error = await failureOf(client.post('/subscriptions', {}));
    expect([error.class, error.code, error.lostAnswer]).toEqual(['retry', 'NetworkError', false]);
    expect(clock.slept).toHaveLength(3);
  });

  it('times out a server that does not answer', async () => {
    const server = createServer(() => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    opened.push({ close: () => new Promise((resolve) => server.close(() => resolve())) });
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const credential = { getToken: async () => 'local' };
    const options = { baseUrl, credential, clock: manualClock(), random: () => 0, timeoutMs: 30, maxTries: 2 };
    const error = await failureOf(createGraphClient(options).get('/users'));
    expect([error.class, error.code]).toEqual(['retry', 'NetworkError']);
    expect(error.message).toContain('TimeoutError');
    server.closeAllConnections();
  });
});

describe('Graph client: errors', () => {
  it.each([
    [401, 'unauthorized'],
    [403, 'unauthorized'],
    [404, 'gone'],
    [400, 'invalid'],
    [409, 'conflict'],
    [501, 'invalid'],
  ])('classifies %i as %s without trying again', async (status, expected) => {
    const graph = await script([failing(status), ok]);
    const error = await failureOf(graph.client.get('/users/1'));
    expect([error.class, error.code, graph.seen.length]).toEqual([expected, 'Broken', 1]);
  });

  it("keeps Graph's text, the token and user names out of its messages", async () => {
    const graph = await script([failing(404)], { credential: { getToken: async () => 'tell-nobody' } });
    const error = await failureOf(graph.client.get('/users/alice%40contoso.com?$select=id'));
    expect(error.message).toBe('Graph does not know the object of GET /users/… (HTTP 404 Broken).');
  });

  it('passes on why no token could be had', async () => {
    const refusal = new Error('no identity');
    const graph = await script([ok], { credential: { getToken: () => Promise.reject(refusal) } });
    const error = await failureOf(graph.client.get('/users'));
    expect(error.cause).toBeInstanceOf(Error);
    expect(graph.seen).toHaveLength(0);
  });

  it('does not take an answer that is not JSON', async () => {
    const graph = await script([{ status: 200, body: '<html>' }]);
    expect((await failureOf(graph.client.get('/users'))).code).toBe('MalformedAnswer');
  });
});
