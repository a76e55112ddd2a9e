import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { LocalResponse } from '../../infra/local/http/server.ts';
import { ConfigurationError } from '../../shared/errors/configurationError.ts';
import { ProvisioningError } from '../../shared/errors/provisioningError.ts';
import type { Target } from '../../shared/ports/target.ts';
import { createSlackTarget, type SlackTargetOptions } from '../../shared/slack/createSlackTarget.ts';
import { virtualClock } from '../unit/slack/virtualClock.ts';
import { recordingPacer, type ScriptedServer, startScript } from './slackClientScript.ts';

const EMAIL = 'emails[type eq "work"].value';
const jane = {
  id: 'U0JANE',
  userName: 'jane',
  active: true,
  emails: [{ value: 'jane@example.com', primary: true }],
};
const page = (...users: object[]): LocalResponse => ({
  status: 200,
  body: { totalResults: users.length, itemsPerPage: users.length, startIndex: 1, Resources: users },
});
const v2 = (status: number, detail: string, headers: Record<string, string> = {}): LocalResponse => ({
  status,
  headers,
  body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], detail, status },
});

let server: ScriptedServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function setUp(answers: readonly LocalResponse[], options: Partial<SlackTargetOptions> = {}) {
  const running = await startScript(answers);
  server = running;
  const pacer = recordingPacer();
  const clock = virtualClock();
  const target = createSlackTarget({
    baseUrl: `${running.url}/scim/v2`,
    token: async () => 'xoxp-1',
    pacer,
    clock,
    ...options,
  });
  return { target, pacer, clock, received: running.received };
}

const failureOf = (call: Promise<unknown>): Promise<ProvisioningError> =>
  call.then(
    () => expect.unreachable('it succeeded'),
    (error) => {
      expect(error).toBeInstanceOf(ProvisioningError);
      return error;
    },
  );

