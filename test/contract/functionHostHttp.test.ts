import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FunctionHost, startFunctionHost } from '../../infra/local/host/startFunctionHost.ts';
import { type ListeningHost, startHostProcess } from '../support/spawnFunctionHost.ts';

const APP = fileURLToPath(new URL('../support/hostApps/basic', import.meta.url));

let host: ListeningHost;

beforeAll(async () => {
  host = await startHostProcess(APP, ['--no-timers'], { GREETING: 'from the environment' });
});

afterAll(async () => {
  await host.stop('SIGKILL');
});

async function call(path: string, init?: RequestInit): Promise<Response> {
  return fetch(host.url + path, init);
}

async function textOf(path: string, init?: RequestInit): Promise<string> {
  return (await call(path, init)).text();
}

describe('the function host routes HTTP requests as the Functions host does', () => {
  it('hands over route parameters decoded, query values joined, and settings with the environment winning', async () => {
    const response = await call('/API/Hello/J%C3%BCrgen%2FB?x=1&x=2&empty=');
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toEqual({
      params: { name: 'Jürgen/B' },
      query: { x: '1,2', empty: '' },
      greeting: 'from the environment',
    });
  });

  it('leaves an optional parameter out when the path ends before it', async () => {
    const answer = (await (await call('/api/hello')).json()) as { params: object };
    expect(answer.params).toEqual({});
  });

  it('prefers a literal route over a parameter, and a constraint that does not hold is no match', async () => {
    expect(await textOf('/api/items/newest')).toBe('newest');
    expect(await textOf('/api/items/42')).toBe('item 42');
    expect((await call('/api/items/abc')).status).toBe(404);
  });

  it('gives a catch-all parameter the rest of the path with its slashes', async () => {
    expect(await textOf('/api/files/a/b%20c.txt')).toBe('a/b c.txt');
    expect(await textOf('/api/files')).toBe('none');
  });

  it('answers 404 to an unknown path, to a path without the prefix and to a method that the route does not take', async () => {
    expect((await call('/api/unknown')).status).toBe(404);
    expect((await call('/hello')).status).toBe(404);
    expect((await call('/api/hello', { method: 'DELETE' })).status).toBe(404);
  });

  it('answers 404 for a function that is switched off by its setting', async () => {
    expect((await call('/api/switchedOff')).status).toBe(404);
  });

  it('tells the app its own address before it loads', async () => {
    expect(await textOf('/api/address')).toBe(host.url.replace('http://127.0.0.1', 'localhost'));
  });
});

describe('the function host carries HTTP bodies and headers through the programming model', () => {
  it('carries bytes in and out unchanged, with status and headers, and sets the length itself', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const response = await call('/api/echo', {
      method: 'POST',
      body: bytes,
      headers: { 'content-type': 'image/png' },
    });
    expect(response.status).toBe(201);
    expect(response.headers.get('content-type')).toBe('image/png');
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
  });

  it('sends a streamed body whole', async () => {
    expect(await textOf('/api/stream')).toBe('first second');
  });

  it('sends every cookie as its own header', async () => {
    expect((await call('/api/cookies')).headers.getSetCookie()).toEqual([
      'a=one%20two; max-age=60; path=/x; samesite=lax; httponly',
      'b=2; expires=Tue, 01 Jan 2030 00:00:00 GMT; path=/; secure; samesite=none',
    ]);
  });

  it('answers 204 when a function returns nothing', async () => {
    expect((await call('/api/nothing')).status).toBe(204);
  });

  it('answers 500 without details when a function throws, and logs the error', async () => {
    const response = await call('/api/broken');
    expect([response.status, await response.text()]).toEqual([500, '']);
    await host.line(/ error broken\] Error: broken on purpose$/);
  });

  it('lets a postInvocation hook swallow the error and give another result', async () => {
    const response = await call('/api/hooked');
    expect([response.status, await response.text()]).toEqual([200, 'recovered, preInvocation']);
  });

  it('writes log lines with time, level and function, after the log hooks have changed them', async () => {
    await call('/api/hello');
    expect(await host.line(/hello with/)).toMatch(/^\[\d\d:\d\d:\d\d information hello\] hello with a \*\*\*$/);
    expect(host.lines.some((line) => line.includes('not written at the default level'))).toBe(false);
  });
});

describe('the function host asks for keys only when told to', () => {
  let guarded: FunctionHost;
  const keys = { function: 'the-function-key', master: 'the-master-key' };

  beforeAll(async () => {
    guarded = await startFunctionHost({ app: APP, port: 0, timers: false, auth: keys, print: () => {} });
  });

  afterAll(async () => {
    await guarded.close();
  });

  const status = async (path: string, key?: string) =>
    (await fetch(guarded.url + path, key === undefined ? {} : { headers: { 'x-functions-key': key } })).status;

  it('serves every level without a key by default', async () => {
    expect(await textOf('/api/guarded')).toBe('admin');
    expect(await textOf('/api/keyed')).toBe('function');
  });

  it('refuses a missing or wrong key, takes the right one from header or query, and the master key for all', async () => {
    expect(await status('/api/open')).toBe(200);
    expect(await status('/api/keyed')).toBe(401);
    expect(await status('/api/keyed', 'wrong')).toBe(401);
    expect(await status('/api/keyed', keys.function)).toBe(200);
    expect(await status(`/api/keyed?code=${keys.function}`)).toBe(200);
    expect(await status('/api/guarded', keys.function)).toBe(401);
    expect(await status('/api/guarded', keys.master)).toBe(200);
  });

  it('guards the admin interface with the master key', async () => {
    expect(await status('/admin/host/status')).toBe(401);
    expect(await status('/admin/host/status', keys.function)).toBe(401);
    expect(await status('/admin/host/status', keys.master)).toBe(200);
  });
});
