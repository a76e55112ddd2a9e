import { describe, expect, it } from 'vitest';
import type { Attributes } from '../../../../shared/model/attributes.ts';
import { needsCurrent, updateBody } from '../../../../shared/slack/v2/updateBody.ts';
import { V2_URNS } from '../../../../shared/slack/v2/urns.ts';
import { readUser } from '../../../../shared/slack/wire/readUser.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const OLD = 'urn:scim:schemas:extension:enterprise:1.0';
const MOBILE = 'phoneNumbers[type eq "mobile"].value';
const WORK = 'phoneNumbers[type eq "work"].value';
const START = 'urn:scim:schemas:extension:slack:profile:1.0.startDate';
const GUEST_TYPE = 'urn:scim:schemas:extension:slack:guest:1.0.type';
const GUEST_END = 'urn:scim:schemas:extension:slack:guest:1.0.expiration';
const PROFILE = 'urn:ietf:params:scim:schemas:extension:slack:profile:2.0:User';
const GUEST = 'urn:ietf:params:scim:schemas:extension:slack:guest:2.0:User';
const LOCALITY = 'addresses[type eq "untyped"].locality';
const COUNTRY = 'addresses[type eq "untyped"].country';
const ADDRESS: Attributes = {
  'addresses[type eq "untyped"].streetAddress': null,
  [LOCALITY]: null,
  'addresses[type eq "untyped"].region': null,
  'addresses[type eq "untyped"].postalCode': null,
  [COUNTRY]: null,
};

const operationsOf = (changes: Attributes, resulting: Attributes = {}): unknown =>
  (updateBody({ changes, resulting }) as { Operations: unknown } | undefined)?.Operations;