describe('requests', () => {
  it('reads a user', async () => {
    const { target, received, pacer } = await setUp([{ status: 200, body: jane }]);
    expect(await target.readUser('U0JANE')).toMatchObject({ slackId: 'U0JANE', emails: ['jane@example.com'] });
    expect(received).toMatchObject([{ method: 'GET', path: '/scim/v2/Users/U0JANE', body: undefined }]);
    expect(received[0]?.headers).toMatchObject({ authorization: 'Bearer xoxp-1', accept: 'application/json' });
    expect(pacer.acquired).toEqual(['readUser']);
  });

  it('creates a user', async () => {
    const { target, received, pacer } = await setUp([{ status: 201, body: jane }]);
    const user = await target.createUser({ userName: 'Jane', nickName: 'JJ', [EMAIL]: 'Jane@Example.com', title: '' });
    expect(user.slackId).toBe('U0JANE');
    expect(received).toMatchObject([
      {
        method: 'POST',
        path: '/scim/v2/Users',
        body: {
          schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
          active: true,
          userName: 'jane',
          nickName: 'jane',
          emails: [{ value: 'jane@example.com', type: 'work', primary: true }],
        },
      },
    ]);
    expect(received[0]?.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(received[0]?.body).not.toHaveProperty('title');
    expect(pacer.acquired).toEqual(['createUser']);
  });

  it('updates a user in one PATCH', async () => {
    const { target, received, pacer } = await setUp([{ status: 200, body: { ...jane, title: 'Boss' } }]);
    const update = { changes: { title: 'Boss' }, resulting: { title: 'Boss' }, activate: true } as const;
    expect((await target.updateUser('U0JANE', update)).attributes.title).toBe('Boss');
    expect(received).toMatchObject([
      {
        method: 'PATCH',
        path: '/scim/v2/Users/U0JANE',
        body: {
          schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
          Operations: [
            { op: 'replace', path: 'active', value: true },
            { op: 'replace', path: 'title', value: 'Boss' },
          ],
        },
      },
    ]);
    expect(pacer.acquired).toEqual(['updateUser']);
  });

  it('reads the account after an update that is answered without a body', async () => {
    const { target, received } = await setUp([{ status: 204 }, { status: 200, body: jane }]);
    await target.updateUser('U0JANE', { changes: { title: 'Boss' }, resulting: {} });
    expect(received.map(({ method }) => method)).toEqual(['PATCH', 'GET']);
  });

  it('reads the account before it writes a part whose other half nobody mapped', async () => {
    const current = { ...jane, phoneNumbers: [{ value: '9', type: 'mobile' }] };
    const { target, received } = await setUp([
      { status: 200, body: current },
      { status: 200, body: jane },
    ]);
    const changes = { 'phoneNumbers[type eq "mobile"].value': '1' };
    await target.updateUser('U0JANE', { changes, resulting: changes });
    expect(received.map(({ method }) => method)).toEqual(['GET', 'PATCH']);
    expect(JSON.stringify(received[1]?.body)).toContain('"9"');
  });

  it.each([
    [{ [EMAIL]: null }, 'missing_primary_email'],
    [{ userName: null }, 'username_empty'],
  ])('does not ask Slack for what it always refuses: %j', async (changes, code) => {
    const { target, received } = await setUp([]);
    const error = await failureOf(target.updateUser('U0JANE', { changes, resulting: changes }));
    expect([error.class, error.code]).toEqual(['invalid', code]);
    expect(received).toEqual([]);
  });

  it.each([
    ['v2', { status: 204 }],
    ['v1', { status: 200 }],
  ])('disables with DELETE and takes an empty answer as %s gives it', async (_version, answer) => {
    const { target, received, pacer } = await setUp([answer]);
    await target.disableUser('U0JANE');
    expect(received).toMatchObject([{ method: 'DELETE', path: '/scim/v2/Users/U0JANE' }]);
    expect(pacer.acquired).toEqual(['disableUser']);
  });

  it.each([
    ['email', 'o"neil\\x@example.com', 'email eq "o\\"neil\\\\x@example.com"'],
    ['userName', 'jane', 'userName eq "jane"'],
  ] as const)('searches by %s with a quoted value', async (by, value, filter) => {
    const { target, received, pacer } = await setUp([page()]);
    expect(await target.findUsers(by, value)).toEqual([]);
    expect(new URL(received[0]?.path ?? '', 'http://x').searchParams.get('filter')).toBe(filter);
    expect(pacer.acquired).toEqual(['listUsers']);
  });

  it('returns only accounts that carry the very value, also as their second address', async () => {
    const second = { ...jane, id: 'U2', emails: [...jane.emails, { value: 'J2@example.com', primary: false }] };
    const { target } = await setUp([page(jane, second)]);
    expect((await target.findUsers('email', 'j2@EXAMPLE.com')).map(({ slackId }) => slackId)).toEqual(['U2']);
  });

  it('lists a thousand at a time until all are there', async () => {
    const of = (startIndex: number, ...ids: string[]): LocalResponse => ({
      status: 200,
      body: { totalResults: 3, startIndex, Resources: ids.map((id) => ({ ...jane, id })) },
    });
    const { target, received } = await setUp([of(1, 'U1', 'U2'), of(3, 'U3')]);
    const ids: string[] = [];
    for await (const users of target.listUsers()) ids.push(...users.map(({ slackId }) => slackId));
    expect(ids).toEqual(['U1', 'U2', 'U3']);
    expect(received.map(({ path }) => path)).toEqual([
      '/scim/v2/Users?startIndex=1&count=1000',
      '/scim/v2/Users?startIndex=3&count=1000',
    ]);
  });

  it('escapes an id in a path', async () => {
    const { target, received } = await setUp([v2(404, 'no_such_user')]);
    expect(await target.readUser('../x?y')).toBeUndefined();
    expect(received[0]?.path).toBe('/scim/v2/Users/..%2Fx%3Fy');
  });

  it.each([
    ['v1', { schemas: ['urn:scim:schemas:core:1.0'], title: 'Boss' }],
    ['v2/', { Operations: [{ op: 'replace', path: 'title', value: 'Boss' }] }],
  ])('speaks the version that its base URL ends in: %s', async (version, body) => {
    const { received } = await setUp([{ status: 200, body: jane }]);
    const baseUrl = `${server?.url}/scim/${version}`;
    const target = createSlackTarget({
      baseUrl,
      token: async () => 'x',
      pacer: recordingPacer(),
      clock: virtualClock(),
    });
    await target.updateUser('U0JANE', { changes: { title: 'Boss' }, resulting: {} });
    expect(received).toMatchObject([{ path: `/scim/${version.slice(0, 2)}/Users/U0JANE`, body }]);
  });

  it('keeps so many requests under way at once and no more', async () => {
    let running = 0;
    let most = 0;
    const fetch = async (): Promise<Response> => {
      running += 1;
      most = Math.max(most, running);
      for (let tick = 0; tick < 50; tick += 1) await Promise.resolve();
      running -= 1;
      return Response.json(jane);
    };
    const { target } = await setUp([], { fetch, concurrency: 3 });
    const ids = Array.from({ length: 10 }, (_, index) => `U${index}`);
    const users = await Promise.all(ids.map((id) => target.readUser(id)));
    expect(users.map((user) => user?.slackId)).toEqual(ids.map(() => 'U0JANE'));
    expect(most).toBe(3);
  });

  it('waits for the pace outside of that number, so that a read need not wait for a write', async () => {
    const held = Promise.withResolvers<void>();
    const pacer = {
      ...recordingPacer(),
      acquire: (operation: string) => (operation === 'createUser' ? held.promise : Promise.resolve()),
    };
    const { target } = await setUp(
      [
        { status: 200, body: jane },
        { status: 201, body: jane },
      ],
      { pacer, concurrency: 1 },
    );
    const creation = target.createUser({ userName: 'jane' });
    expect(await target.readUser('U0JANE')).toBeDefined();
    held.resolve();
    expect(await creation).toBeDefined();
  });

  it.each(['https://api.slack.com/scim/v9', 'https://api.slack.com'])('refuses the base URL %s', (baseUrl) => {
    const options = { token: async () => 'x', pacer: recordingPacer(), clock: virtualClock() };
    expect(() => createSlackTarget({ ...options, baseUrl })).toThrow(ConfigurationError);
  });
});

describe('the token', () => {
  const rotating = (...tokens: (string | undefined)[]) => {
    const asked: boolean[] = [];
    const token = async (fresh: boolean) => {
      asked.push(fresh);
      return tokens[Math.min(asked.length, tokens.length) - 1];
    };
    return { asked, token };
  };
  const refused: LocalResponse = {
    status: 401,
    body: { Errors: { description: 'invalid_authentication', code: 401 } },
  };

  it('is read again once when it is refused, and the request repeated with a new one', async () => {
    const { token, asked } = rotating('old', 'new');
    const { target, received } = await setUp([refused, { status: 200, body: jane }], { token });
    expect(await target.readUser('U0JANE')).toBeDefined();
    expect(asked).toEqual([false, true]);
    expect(received.map(({ headers }) => headers.authorization)).toEqual(['Bearer old', 'Bearer new']);
  });

  it.each([
    ['the same', ['old', 'old'], 1],
    ['gone', ['old', undefined], 1],
    ['another that is refused too', ['old', 'new'], 2],
  ])('is not accepted when the stored one is %s', async (_case, tokens, requests) => {
    const { token } = rotating(...tokens);
    const { target, received } = await setUp([refused, refused], { token });
    const error = await failureOf(target.readUser('U0JANE'));
    expect([error.class, error.code]).toEqual(['unauthorized', 'invalid_authentication']);
    expect(received).toHaveLength(requests);
    expect(error.message).not.toMatch(/old|new/);
  });

  it('is missing: nothing is sent', async () => {
    const { target, received } = await setUp([], { token: async () => undefined });
    expect(await failureOf(target.readUser('U0JANE'))).toMatchObject({
      class: 'unauthorized',
      code: 'missing_authentication',
    });
    expect(received).toEqual([]);
  });
});

describe('trouble', () => {
  const calls: Readonly<Record<string, (target: Target) => Promise<unknown>>> = {
    readUser: (target) => target.readUser('U0JANE'),
    createUser: (target) => target.createUser({ userName: 'jane' }),
    updateUser: (target) => target.updateUser('U0JANE', { changes: { title: 'Boss' }, resulting: {} }),
    disableUser: (target) => target.disableUser('U0JANE'),
    findUsers: (target) => target.findUsers('email', 'jane@example.com'),
  };
  const writes = ['createUser', 'updateUser', 'disableUser'];
  const operations = Object.keys(calls);
  const run = (operation: string, target: Target): Promise<unknown> =>
    calls[operation]?.(target) ?? Promise.reject(new Error(operation));

  it.each(operations)('%s: a 5xx is retried, and a write may have happened', async (operation) => {
    const { target } = await setUp([{ status: 503, body: '<html>Server Error</html>' }]);
    expect(await failureOf(run(operation, target))).toMatchObject({
      class: 'retry',
      lostAnswer: writes.includes(operation),
    });
  });

  it.each(operations)('%s: a dropped connection is retried, and a write may have happened', async (operation) => {
    const { target } = await setUp([{ status: 200, drop: true }]);
    expect(await failureOf(run(operation, target))).toMatchObject({
      class: 'retry',
      lostAnswer: writes.includes(operation),
    });
  });

  it.each(operations)('%s: nobody listens, so nothing can have happened', async (operation) => {
    const { target } = await setUp([]);
    await server?.close();
    expect(await failureOf(run(operation, target))).toMatchObject({ class: 'retry', lostAnswer: false });
  });

  it('gives up on an answer that does not come in time', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const baseUrl = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/scim/v2`;
    const { target } = await setUp([], { baseUrl, timeoutMs: 50 });
    const error = await failureOf(target.createUser({ userName: 'jane' }));
    silent.closeAllConnections();
    silent.close();
    expect(error).toMatchObject({ class: 'retry', code: 'Timeout', lostAnswer: true });
  });

  it.each([
    ['HTML', '<html>Welcome</html>'],
    ['an empty body', ''],
    ['other JSON', '{"ok":true}'],
    ['a list', '[]'],
  ])('a creation that is answered with success and %s may have happened', async (_case, body) => {
    const { target } = await setUp([{ status: 201, body }]);
    expect(await failureOf(target.createUser({ userName: 'jane' }))).toMatchObject({
      class: 'retry',
      code: 'UnreadableAnswer',
      lostAnswer: true,
    });
  });

  it.each(operations)('%s: an answer that would fill the memory is not read', async (operation) => {
    const { target } = await setUp([{ status: 200, body: { ...jane, title: 'x'.repeat(1000) } }], {
      maxAnswerBytes: 1000,
    });
    expect(await failureOf(run(operation, target))).toMatchObject({
      class: 'retry',
      code: 'AnswerTooLarge',
      lostAnswer: writes.includes(operation),
    });
  });

  it('a search that is answered without a list is no empty search', async () => {
    const { target } = await setUp([{ status: 200, body: '{"ok":true}' }]);
    expect(await failureOf(target.findUsers('email', 'jane@example.com'))).toMatchObject({ code: 'UnreadableAnswer' });
  });

  it.each([
    ['updateUser', 'no_such_user'],
    ['disableUser', 'unknown_user'],
  ])('%s of an unknown account is gone', async (operation, name) => {
    const { target } = await setUp([v2(404, name)]);
    expect(await failureOf(run(operation, target))).toMatchObject({ class: 'gone', code: name });
  });

  it('reading an unknown account is no error', async () => {
    const { target } = await setUp([v2(404, 'no_such_user')]);
    expect(await target.readUser('U0JANE')).toBeUndefined();
  });

  it('follows no redirect with the token', async () => {
    const { target, received } = await setUp([{ status: 302, headers: { location: 'http://127.0.0.1:1/' } }]);
    expect(await failureOf(target.readUser('U0JANE'))).toMatchObject({ class: 'retry', code: 'SlackHttp302' });
    expect(received).toHaveLength(1);
  });

  it.each([
    ['12', 12],
    [undefined, 30],
  ])('429 with Retry-After %s tells everybody to wait %i seconds', async (header, seconds) => {
    const headers = header === undefined ? {} : { 'retry-after': header };
    const { target, pacer, clock } = await setUp([v2(429, 'too_many_requests', headers)]);
    const until = new Date(clock.ms() + seconds * 1000);
    expect(await failureOf(run('createUser', target))).toMatchObject({ class: 'wait', until });
    expect(pacer.postponed).toEqual([['createUser', until]]);
  });

  it('a lock makes only its own object wait', async () => {
    const { target, pacer } = await setUp([v2(429, 'resource_locked', { 'retry-after': '1' })]);
    expect(await failureOf(run('updateUser', target))).toMatchObject({ class: 'wait', code: 'resource_locked' });
    expect(pacer.postponed).toEqual([]);
  });

  it('sends nothing that the pacer does not allow', async () => {
    const held = new ProvisioningError('wait', 'JobOnHold', 'On hold.');
    const pacer = { ...recordingPacer(), acquire: () => Promise.reject(held) };
    const { target, received } = await setUp([], { pacer });
    expect(await failureOf(run('createUser', target))).toBe(held);
    expect(received).toEqual([]);
  });
});
