import { describe, expect, it } from 'vitest';
import { USER_TARGET_ATTRIBUTES } from '../../../../shared/model/targetAttributes.ts';
import { V1_URNS } from '../../../../shared/slack/v1/urns.ts';
import { V2_URNS } from '../../../../shared/slack/v2/urns.ts';
import { createBody } from '../../../../shared/slack/wire/createBody.ts';
import { readUser as readUserOf } from '../../../../shared/slack/wire/readUser.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const OLD = 'urn:scim:schemas:extension:enterprise:1.0';
const MOBILE = 'phoneNumbers[type eq "mobile"].value';
const WORK = 'phoneNumbers[type eq "work"].value';

const readUser = (json: unknown) => readUserOf(json, V2_URNS);

const plain = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  id: 'U0JANE',
  externalId: '',
  meta: { created: '2026-01-05T09:00:00-08:00', location: 'https://api.slack.com/scim/v2/Users/U0JANE' },
  userName: 'jane',
  nickName: 'jane',
  name: { givenName: 'Jane', familyName: '' },
  displayName: 'Jane',
  profileUrl: 'https://example.enterprise.slack.com/team/jane',
  title: '',
  timezone: 'America/Los_Angeles',
  active: true,
  emails: [{ value: 'Jane@Example.com', primary: true }],
  photos: [{ value: 'https://example.com/a.jpg', type: 'photo' }],
  groups: [],
};
const rich = {
  ...plain,
  name: { givenName: 'Jane', familyName: 'Doe', honorificPrefix: null },
  emails: [
    { value: '', primary: false },
    { value: 'second@example.com', primary: false },
    { value: 'jane@example.com', primary: true },
  ],
  addresses: [{ streetAddress: null, locality: 'Oslo', region: null, postalCode: null, country: 'NO' }],
  phoneNumbers: [
    { value: '+47 2', type: 'mobile' },
    { value: '+47 1', primary: true },
  ],
  userType: null,
  roles: [{ value: 'Lead', primary: true }],
  preferredLanguage: null,
  locale: 'nb-NO',
  [ENTERPRISE]: {
    employeeNumber: null,
    costCenter: null,
    organization: null,
    division: null,
    department: 'R&D',
    manager: { managerId: 'U0BOSS' },
  },
};

