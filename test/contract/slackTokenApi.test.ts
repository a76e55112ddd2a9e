import { afterEach, describe, expect, it } from 'vitest';
import { type LocalResponse, type LocalServer, startServer } from '../../infra/local/http/server.ts';
import { authTest } from '../../shared/slack/oauth/authTest.ts';
import { slackApiError } from '../../shared/slack/oauth/callSlackApi.ts';
import { createSlackOAuth } from '../../shared/slack/oauth/createSlackOAuth.ts';
import { virtualClock } from '../unit/slack/virtualClock.ts';

const SECRETS = ['client-secret', 'the-code', 'xoxe-1-refresh', 'xoxp-token'] as const;
const [clientSecret, code, refreshToken, accessToken] = SECRETS;
const redirectUri = 'https://app.example/api/slack/callback';
const clock = virtualClock();

interface Received {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly form: Readonly<Record<string, string>>;
}

let server: LocalServer | undefined;
const received: Received[] = [];
afterEach(async () => {
  received.length = 0;
  await server?.close();
});

async function answerWith(answer: LocalResponse) {
  server = await startServer(({ url, headers, body }) => {
    const form = Object.fromEntries(new URLSearchParams(body.toString()));
    received.push({ path: url.pathname, authorization: headers.authorization, form });
    return answer;
  });
  const options = { baseUrl: server.url, clock, timeoutMs: 1000 };
  return { options, oauth: createSlackOAuth({ ...options, clientId: '1.2', clientSecret }) };
}
const ok = (body: object, headers: Readonly<Record<string, string>> = {}): LocalResponse => ({
  status: 200,
  headers,
  body: { ok: true, ...body },
});
const person = { id: 'U0OWNER', scope: 'admin', access_token: accessToken, token_type: 'user' };
const failureOf = (work: Promise<unknown>): Promise<Error> =>
  work.then(
    () => expect.unreachable('It should fail.'),
    (error: Error) => error,
  );

describe('an authorisation', () => {
  it('is exchanged with the client in the header, and gives the token of the person, not of the bot', async () => {
    const { oauth } = await answerWith(
      ok({
        access_token: 'xoxb-bot',
        token_type: 'bot',
        authed_user: person,
        team: null,
        enterprise: { id: 'E1', name: 'Contoso' },
        is_enterprise_install: true,
      }),
    );
    expect(await oauth.exchangeCode(code, redirectUri)).toEqual({
      tokens: { accessToken },
      userId: 'U0OWNER',
      team: undefined,
      enterprise: { id: 'E1', name: 'Contoso' },
      isOrganisationInstall: true,
    });
    const authorization = `Basic ${Buffer.from(`1.2:${clientSecret}`).toString('base64')}`;
    const form = { code, redirect_uri: redirectUri };
    expect(received).toEqual([{ path: '/api/oauth.v2.access', authorization, form }]);
  });

  it('with token rotation knows when the token ends', async () => {
    const { oauth } = await answerWith(
      ok({ authed_user: { ...person, refresh_token: refreshToken, expires_in: 43_200 } }),
    );
    const { tokens } = await oauth.exchangeCode(code, redirectUri);
    expect(tokens.rotation).toEqual({ refreshToken, expiresAt: new Date(clock.ms() + 43_200_000) });
  });

  it.each([
    ['without a token of a person', { access_token: 'xoxb-bot', token_type: 'bot' }, 'NoUserToken'],
    ['without the scope admin', { authed_user: { ...person, scope: 'users:read,chat:write' } }, 'missing_scope'],
  ])('%s is refused rather than stored', async (_case, body, failure) => {
    const { oauth } = await answerWith(ok(body));
    expect(await failureOf(oauth.exchangeCode(code, redirectUri))).toMatchObject({ class: 'invalid', code: failure });
  });

  it('that the person cancelled is told by the address to which Slack sends them back', () => {
    expect(slackApiError('access_denied')).toMatchObject({ class: 'invalid', code: 'access_denied' });
    expect(slackApiError('<script>')).toMatchObject({ class: 'invalid', code: 'UnknownSlackError' });
  });
});

describe('a renewal', () => {
  it.each([
    ['at the top', { ...person, refresh_token: 'xoxe-2', expires_in: 43_200 }],
    ['under authed_user', { authed_user: { ...person, refresh_token: 'xoxe-2', expires_in: 43_200 } }],
  ])('takes the new pair %s', async (_place, body) => {
    const { oauth } = await answerWith(ok(body));
    expect(await oauth.refresh(refreshToken)).toEqual({
      accessToken,
      rotation: { refreshToken: 'xoxe-2', expiresAt: new Date(clock.ms() + 43_200_000) },
    });
    expect(received[0]?.form).toEqual({ grant_type: 'refresh_token', refresh_token: refreshToken });
  });
});

