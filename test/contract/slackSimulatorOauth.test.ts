import { describe, expect, it } from 'vitest';
import { useSlackSimulator } from './callSlackSimulator.ts';

let time = 0;
const slack = useSlackSimulator({ now: () => time });

const REDIRECT = 'https://app.example/api/slack/callback';
const HOUR = 3_600_000;

const authorizePath = (fields: Readonly<Record<string, string>> = {}) => {
  const query = { client_id: '12.34', user_scope: 'admin', redirect_uri: REDIRECT, state: 's&1', ...fields };
  return `/oauth/v2/authorize?${new URLSearchParams(query)}`;
};

/** What a person posts on the consent page; answers where the browser is sent. */
async function decide(form: Readonly<Record<string, string>>, query: Readonly<Record<string, string>> = {}) {
  const answer = await slack.call('POST', authorizePath(query), new URLSearchParams(form).toString());
  const location = answer.headers.get('location');
  return { ...answer, target: location === null ? undefined : new URL(location) };
}

async function takeCode(form: Readonly<Record<string, string>> = {}, query: Readonly<Record<string, string>> = {}) {
  return (await decide({ decision: 'allow', ...form }, query)).target?.searchParams.get('code') ?? '';
}

const exchange = (fields: Readonly<Record<string, string>>, headers: object = {}) =>
  slack.call('POST', '/api/oauth.v2.access', new URLSearchParams(fields).toString(), {
    authorization: `Basic ${Buffer.from('12.34:secret').toString('base64')}`,
    'content-type': 'application/x-www-form-urlencoded',
    ...headers,
  });

interface Granted {
  readonly id: string;
  readonly access_token: string;
  readonly refresh_token: string;
}

/** The whole way, from the consent to the token. */
async function authorize(form: Readonly<Record<string, string>> = {}, query: Readonly<Record<string, string>> = {}) {
  const { body } = await exchange({ code: await takeCode(form, query), redirect_uri: REDIRECT });
  return body.authed_user as Granted;
}

const listWith = (token: string) => slack.call('GET', '/v2/Users', undefined, { authorization: `Bearer ${token}` });
const test = (token: string) =>
  slack.call('POST', '/api/auth.test', undefined, { authorization: token === '' ? '' : `Bearer ${token}` });

describe('rule 30: the consent page', () => {
  it('names the app, its scopes and who may decide, and escapes all of it', async () => {
    slack.seedAda({ kind: 'owner', givenName: '<b>Ada', familyName: '' });
    const { status, text, headers } = await slack.call('GET', authorizePath({ client_id: '"><script>x' }));
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(text).toContain('&lt;b&gt;Ada');
    expect(text).toContain('&quot;&gt;&lt;script&gt;x');
    expect(text).not.toContain('<script');
    expect(text).toContain('<code>admin</code>');
  });

  it('lets owners decide in an organisation, and admins too outside of one', async () => {
    const admin = slack.seedAda({ kind: 'admin' });
    const owner = slack.seedAda({ kind: 'owner', userName: 'b', email: 'b@example.com' });
    const off = slack.seedAda({ kind: 'owner', userName: 'c', email: 'c@example.com', active: false });
    const enterprise = await slack.call('GET', authorizePath());
    expect(enterprise.text).toContain(owner.id);
    expect(enterprise.text).not.toContain(admin.id);
    expect(enterprise.text).not.toContain(off.id);
    expect((await decide({ decision: 'allow', account: admin.id })).text).toContain('not_allowed');
    slack.simulator.faults.plan = 'businessPlus';
    expect((await slack.call('GET', authorizePath())).text).toContain(admin.id);
  });

  it('sends a refusal back, with the state as it was', async () => {
    const { status, target } = await decide({ decision: 'cancel' });
    expect(status).toBe(302);
    expect(target?.href).toBe(`${REDIRECT}?error=access_denied&state=s%261`);
  });

  it('sends a code back, with the state, to a redirect URL that has a query of its own', async () => {
    const { target } = await decide({ decision: 'allow' }, { redirect_uri: `${REDIRECT}?a=b` });
    expect(target?.searchParams.get('a')).toBe('b');
    expect(target?.searchParams.get('state')).toBe('s&1');
    expect(target?.searchParams.get('code')).toMatch(/^[a-z0-9]{40}$/);
  });

  it.each([
    [{ client_id: '' }, 'invalid_client_id'],
    [{ client_id: 'other' }, 'invalid_client_id'],
    [{ user_scope: '' }, 'no_scopes'],
    [{ redirect_uri: 'http://app.example/api' }, 'bad_redirect_uri'],
    [{ redirect_uri: `${REDIRECT}#x` }, 'bad_redirect_uri'],
    [{ redirect_uri: 'nonsense' }, 'bad_redirect_uri'],
    [{ redirect_uri: 'https://app.example.evil.example/api/slack' }, 'bad_redirect_uri'],
    [{ redirect_uri: 'https://app.example/apix' }, 'bad_redirect_uri'],
    [{ redirect_uri: 'https://app.example/' }, 'bad_redirect_uri'],
  ])('shows what is wrong with %o and sends nothing anywhere', async (fields, problem) => {
    Object.assign(slack.simulator.workspace.settings.oauth, {
      clientId: '12.34',
      redirectUrls: ['https://app.example/api/'],
    });
    for (const answer of [
      await slack.call('GET', authorizePath(fields)),
      await decide({ decision: 'allow' }, fields),
    ]) {
      expect(answer.status).toBe(400);
      expect(answer.text).toContain(problem);
      expect(answer.headers.get('location')).toBe(null);
    }
    expect((await slack.call('GET', authorizePath())).status).toBe(200);
  });

  it('takes plain HTTP on this machine', async () => {
    expect((await slack.call('GET', authorizePath({ redirect_uri: 'http://127.0.0.1:7071/cb' }))).status).toBe(200);
  });
});

