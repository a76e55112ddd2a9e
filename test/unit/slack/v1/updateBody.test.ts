import { describe, expect, it } from 'vitest';
import type { Attributes } from '../../../../shared/model/attributes.ts';
import { needsCurrent, updateBody } from '../../../../shared/slack/v1/updateBody.ts';
import { V1_URNS } from '../../../../shared/slack/v1/urns.ts';
import { readUser } from '../../../../shared/slack/wire/readUser.ts';

const CORE = 'urn:scim:schemas:core:1.0';
const ENTERPRISE = 'urn:scim:schemas:extension:enterprise:1.0';
const PROFILE = 'urn:scim:schemas:extension:slack:profile:1.0';
const GUEST = 'urn:scim:schemas:extension:slack:guest:1.0';
const EMAIL = 'emails[type eq "work"].value';
const MOBILE = 'phoneNumbers[type eq "mobile"].value';
const WORK = 'phoneNumbers[type eq "work"].value';
const ROLE = 'roles[primary eq "True"].value';
const PHOTO = 'photos[type eq "photo"].value';
const LOCALITY = 'addresses[type eq "untyped"].locality';
const COUNTRY = 'addresses[type eq "untyped"].country';
const NO_ADDRESS: Attributes = {
  'addresses[type eq "untyped"].streetAddress': null,
  [LOCALITY]: null,
  'addresses[type eq "untyped"].region': null,
  'addresses[type eq "untyped"].postalCode': null,
  [COUNTRY]: null,
};

const stored = readUser(
  {
    id: 'U1',
    phoneNumbers: [
      { value: '2', type: 'mobile' },
      { value: '1', primary: true },
    ],
    addresses: [{ streetAddress: null, locality: 'Oslo', region: null, postalCode: null, country: 'NO' }],
    [GUEST]: { type: 'multi', expiration: '2026-11-30T23:59:59Z' },
  },
  V1_URNS,
);
const empty = readUser({ id: 'U1' }, V1_URNS);

