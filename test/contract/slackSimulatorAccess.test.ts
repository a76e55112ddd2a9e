import { describe, expect, it } from 'vitest';
import { useSlackSimulator, V2_CORE } from './callSlackSimulator.ts';

const slack = useSlackSimulator();

describe.each(['v1', 'v2'])('rules 2 and 3: tokens on %s', (version) => {
  const users = (headers: object) => slack.call('GET', `/${version}/Users`, undefined, headers);

  it('are refused in the shape of v1 when missing or unknown', async () => {
    const none = await users({ authorization: '' });
    expect(none.status).toBe(401);
    expect(none.body).toEqual({ Errors: { description: 'missing_authentication', code: 401 } });
    const basic = await users({ authorization: 'Basic eDp5' });
    expect(basic.body).toEqual({ Errors: { description: 'invalid_authentication', code: 401 } });
    slack.simulator.faults.tokens = ['xoxp-good'];
    expect((await users({ authorization: 'Bearer xoxp-bad' })).status).toBe(401);
    expect((await users({ authorization: 'Bearer xoxp-good' })).status).toBe(200);
  });

  it('are all taken unless a list says otherwise', async () => {
    expect((await users({ authorization: 'bearer whatever' })).status).toBe(200);
  });

  it('need a plan with SCIM and, in an organisation, an install on the organisation', async () => {
    slack.simulator.faults.plan = 'free';
    const free = await users({});
    expect(free.status).toBe(403);
    expect(free.text).toContain('plus_teams_only');
    slack.simulator.faults.plan = 'enterprise';
    slack.simulator.faults.tokens = [{ token: 'xoxp-test', install: 'workspace' }];
    expect((await users({})).text).toContain('non_org_teams_only');
  });

  it('have the rank of their own person', async () => {
    const { id } = slack.seedAda({ kind: 'owner' });
    slack.simulator.faults.tokens = [{ token: 'admin', rank: 'admin' }, 'xoxp-test'];
    const path = `/${version}/Users/${id}`;
    expect((await slack.call('DELETE', path, undefined, { authorization: 'Bearer admin' })).status).toBe(403);
    expect((await slack.call('DELETE', path)).status).toBeLessThan(300);
  });
});

describe('rule 1: discovery', () => {
  it.each(['/v1/ServiceProviderConfigs', '/v2/ServiceProviderConfigs', '/v2/ServiceProviderConfig'])(
    '%s answers anybody, and denies filters',
    async (path) => {
      slack.simulator.faults.tokens = [];
      const { status, body } = await slack.call('GET', path, undefined, { authorization: '' });
      expect(status).toBe(200);
      expect(body).toMatchObject({
        patch: { supported: true },
        filter: { supported: false },
        bulk: { supported: false },
      });
    },
  );

  it('describes the schemas of both versions', async () => {
    const v1 = await slack.call('GET', '/v1/Schemas/Users');
    expect(v1.body).toMatchObject({ id: 'urn:scim:schemas:core:1.0:User', endpoint: '/Users' });
    const named = (name: string) => v1.body.attributes.find((attribute) => attribute.name === name);
    expect(named('userName')).toMatchObject({ type: 'string', required: true, readOnly: false });
    expect(named('active')).toMatchObject({ type: 'string' });
    expect(named('id')).toMatchObject({ readOnly: true });
    expect((await slack.call('GET', '/v2/Schemas/Groups')).body.name).toBe('Group');
    expect((await slack.call('GET', '/v2/Schemas')).body.Resources).toHaveLength(2);
  });

  it('lists the resource types on v2 alone', async () => {
    const { body } = await slack.call('GET', '/v2/ResourceTypes');
    expect(body.Resources[0]).toMatchObject({ id: 'User', endpoint: '/Users', schema: V2_CORE });
    expect((await slack.call('GET', '/v1/ResourceTypes')).body.Errors.description).toBe('bad_endpoint');
  });
});

describe('rules 1 and 4: addresses of the API', () => {
  it.each([
    ['GET', '/v3/Users', 400, 'unsupported_version'],
    ['GET', '/v2/Nothing', 404, 'bad_endpoint'],
    ['PUT', '/v2/Users', 400, 'missing_user_id'],
    ['POST', '/v2/ServiceProviderConfig', 405, 'method_not_allowed'],
    ['OPTIONS', '/v2/Users', 405, 'method_not_allowed'],
    ['GET', '/v2/Users/U00000NOONE', 404, 'no_such_user'],
  ])('%s %s answers %i %s', async (method, path, status, name) => {
    const answer = await slack.call(method, path);
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(name);
  });
});