describe('updateBody', () => {
  it.each<[string, Attributes, Attributes, object[]]>([
    ['sets a title', { title: 'Boss' }, {}, [{ op: 'replace', path: 'title', value: 'Boss' }]],
    ['clears a title', { title: null }, {}, [{ op: 'remove', path: 'title' }]],
    [
      'sets a part of the name',
      { 'name.givenName': 'Jane' },
      {},
      [{ op: 'replace', path: 'name.givenName', value: 'Jane' }],
    ],
    [
      'clears a part of the name',
      { 'name.honorificPrefix': null },
      {},
      [{ op: 'remove', path: 'name.honorificPrefix' }],
    ],
    [
      'replaces the primary address in place',
      { 'emails[type eq "work"].value': 'new@example.com' },
      {},
      [{ op: 'replace', path: 'emails[primary eq true].value', value: 'new@example.com' }],
    ],
    [
      'sets a department',
      { [`${OLD}.department`]: 'R&D' },
      {},
      [{ op: 'add', path: `${ENTERPRISE}:department`, value: 'R&D' }],
    ],
    ['clears a department', { [`${OLD}.department`]: null }, {}, [{ op: 'remove', path: `${ENTERPRISE}.department` }]],
    [
      'sets the manager',
      { [`${OLD}.manager`]: 'U0BOSS' },
      {},
      [{ op: 'add', path: ENTERPRISE, value: { manager: { managerId: 'U0BOSS' } } }],
    ],
    [
      'clears the manager',
      { [`${OLD}.manager`]: null },
      {},
      [{ op: 'remove', path: `${ENTERPRISE}.manager.managerId` }],
    ],
    [
      'writes the role anew',
      { 'roles[primary eq "True"].value': 'Lead' },
      {},
      [
        { op: 'remove', path: 'roles' },
        { op: 'add', path: 'roles', value: [{ value: 'Lead', primary: true }] },
      ],
    ],
    ['clears the role', { 'roles[primary eq "True"].value': null }, {}, [{ op: 'remove', path: 'roles' }]],
    [
      'writes both phone numbers when one changes',
      { [MOBILE]: '1' },
      { [MOBILE]: '1', [WORK]: '2' },
      [
        { op: 'remove', path: 'phoneNumbers' },
        {
          op: 'add',
          path: 'phoneNumbers',
          value: [
            { value: '1', type: 'mobile', primary: true },
            { value: '2', type: 'work' },
          ],
        },
      ],
    ],
    [
      'keeps the other phone number when one is cleared',
      { [MOBILE]: null },
      { [MOBILE]: null, [WORK]: '2' },
      [
        { op: 'remove', path: 'phoneNumbers' },
        { op: 'add', path: 'phoneNumbers', value: [{ value: '2', type: 'work' }] },
      ],
    ],
    [
      'clears the last phone number',
      { [MOBILE]: null },
      { [MOBILE]: null, [WORK]: null },
      [{ op: 'remove', path: 'phoneNumbers' }],
    ],
    [
      'writes the address whole when a part changes',
      { [LOCALITY]: 'Oslo' },
      { ...ADDRESS, [LOCALITY]: 'Oslo', [COUNTRY]: 'NO' },
      [
        { op: 'remove', path: 'addresses' },
        { op: 'add', path: 'addresses', value: [{ locality: 'Oslo', country: 'NO', primary: true }] },
      ],
    ],
    ['clears the address with its last part', { [LOCALITY]: null }, ADDRESS, [{ op: 'remove', path: 'addresses' }]],
    [
      'sets a photo in the form that Slack shows',
      { 'photos[type eq "photo"].value': 'https://example.com/jane.png' },
      {},
      [{ op: 'add', path: 'photos', value: [{ value: 'https://example.com/jane.png', primary: true }] }],
    ],
    ['clears the photo', { 'photos[type eq "photo"].value': null }, {}, [{ op: 'remove', path: 'photos' }]],
    [
      'sets the start date',
      { [START]: '2026-01-05T00:00:00Z' },
      {},
      [{ op: 'add', path: `${PROFILE}:startDate`, value: '2026-01-05T00:00:00Z' }],
    ],
    ['clears the start date', { [START]: null }, {}, [{ op: 'remove', path: `${PROFILE}.startDate` }]],
    [
      'makes a guest',
      { [GUEST_TYPE]: 'multi' },
      { [GUEST_TYPE]: 'multi', [GUEST_END]: '2026-11-30T23:59:59Z' },
      [{ op: 'add', path: GUEST, value: { type: 'multi', expiration: '2026-11-30T23:59:59Z' } }],
    ],
    [
      'makes a guest without an end',
      { [GUEST_TYPE]: 'multi', [GUEST_END]: null },
      {},
      [{ op: 'add', path: GUEST, value: { type: 'multi' } }],
    ],
    ['makes a full member', { [GUEST_TYPE]: null, [GUEST_END]: null }, {}, [{ op: 'remove', path: GUEST }]],
    [
      'moves the end of a guest, with the mandatory type',
      { [GUEST_END]: '2026-12-31T23:59:59Z' },
      { [GUEST_TYPE]: 'multi', [GUEST_END]: '2026-12-31T23:59:59Z' },
      [{ op: 'add', path: GUEST, value: { type: 'multi', expiration: '2026-12-31T23:59:59Z' } }],
    ],
    [
      'clears the end of a guest',
      { [GUEST_END]: null },
      { [GUEST_TYPE]: 'multi' },
      [{ op: 'remove', path: `${GUEST}.expiration` }],
    ],
    [
      'writes the role from the list',
      { roles: 'Lead' },
      {},
      [
        { op: 'remove', path: 'roles' },
        { op: 'add', path: 'roles', value: [{ value: 'Lead', primary: true }] },
      ],
    ],
    [
      'sends the nickname equal to the user name',
      { userName: 'jane', nickName: 'jj' },
      {},
      [
        { op: 'replace', path: 'userName', value: 'jane' },
        { op: 'replace', path: 'nickName', value: 'jane' },
      ],
    ],
    [
      'does not rename the account by a nickname alone',
      { nickName: 'jj' },
      { userName: 'jane', nickName: 'jj' },
      [{ op: 'replace', path: 'nickName', value: 'jane' }],
    ],
    [
      'takes a nickname where no user name is mapped',
      { nickName: 'jj' },
      {},
      [{ op: 'replace', path: 'nickName', value: 'jj' }],
    ],
  ])('%s', (_rule, changes, resulting, operations) => {
    expect(operationsOf(changes, resulting)).toEqual(operations);
  });

  it('is one request with the schema of a PATCH, enabling the account first', () => {
    expect(updateBody({ changes: { title: 'Boss' }, resulting: {}, activate: true })).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [
        { op: 'replace', path: 'active', value: true },
        { op: 'replace', path: 'title', value: 'Boss' },
      ],
    });
  });

  it('never holds what Slack does not take in a PATCH', () => {
    const changes = { externalId: 'x', profileUrl: 'https://example.com' };
    expect(updateBody({ changes, resulting: changes })).toBeUndefined();
  });

  it('makes no guest of a member by an end date', () => {
    const member = readUser({ id: 'U1' }, V2_URNS);
    expect(updateBody({ changes: { [GUEST_END]: '2026-11-30T23:59:59Z' }, resulting: {} }, member)).toBeUndefined();
    const guest = readUser({ id: 'U1', [GUEST]: { type: 'multi' } }, V2_URNS);
    expect(updateBody({ changes: { [GUEST_END]: '2026-11-30T23:59:59Z' }, resulting: {} }, guest)).toMatchObject({
      Operations: [{ op: 'add', path: GUEST, value: { type: 'multi', expiration: '2026-11-30T23:59:59Z' } }],
    });
  });

  it('keeps what nobody mapped of a part that is written whole', () => {
    const current = readUser({ id: 'U1', phoneNumbers: [{ value: '9', type: 'mobile' }] }, V2_URNS);
    expect(updateBody({ changes: { [MOBILE]: '1' }, resulting: { [MOBILE]: '1' } }, current)).toMatchObject({
      Operations: [
        { op: 'remove', path: 'phoneNumbers' },
        {
          op: 'add',
          value: [
            { value: '1', type: 'mobile' },
            { value: '9', type: 'work' },
          ],
        },
      ],
    });
  });
});

describe('needsCurrent', () => {
  it.each<[string, Attributes, Attributes, boolean]>([
    ['the other phone number is mapped', { [MOBILE]: '1' }, { [MOBILE]: '1', [WORK]: null }, false],
    ['the other phone number is not mapped', { [MOBILE]: '1' }, { [MOBILE]: '1' }, true],
    ['the whole address is mapped', { [LOCALITY]: 'Oslo' }, { ...ADDRESS, [LOCALITY]: 'Oslo' }, false],
    ['a part of the address is not mapped', { [LOCALITY]: 'Oslo' }, { [LOCALITY]: 'Oslo' }, true],
    ['the end of a guest whose type is not mapped', { [GUEST_END]: null }, { [GUEST_END]: null }, true],
    ['neither address nor phone change', { title: 'Boss' }, { title: 'Boss' }, false],
  ])('%s', (_case, changes, resulting, needed) => {
    expect(needsCurrent({ changes, resulting })).toBe(needed);
  });
});