describe('updateBody', () => {
  it.each<[string, Attributes, object]>([
    ['sets plain values', { title: 'Boss', locale: 'nb' }, { schemas: [CORE], title: 'Boss', locale: 'nb' }],
    ['clears by path', { title: null, locale: null }, { schemas: [CORE], meta: { attributes: ['title', 'locale'] } }],
    [
      'sets one part of the name and clears another',
      { 'name.givenName': 'Jane', 'name.honorificPrefix': null },
      { schemas: [CORE], meta: { attributes: ['name.honorificPrefix'] }, name: { givenName: 'Jane' } },
    ],
    [
      'replaces the primary address',
      { [EMAIL]: 'new@example.com' },
      { schemas: [CORE], emails: [{ value: 'new@example.com', type: 'work', primary: true }] },
    ],
    [
      'writes a user name and its nickname as one',
      { userName: 'jane', nickName: 'jj' },
      { schemas: [CORE], userName: 'jane', nickName: 'jane' },
    ],
    ['sets a role', { [ROLE]: 'Lead' }, { schemas: [CORE], roles: [{ value: 'Lead', primary: true }] }],
    ['clears a role', { roles: null }, { schemas: [CORE], meta: { attributes: ['roles'] } }],
    [
      'sets a photo',
      { [PHOTO]: 'https://x/y' },
      { schemas: [CORE], photos: [{ value: 'https://x/y', primary: true }] },
    ],
    ['clears a photo', { [PHOTO]: null }, { schemas: [CORE], meta: { attributes: ['photos'] } }],
    [
      'names the schema of an extension that it sets',
      { [`${ENTERPRISE}.department`]: 'R&D', [`${ENTERPRISE}.manager`]: 'U0BOSS', [`${ENTERPRISE}.division`]: null },
      {
        schemas: [CORE, ENTERPRISE],
        meta: { attributes: [`${ENTERPRISE}.division`] },
        [ENTERPRISE]: { department: 'R&D', manager: { managerId: 'U0BOSS' } },
      },
    ],
    [
      'clears the manager',
      { [`${ENTERPRISE}.manager`]: null },
      { schemas: [CORE], meta: { attributes: [`${ENTERPRISE}.manager.managerId`] } },
    ],
    [
      'sets the start date',
      { [`${PROFILE}.startDate`]: '2026-01-05T00:00:00Z' },
      { schemas: [CORE, PROFILE], [PROFILE]: { startDate: '2026-01-05T00:00:00Z' } },
    ],
    [
      'clears the start date',
      { [`${PROFILE}.startDate`]: null },
      { schemas: [CORE], meta: { attributes: [`${PROFILE}.startDate`] } },
    ],
    [
      'makes a guest',
      { [`${GUEST}.type`]: 'multi', [`${GUEST}.expiration`]: null },
      { schemas: [CORE, GUEST], [GUEST]: { type: 'multi' } },
    ],
    [
      'makes a full member',
      { [`${GUEST}.type`]: null, [`${GUEST}.expiration`]: null },
      { schemas: [CORE], meta: { attributes: [GUEST] } },
    ],
    [
      'writes one phone number and leaves the other alone',
      { [WORK]: '3' },
      { schemas: [CORE], phoneNumbers: [{ value: '3', type: 'work' }] },
    ],
    [
      'clears both phone numbers',
      { [WORK]: null, [MOBILE]: null },
      { schemas: [CORE], meta: { attributes: ['phoneNumbers'] } },
    ],
  ])('%s', (_rule, changes, body) => {
    expect(updateBody({ changes, resulting: {} })).toEqual(body);
  });

  it.each<[string, Attributes, object | undefined]>([
    ['deletes a phone number by its value', { [WORK]: null }, { phoneNumbers: [{ value: '2', operation: 'delete' }] }],
    [
      'writes the other one along with it',
      { [WORK]: null, [MOBILE]: '3' },
      {
        phoneNumbers: [
          { value: '2', operation: 'delete' },
          { value: '3', type: 'mobile', primary: true },
        ],
      },
    ],
    [
      'removes both where a number moves from one field to the other',
      { [WORK]: null, [MOBILE]: '2' },
      { meta: { attributes: ['phoneNumbers'] }, phoneNumbers: [{ value: '2', type: 'mobile', primary: true }] },
    ],
    [
      'keeps the parts of the address that nobody mapped',
      { [LOCALITY]: 'Bergen' },
      { addresses: [{ locality: 'Bergen', country: 'NO', primary: true }] },
    ],
    [
      'deletes the address by exactly what is stored',
      NO_ADDRESS,
      { addresses: [{ locality: 'Oslo', country: 'NO', operation: 'delete' }] },
    ],
    [
      'moves the end of a guest, with the mandatory type',
      { [`${GUEST}.expiration`]: '2026-12-31T23:59:59Z' },
      { schemas: [CORE, GUEST], [GUEST]: { type: 'multi', expiration: '2026-12-31T23:59:59Z' } },
    ],
    ['clears the end of a guest', { [`${GUEST}.expiration`]: null }, { meta: { attributes: [`${GUEST}.expiration`] } }],
  ])('knowing what is stored, %s', (_rule, changes, body) => {
    const update = { changes, resulting: changes };
    expect(needsCurrent(update)).toBe(true);
    expect(updateBody(update, stored)).toEqual({ schemas: [CORE], ...body });
  });

  it.each<[string, Attributes]>([
    ['a phone number', { [WORK]: null }],
    ['an address', NO_ADDRESS],
    ['the end of a guest, of a member', { [`${GUEST}.expiration`]: '2026-12-31T23:59:59Z' }],
    ['what Slack does not take in a PATCH', { externalId: 'x', profileUrl: 'https://example.com' }],
  ])('says nothing of %s where there is nothing to do', (_case, changes) => {
    expect(updateBody({ changes, resulting: changes }, empty)).toBeUndefined();
  });

  it('enables the account in the same request', () => {
    expect(updateBody({ changes: { title: 'Boss' }, resulting: {}, activate: true })).toEqual({
      schemas: [CORE],
      active: true,
      title: 'Boss',
    });
  });
});

describe('needsCurrent', () => {
  it.each<[string, Attributes, Attributes]>([
    ['a phone number is set', { [MOBILE]: '1' }, {}],
    ['both phone numbers are cleared', { [MOBILE]: null, [WORK]: null }, {}],
    ['the whole address is mapped', { [LOCALITY]: 'Oslo' }, { ...NO_ADDRESS, [LOCALITY]: 'Oslo' }],
    ['anything else changes', { title: null, [ROLE]: 'Lead', [EMAIL]: 'j@example.com' }, {}],
  ])('is not so when %s', (_case, changes, resulting) => {
    expect(needsCurrent({ changes, resulting })).toBe(false);
  });
});