describe('rule 30: oauth.v2.access', () => {
  it('exchanges a code for the token of an organisation', async () => {
    const { id } = slack.seedAda({ kind: 'owner' });
    const answer = await exchange({ code: await takeCode(), redirect_uri: REDIRECT });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      ok: true,
      app_id: 'A0SIMULATED',
      authed_user: { id, scope: 'admin', access_token: expect.stringMatching(/^xoxp-/), token_type: 'user' },
      team: null,
      enterprise: { id: 'E0SIMULATED', name: 'simulated' },
      is_enterprise_install: true,
    });
  });

  it('outside of an organisation names the workspace', async () => {
    slack.simulator.faults.plan = 'businessPlus';
    const answer = await exchange({ code: await takeCode(), redirect_uri: REDIRECT });
    const team = { id: 'T0SIMULATED', name: 'simulated' };
    expect(answer.body).toMatchObject({ team, enterprise: null, is_enterprise_install: false });
  });

  it('takes the secret in the form as well', async () => {
    const code = await takeCode();
    const fields = { code, redirect_uri: REDIRECT, client_id: '12.34', client_secret: 'secret' };
    expect((await exchange(fields, { authorization: '' })).body.ok).toBe(true);
  });

  it.each([
    ['an unknown code', { code: 'x' }, {}, 'invalid_code'],
    ['no code', { code: '' }, {}, 'invalid_code'],
    ['another redirect URL', { redirect_uri: `${REDIRECT}/x` }, {}, 'bad_redirect_uri'],
    ['another grant', { grant_type: 'password' }, {}, 'invalid_grant_type'],
    ['no client', {}, { authorization: '' }, 'invalid_client_id'],
    ['another client', {}, { authorization: `Basic ${btoa('98.76:secret')}` }, 'invalid_client_id'],
    ['a wrong secret', {}, { authorization: `Basic ${btoa('12.34:wrong')}` }, 'bad_client_secret'],
    ['no secret', {}, { authorization: `Basic ${btoa('12.34')}` }, 'bad_client_secret'],
    ['an unknown refresh token', { grant_type: 'refresh_token', refresh_token: 'x' }, {}, 'invalid_refresh_token'],
  ])('refuses %s with 200 and ok false', async (_what, fields, headers, error) => {
    Object.assign(slack.simulator.workspace.settings.oauth, { clientId: '12.34', clientSecret: 'secret' });
    const answer = await exchange({ code: await takeCode(), redirect_uri: REDIRECT, ...fields }, headers);
    expect([answer.status, answer.body]).toEqual([200, { ok: false, error }]);
  });

  it('refuses a code of another client', async () => {
    const code = await takeCode();
    const authorization = `Basic ${btoa('98.76:secret')}`;
    expect((await exchange({ code, redirect_uri: REDIRECT }, { authorization })).body.error).toBe('invalid_code');
  });

  it('takes a code once, and within ten minutes', async () => {
    const code = await takeCode();
    expect((await exchange({ code, redirect_uri: REDIRECT })).body.ok).toBe(true);
    expect((await exchange({ code, redirect_uri: REDIRECT })).body.error).toBe('invalid_code');
    const [early, late] = [await takeCode(), await takeCode()];
    time += 10 * 60_000 - 1;
    expect((await exchange({ code: early, redirect_uri: REDIRECT })).body.ok).toBe(true);
    time += 1;
    expect((await exchange({ code: late, redirect_uri: REDIRECT })).body.error).toBe('invalid_code');
  });

  it('fails like the rest of Slack when servers fail', async () => {
    slack.simulator.faults.serverErrors.next = 1;
    expect((await exchange({ code: 'x' })).status).toBe(503);
  });
});

