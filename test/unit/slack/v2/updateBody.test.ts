import { describe, expect, it } from 'vitest';
import type { Attributes } from '../../../../shared/model/attributes.ts';
import { readUser } from '../../../../shared/slack/v2/readUser.ts';
import { needsCurrent, updateBody } from '../../../../shared/slack/v2/updateBody.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const OLD = 'urn:scim:schemas:extension:enterprise:1.0';
const MOBILE = 'phoneNumbers[type eq "mobile"].value';
const WORK = 'phoneNumbers[type eq "work"].value';
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
    const changes = { externalId: 'x', profileUrl: 'https://example.com', 'photos[type eq "photo"].value': 'y' };
    expect(updateBody({ changes, resulting: changes })).toBeUndefined();
  });

  it('keeps what nobody mapped of a part that is written whole', () => {
    const current = readUser({ id: 'U1', phoneNumbers: [{ value: '9', type: 'mobile' }] });
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
    ['neither address nor phone change', { title: 'Boss' }, { title: 'Boss' }, false],
  ])('%s', (_case, changes, resulting, needed) => {
    expect(needsCurrent({ changes, resulting })).toBe(needed);
  });
});
