import { describe, expect, it } from 'vitest';
import { useSlackSimulator } from './callSlackSimulator.ts';

// Keys in the order of answers that Slack gave (its SDKs' recordings, its reference, third-party logs).
const ALWAYS = ['schemas', 'id', 'externalId', 'meta', 'userName', 'nickName', 'name', 'displayName', 'profileUrl'];
const PLAIN = [...ALWAYS, 'title', 'timezone', 'active', 'emails', 'photos', 'groups'];
const CUSTOM = ['addresses', 'phoneNumbers', 'userType', 'roles', 'preferredLanguage', 'locale'];

const VERSIONS = [
  {
    version: 'v1',
    core: 'urn:scim:schemas:core:1.0',
    groupUrn: 'urn:scim:schemas:core:1.0',
    enterprise: 'urn:scim:schemas:extension:enterprise:1.0',
    profileUrn: 'urn:scim:schemas:extension:slack:profile:1.0',
    guestUrn: 'urn:scim:schemas:extension:slack:guest:1.0',
    envelope: ['totalResults', 'itemsPerPage', 'startIndex', 'schemas', 'Resources'],
    envelopeUrn: 'urn:scim:schemas:core:1.0',
  },
  {
    version: 'v2',
    core: 'urn:ietf:params:scim:schemas:core:2.0:User',
    groupUrn: 'urn:ietf:params:scim:schemas:core:2.0:Group',
    enterprise: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
    profileUrn: 'urn:ietf:params:scim:schemas:extension:slack:profile:2.0:User',
    guestUrn: 'urn:ietf:params:scim:schemas:extension:slack:guest:2.0:User',
    envelope: ['schemas', 'Resources', 'totalResults', 'itemsPerPage', 'startIndex'],
    envelopeUrn: 'urn:ietf:params:scim:api:messages:2.0:ListResponse',
  },
];

describe.each(VERSIONS)('recorded shapes on $version', (shape) => {
  const { version, core, groupUrn, enterprise, profileUrn, guestUrn, envelope, envelopeUrn } = shape;
  const slack = useSlackSimulator({ now: () => Date.parse('2026-07-03T12:00:00Z') });
  const read = async (id: string) => (await slack.call('GET', `/${version}/Users/${id}`)).body;

  it('rule 6: a list', async () => {
    slack.seedAda();
    const { body } = await slack.call('GET', `/${version}/Users?count=1`);
    expect(Object.keys(body)).toEqual(envelope);
    expect(body).toMatchObject({ schemas: [envelopeUrn], totalResults: 1, itemsPerPage: 1, startIndex: 1 });
  });

  it('rule 16: a plain user', async () => {
    const body = await read(slack.seedAda().id);
    expect(Object.keys(body)).toEqual(PLAIN);
    expect(body.schemas).toEqual([core]);
    expect(body.externalId).toBe('');
    expect(Object.keys(body.name as object)).toEqual(['givenName', 'familyName']);
    expect(body.emails).toEqual([{ value: 'ada@example.com', primary: true }]);
    expect(body.photos).toEqual([
      { value: expect.stringMatching(/^https:\/\/secure\.gravatar\.com\//), type: 'photo' },
    ]);
  });

  it('rule 16: a rich user, with null for every empty field', async () => {
    const { id } = slack.seedAda({ profile: { startDate: '2024-04-10', employeeNumber: '7' } });
    const body = await read(id);
    const custom = [...CUSTOM, enterprise, profileUrn];
    expect(Object.keys(body)).toEqual([...PLAIN.filter((key) => key !== 'groups'), ...custom, 'groups']);
    expect(body.schemas).toEqual([core, enterprise, profileUrn]);
    expect(body).toMatchObject({
      name: { givenName: 'Ada', familyName: 'Lovelace', honorificPrefix: null },
      emails: [
        { value: 'ada@example.com', primary: true },
        { value: '', primary: false },
      ],
      addresses: [{ streetAddress: null, locality: null, region: null, postalCode: null, country: null }],
      phoneNumbers: [
        { value: null, type: 'mobile' },
        { value: null, primary: true },
      ],
      roles: [{ value: null, primary: true }],
      [profileUrn]: { startDate: '2024-04-10' },
    });
    const none = { costCenter: null, organization: null, division: null, department: null };
    expect(body[enterprise]).toEqual({ employeeNumber: '7', ...none, manager: { managerId: null } });
  });

  it('rule 18: a guest', async () => {
    const channels = [{ value: 'C0123456789', display: 'general' }];
    const { id } = slack.seedAda({ guest: { type: 'multi', expiration: '2026-11-30T23:59:59Z', channels } });
    const body = await read(id);
    expect(body.schemas).toEqual([core, guestUrn]);
    expect(body[guestUrn]).toEqual({ type: 'multi', expiration: '2026-11-30T23:59:59Z', channels });
  });

  it('rule 26: a group', async () => {
    const { id } = slack.seedAda();
    const group = slack.simulator.workspace.groups.seed({ displayName: 'Engines', memberIds: [id] });
    const { body } = await slack.call('GET', `/${version}/Groups/${group.id}`);
    expect(Object.keys(body)).toEqual(['schemas', 'id', 'displayName', 'members', 'meta']);
    expect(body.schemas).toEqual([groupUrn]);
    expect(body.members).toEqual([{ value: id, display: 'ada' }]);
  });

  it('rule 29: meta holds the creation in Pacific time and the location, and slashes are escaped', async () => {
    const { id } = slack.seedAda();
    const { body, text, headers } = await slack.call('GET', `/${version}/Users/${id}`);
    const location = `${slack.simulator.url}/scim/${version}/Users/${id}`;
    expect(body.meta).toEqual({ created: '2026-07-03T05:00:00-07:00', location });
    expect(text).toContain(location.replaceAll('/', '\\/'));
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  it('rule 4: an error, and one about the token in the shape of v1', async () => {
    const { body } = await slack.call('GET', `/${version}/Users/U00000NOONE`);
    const v2 = { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], detail: 'no_such_user', status: 404 };
    expect(body).toEqual(version === 'v1' ? { Errors: { description: 'no_such_user', code: 404 } } : v2);
    const token = await slack.call('GET', `/${version}/Users`, undefined, { authorization: '' });
    expect(token.body).toEqual({ Errors: { description: 'missing_authentication', code: 401 } });
  });
});