describe('rule 30: token rotation', () => {
  it('gives tokens of twelve hours; a refresh gives a new pair at the top level and ends the old one', async () => {
    slack.simulator.workspace.settings.oauth.tokenRotation = true;
    const first = await authorize();
    expect(first).toMatchObject({ expires_in: 43_200, access_token: expect.stringMatching(/^xoxe\.xoxp-/) });
    expect((await listWith(first.access_token)).status).toBe(200);
    time += 12 * HOUR;
    expect((await listWith(first.access_token)).body.Errors.description).toBe('invalid_authentication');
    expect((await test(first.access_token)).body.error).toBe('token_expired');
    const fields = { grant_type: 'refresh_token', refresh_token: first.refresh_token };
    const { body } = await exchange(fields);
    expect(body).toMatchObject({ ok: true, token_type: 'user', expires_in: 43_200, is_enterprise_install: true });
    expect(body).not.toHaveProperty('authed_user');
    expect((await listWith(String(body.access_token))).status).toBe(200);
    expect((await test(first.access_token)).body.error).toBe('token_revoked');
    expect((await exchange(fields)).body.error).toBe('invalid_refresh_token');
  });

  it('ends a token that was still good, and is no business of another client', async () => {
    slack.simulator.workspace.settings.oauth.tokenRotation = true;
    const { access_token, refresh_token } = await authorize();
    const fields = { grant_type: 'refresh_token', refresh_token };
    const authorization = `Basic ${btoa('98.76:secret')}`;
    expect((await exchange(fields, { authorization })).body.error).toBe('invalid_refresh_token');
    expect((await listWith(access_token)).status).toBe(200);
    await exchange(fields);
    expect((await listWith(access_token)).status).toBe(401);
  });

  it('is off by default: a token lives for ever and has nothing to refresh', async () => {
    const granted = await authorize();
    expect(granted).not.toHaveProperty('refresh_token');
    time += 10_000 * HOUR;
    expect((await listWith(granted.access_token)).status).toBe(200);
  });
});