describe('readUser', () => {
  it('reads an account without a custom profile', () => {
    const user = readUser(plain);
    expect(user).toMatchObject({
      slackId: 'U0JANE',
      active: true,
      userName: 'jane',
      emails: ['jane@example.com'],
      type: 'member',
    });
    const set = Object.entries(user?.attributes ?? {}).filter(([, value]) => value !== null);
    expect(Object.fromEntries(set)).toEqual({
      userName: 'jane',
      nickName: 'jane',
      displayName: 'Jane',
      'name.givenName': 'Jane',
      'emails[type eq "work"].value': 'jane@example.com',
      timezone: 'America/Los_Angeles',
    });
  });

  it('reads an account with a custom profile, where empty is null or ""', () => {
    const user = readUser(rich);
    expect(user?.emails).toEqual(['jane@example.com', 'second@example.com']);
    expect(user?.attributes).toMatchObject({
      'name.honorificPrefix': null,
      'emails[type eq "work"].value': 'jane@example.com',
      'addresses[type eq "untyped"].streetAddress': null,
      'addresses[type eq "untyped"].locality': 'Oslo',
      'addresses[type eq "untyped"].country': 'NO',
      [MOBILE]: '+47 1',
      [WORK]: '+47 2',
      'roles[primary eq "True"].value': 'Lead',
      userType: null,
      locale: 'nb-NO',
      [`${OLD}.department`]: 'R&D',
      [`${OLD}.division`]: null,
      [`${OLD}.manager`]: 'U0BOSS',
    });
  });

  it('has every attribute of the catalogue that Slack can hold, and no other', () => {
    const held = [...USER_TARGET_ATTRIBUTES.values()].filter(
      ({ name, writeOnce, comparedBySnapshot }) => name !== 'active' && !writeOnce && !comparedBySnapshot,
    );
    expect(Object.keys(readUser(plain)?.attributes ?? {}).sort()).toEqual(held.map(({ name }) => name).sort());
  });

  it.each<[string, object, string]>([
    ['guest', { 'urn:ietf:params:scim:schemas:extension:slack:guest:2.0:User': { type: 'multi' } }, 'guest'],
    ['former guest', { 'urn:ietf:params:scim:schemas:extension:slack:guest:2.0:User': { type: null } }, 'member'],
    ['bot', { emails: [{ value: 'botuser-T1-A1@slack-bots.com', primary: true }], displayName: '' }, 'bot'],
  ])('recognises a %s', (_kind, extra, type) => {
    expect(readUser({ ...plain, ...extra })?.type).toBe(type);
  });

  it.each<[string, unknown, string | null, string | null]>([
    ['mobile alone', [{ value: '1', primary: true }], '1', null],
    ['work alone', [{ value: '2', type: 'mobile' }], null, '2'],
    [
      'empty slots',
      [
        { value: null, type: 'mobile' },
        { value: null, primary: true },
      ],
      null,
      null,
    ],
    [
      'a plain SCIM server that means its types',
      [
        { value: '1', type: 'mobile', primary: true },
        { value: '2', type: 'work' },
      ],
      '1',
      '2',
    ],
    ['none', undefined, null, null],
  ])('reads phone numbers back under the names they were mapped to: %s', (_case, phoneNumbers, mobile, work) => {
    expect(readUser({ ...plain, phoneNumbers })?.attributes).toMatchObject({ [MOBILE]: mobile, [WORK]: work });
  });

  it('understands roles as bare strings and a manager as the standard names it', () => {
    const user = readUser({ ...plain, roles: ['Lead'], [ENTERPRISE]: { manager: { value: 'U0BOSS' } } });
    expect(user?.attributes).toMatchObject({
      'roles[primary eq "True"].value': 'Lead',
      [`${OLD}.manager`]: 'U0BOSS',
    });
  });

  it('reads back what it wrote from a server that keeps everything as it is', () => {
    const written = {
      ...Object.fromEntries(Object.entries(readUser(rich)?.attributes ?? {}).filter(([, value]) => value !== null)),
    };
    const read = readUser({ id: 'U0JANE', ...createBody(written, V2_URNS) })?.attributes ?? {};
    expect(Object.fromEntries(Object.entries(read).filter(([, value]) => value !== null))).toEqual(written);
  });

  it.each([undefined, null, 'text', [], {}, { ok: false }, { id: '' }, { id: null }])('%j is not a user', (json) => {
    expect(readUser(json)).toBeUndefined();
  });

  it.each([
    { id: 'U1' },
    { id: 'U1', emails: 'x', phoneNumbers: {}, addresses: null, roles: 7, name: 'Jane' },
    { id: 'U1', emails: [null, 'x'], phoneNumbers: [null], addresses: ['x'], [ENTERPRISE]: { manager: 'U2' } },
  ])('survives an odd shape: %j', (json) => {
    expect(readUser(json)).toMatchObject({ slackId: 'U1', userName: '', emails: [] });
  });

  it('reads the extensions of either version, with times in one form', () => {
    for (const urns of [V1_URNS, V2_URNS]) {
      const user = readUserOf(
        {
          ...plain,
          [urns.enterprise]: { department: 'R&D', manager: { managerId: 'U0BOSS' } },
          [urns.profile]: { startDate: '2026-01-05T00:00:00+0000' },
          [urns.guest]: { type: 'multi', expiration: '2026-12-01T08:59:59+09:00' },
        },
        urns,
      );
      expect(user).toMatchObject({
        type: 'guest',
        attributes: {
          [`${OLD}.department`]: 'R&D',
          [`${OLD}.manager`]: 'U0BOSS',
          'urn:scim:schemas:extension:slack:profile:1.0.startDate': '2026-01-05T00:00:00Z',
          'urn:scim:schemas:extension:slack:guest:1.0.type': 'multi',
          'urn:scim:schemas:extension:slack:guest:1.0.expiration': '2026-11-30T23:59:59Z',
        },
      });
    }
  });

  it('shows the one role under both of its names', () => {
    const user = readUser({ ...plain, roles: [{ value: 'Lead', primary: true }] });
    expect(user?.attributes).toMatchObject({ roles: 'Lead', 'roles[primary eq "True"].value': 'Lead' });
  });
});