it('a renewal that gives the token of a bot is refused', async () => {
  const { oauth } = await answerWith(ok({ access_token: 'xoxe.xoxb-1', token_type: 'bot', refresh_token: 'xoxe-2' }));
  expect(await failureOf(oauth.refresh(refreshToken))).toMatchObject({ code: 'NoUserToken' });
});

describe('whose token it is', () => {
  it('is asked with the token in the header, and comes with its scopes', async () => {
    const { options } = await answerWith(
      ok(
        { user: 'ada', user_id: 'U1', team: 'Contoso', team_id: 'T1', url: 'https://contoso.slack.com/' },
        { 'x-oauth-scopes': 'admin,users:read' },
      ),
    );
    expect(await authTest(accessToken, options)).toEqual({
      userId: 'U1',
      userName: 'ada',
      teamId: 'T1',
      teamName: 'Contoso',
      enterpriseId: undefined,
      isOrganisationInstall: false,
      scopes: ['admin', 'users:read'],
    });
    expect(received[0]).toMatchObject({ path: '/api/auth.test', authorization: `Bearer ${accessToken}` });
  });
});

describe('a failure of the Web API', () => {
  const refused = (error: string): LocalResponse => ({ status: 200, body: { ok: false, error } });
  const late = { 'retry-after': '7' };
  it.each<[string, LocalResponse, string, string]>([
    ['a used code', refused('code_already_used'), 'invalid', 'code_already_used'],
    ['an unknown code', refused('invalid_code'), 'invalid', 'invalid_code'],
    ['another redirect URL', refused('bad_redirect_uri'), 'fatal', 'bad_redirect_uri'],
    ['a wrong secret', refused('bad_client_secret'), 'unauthorized', 'bad_client_secret'],
    ['a used refresh token', refused('invalid_refresh_token'), 'unauthorized', 'invalid_refresh_token'],
    ['a deactivated person', refused('account_inactive'), 'unauthorized', 'account_inactive'],
    ['a removed app', refused('token_revoked'), 'unauthorized', 'token_revoked'],
    ['a fault of Slack', refused('internal_error'), 'retry', 'internal_error'],
    ['a name that nobody knows', refused('some_new_error'), 'invalid', 'some_new_error'],
    ['prose with a secret', refused(`bad code ${code}`), 'invalid', 'UnknownSlackError'],
    ['a rate limit', { status: 429, headers: late, body: '' }, 'wait', 'ratelimited'],
    ['HTML', { status: 200, body: `<html>${code}</html>` }, 'retry', 'UnexpectedAnswer'],
    ['half an answer', { status: 200, body: '{"ok":tr' }, 'retry', 'UnexpectedAnswer'],
    ['no object', { status: 200, body: 'null' }, 'retry', 'UnexpectedAnswer'],
    ['a fault of the server', { status: 503, body: '' }, 'retry', 'UnexpectedAnswer'],
    ['a redirect', { status: 302, headers: { location: '/elsewhere' } }, 'retry', 'UnexpectedAnswer'],
    ['no answer', { status: 0, drop: true }, 'retry', 'UND_ERR_SOCKET'],
  ])('is classified and quotes no secret: %s', async (_case, answer, errorClass, failure) => {
    const { oauth, options } = await answerWith(answer);
    const errors = [
      await failureOf(oauth.exchangeCode(code, redirectUri)),
      await failureOf(oauth.refresh(refreshToken)),
      await failureOf(authTest(accessToken, options)),
    ];
    for (const error of errors) {
      expect(error).toMatchObject({ class: errorClass, code: failure });
      const text = `${error.stack} ${error.cause}`;
      for (const secret of SECRETS) expect(text).not.toContain(secret);
    }
    // A redirect is not followed: it would carry the secrets elsewhere.
    expect(received.map(({ path }) => path)).not.toContain('/elsewhere');
  });

  it('tells when to come back', async () => {
    const { oauth } = await answerWith({ status: 429, headers: late, body: '' });
    expect(await failureOf(oauth.refresh(refreshToken))).toMatchObject({ until: new Date(clock.ms() + 7000) });
  });

  it('can be an answer that never comes', async () => {
    server = await startServer(() => new Promise(() => {}));
    const options = { baseUrl: server.url, clock, timeoutMs: 30 };
    expect(await failureOf(authTest(accessToken, options))).toMatchObject({ class: 'retry', code: 'Timeout' });
  });
});
