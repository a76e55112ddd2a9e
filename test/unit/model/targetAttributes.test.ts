import { describe, expect, it } from 'vitest';
import { GROUP_TARGET_ATTRIBUTES } from '../../../shared/model/groupAttributes.ts';
import { USER_TARGET_ATTRIBUTES } from '../../../shared/model/targetAttributes.ts';

const ENTERPRISE = 'urn:scim:schemas:extension:enterprise:1.0';

/** As in the tables of Microsoft's tutorial for Slack, `preferredLanguage` (2026) included. */
const TUTORIAL = [
  ['active', 'externalId', 'displayName', 'name.familyName', 'name.givenName', 'name.honorificPrefix', 'title'],
  ['emails[type eq "work"].value', 'userName', 'nickName', 'locale', 'preferredLanguage', 'timezone', 'userType'],
  ['streetAddress', 'locality', 'region', 'postalCode', 'country'].map(
    (part) => `addresses[type eq "untyped"].${part}`,
  ),
  ['phoneNumbers[type eq "mobile"].value', 'phoneNumbers[type eq "work"].value', 'roles[primary eq "True"].value'],
  ['photos[type eq "photo"].value', 'profileUrl'],
  ['department', 'manager', 'employeeNumber', 'costCenter', 'organization', 'division'].map(
    (name) => `${ENTERPRISE}.${name}`,
  ),
].flat();

const SLACK_ONLY = [
  'roles',
  'urn:scim:schemas:extension:slack:guest:1.0.type',
  'urn:scim:schemas:extension:slack:guest:1.0.expiration',
  'urn:scim:schemas:extension:slack:profile:1.0.startDate',
];

const namesWith = (trait: 'matchable' | 'required' | 'personal' | 'writeOnce' | 'comparedBySnapshot' | 'multiValued') =>
  [...USER_TARGET_ATTRIBUTES.values()].filter((target) => target[trait]).map(({ name }) => name);

describe('user targets', () => {
  it('are those of the tutorial and Slack’s extensions', () => {
    expect([...USER_TARGET_ATTRIBUTES.keys()].sort()).toEqual([...TUTORIAL, ...SLACK_ONLY].sort());
  });

  it('have the traits that planner and adapter go by', () => {
    expect(namesWith('matchable')).toEqual(['userName', 'emails[type eq "work"].value']);
    expect(namesWith('required')).toEqual(['userName', 'emails[type eq "work"].value']);
    expect(namesWith('personal')).toEqual(['emails[type eq "work"].value']);
    expect(namesWith('writeOnce')).toEqual(['externalId', 'profileUrl']);
    expect(namesWith('comparedBySnapshot')).toEqual(['photos[type eq "photo"].value']);
    expect(namesWith('multiValued')).toEqual(['roles']);
  });

  it('refer to other objects in one place only', () => {
    const references = [...USER_TARGET_ATTRIBUTES.values()].filter(({ type }) => type === 'Reference');
    expect(references.map(({ name }) => name)).toEqual([`${ENTERPRISE}.manager`]);
  });
});

describe('group targets', () => {
  it('are name and members, matched by name', () => {
    expect([...GROUP_TARGET_ATTRIBUTES.values()].map(({ name, type, matchable }) => [name, type, matchable])).toEqual([
      ['displayName', 'String', true],
      ['members', 'Reference', undefined],
    ]);
  });
});