describe('rule 3: a token from the consent page', () => {
  it('has the rank of the person at every moment, and dies when they are demoted or deactivated', async () => {
    const ada = slack.seedAda({ kind: 'owner' });
    const { id } = slack.simulator.workspace.seedUser({
      userName: 'boss',
      email: 'b@example.com',
      kind: 'primaryOwner',
    });
    const { access_token } = await authorize({ account: ada.id });
    const change = async () => {
      const authorization = `Bearer ${access_token}`;
      const Operations = [{ op: 'replace', path: 'title', value: 'x' }];
      return (await slack.call('PATCH', `/v2/Users/${id}`, { schemas: ['x'], Operations }, { authorization })).status;
    };
    expect(await change()).toBe(403);
    slack.simulator.workspace.editUser(ada.id, { kind: 'primaryOwner' });
    expect(await change()).toBe(200);
    slack.simulator.workspace.editUser(ada.id, { kind: 'member' });
    expect((await listWith(access_token)).body).toEqual({
      Errors: { description: 'invalid_authentication', code: 401 },
    });
    // The person can still use Slack, so the Web API does not mind.
    expect((await test(access_token)).body.ok).toBe(true);
    slack.simulator.workspace.editUser(ada.id, { kind: 'owner' });
    expect((await listWith(access_token)).status).toBe(200);
    slack.simulator.workspace.deactivateByHand(ada.id);
    expect((await listWith(access_token)).status).toBe(401);
    expect((await test(access_token)).body.error).toBe('account_inactive');
  });

  it('is accepted beside a list of tokens, unless it is revoked', async () => {
    slack.simulator.faults.tokens = [];
    const { access_token } = await authorize();
    expect((await listWith(access_token)).status).toBe(200);
    slack.simulator.faults.revokedTokens = [access_token];
    expect((await listWith(access_token)).status).toBe(401);
  });

  it('is refused by SCIM when it was made for one workspace of an organisation', async () => {
    const { access_token } = await authorize({ install: 'workspace' });
    const refused = await listWith(access_token);
    expect(refused).toMatchObject({ status: 403, body: { detail: 'non_org_teams_only' } });
    slack.simulator.faults.plan = 'businessPlus';
    expect((await listWith(access_token)).status).toBe(200);
  });

  it('is refused by SCIM without the scope admin', async () => {
    const { access_token } = await authorize({}, { user_scope: 'users:read,administer' });
    expect((await listWith(access_token)).status).toBe(401);
    const enough = await authorize({}, { user_scope: 'users:read,admin' });
    expect((await listWith(enough.access_token)).status).toBe(200);
  });
});

describe('rule 3: a token from a list', () => {
  it('ends with the rights of its person, and so do all tokens when nobody behind them is an admin', async () => {
    const { id } = slack.seedAda({ kind: 'admin' });
    slack.simulator.faults.tokens = [{ token: 'xoxp-test', accountId: id }];
    expect((await listWith('xoxp-test')).status).toBe(200);
    slack.simulator.workspace.editUser(id, { kind: 'member' });
    expect((await listWith('xoxp-test')).status).toBe(401);
    slack.simulator.faults.tokens = null;
    expect((await listWith('xoxp-any')).status).toBe(200);
    slack.simulator.faults.tokenRank = 'member';
    expect((await listWith('xoxp-any')).status).toBe(401);
  });

  it('dies after so many requests, alone', async () => {
    slack.simulator.faults.tokenDiesAfter = 2;
    const answers = [await listWith('a'), await listWith('b'), await listWith('b'), await listWith('a')];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 401, 200]);
  });
});

describe('rule 30: auth.test', () => {
  it('names the organisation as the team of a token for the organisation, and the workspace otherwise', async () => {
    const { id } = slack.seedAda({ kind: 'owner' });
    const whole = await authorize();
    expect((await test(whole.access_token)).body).toEqual({
      ok: true,
      url: 'https://simulated.enterprise.slack.com/',
      team: 'simulated',
      user: 'ada',
      team_id: 'E0SIMULATED',
      user_id: id,
      enterprise_id: 'E0SIMULATED',
      is_enterprise_install: true,
    });
    const part = await authorize({ install: 'workspace' });
    const team = { team_id: 'T0SIMULATED', enterprise_id: 'E0SIMULATED', is_enterprise_install: false };
    expect((await test(part.access_token)).body).toMatchObject(team);
  });

  it('refuses with 200 and ok false', async () => {
    slack.simulator.faults.tokens = [];
    const answers = [await test(''), await test('xoxp-unknown'), await slack.call('POST', '/api/users.list')];
    expect(answers.map(({ status, body }) => [status, body.ok, body.error])).toEqual([
      [200, false, 'not_authed'],
      [200, false, 'invalid_auth'],
      [200, false, 'unknown_method'],
    ]);
  });
});
