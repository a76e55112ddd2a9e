import { describe, expect, it } from 'vitest';
import type { Attributes } from '../../../../shared/model/attributes.ts';
import { V1_URNS } from '../../../../shared/slack/v1/urns.ts';
import { V2_URNS } from '../../../../shared/slack/v2/urns.ts';
import { createBody as createBodyOf } from '../../../../shared/slack/wire/createBody.ts';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const OLD = 'urn:scim:schemas:extension:enterprise:1.0';
const PROFILE = 'urn:ietf:params:scim:schemas:extension:slack:profile:2.0:User';
const GUEST = 'urn:ietf:params:scim:schemas:extension:slack:guest:2.0:User';

const createBody = (attributes: Attributes): object => createBodyOf(attributes, V2_URNS);

describe('createBody', () => {
  it('says the least for a user with a name and an address', () => {
    expect(createBody({ userName: 'jane', 'emails[type eq "work"].value': 'jane@example.com', title: null })).toEqual({
      schemas: [CORE],
      active: true,
      userName: 'jane',
      emails: [{ value: 'jane@example.com', type: 'work', primary: true }],
    });
  });

  it('writes every attribute of the catalogue in its SCIM 2.0 place', () => {
    const attributes: Attributes = {
      externalId: 'e-1',
      userName: 'jane',
      nickName: 'jane',
      displayName: 'Jane Doe',
      profileUrl: 'https://example.com/jane',
      'name.givenName': 'Jane',
      'name.familyName': 'Doe',
      'name.honorificPrefix': 'Dr.',
      title: 'Engineer',
      'emails[type eq "work"].value': 'jane@example.com',
      'addresses[type eq "untyped"].streetAddress': '1 Main St',
      'addresses[type eq "untyped"].locality': 'Oslo',
      'addresses[type eq "untyped"].region': 'Oslo',
      'addresses[type eq "untyped"].postalCode': '0150',
      'addresses[type eq "untyped"].country': 'NO',
      'phoneNumbers[type eq "mobile"].value': '+47 1',
      'phoneNumbers[type eq "work"].value': '+47 2',
      'roles[primary eq "True"].value': 'Lead',
      locale: 'nb-NO',
      preferredLanguage: 'nb',
      'photos[type eq "photo"].value': 'https://example.com/jane.png',
      timezone: 'Europe/Oslo',
      userType: 'Employee',
      [`${OLD}.department`]: 'R&D',
      [`${OLD}.employeeNumber`]: '7',
      [`${OLD}.costCenter`]: 'C1',
      [`${OLD}.organization`]: 'Org',
      [`${OLD}.division`]: 'Div',
      [`${OLD}.manager`]: 'U0BOSS',
      'urn:scim:schemas:extension:slack:profile:1.0.startDate': '2026-01-05T00:00:00Z',
      'urn:scim:schemas:extension:slack:guest:1.0.type': 'multi',
      'urn:scim:schemas:extension:slack:guest:1.0.expiration': '2026-11-30T23:59:59Z',
    };
    expect(createBody(attributes)).toEqual({
      schemas: [CORE, ENTERPRISE, PROFILE, GUEST],
      active: true,
      externalId: 'e-1',
      userName: 'jane',
      nickName: 'jane',
      displayName: 'Jane Doe',
      profileUrl: 'https://example.com/jane',
      name: { givenName: 'Jane', familyName: 'Doe', honorificPrefix: 'Dr.' },
      title: 'Engineer',
      emails: [{ value: 'jane@example.com', type: 'work', primary: true }],
      addresses: [
        {
          streetAddress: '1 Main St',
          locality: 'Oslo',
          region: 'Oslo',
          postalCode: '0150',
          country: 'NO',
          primary: true,
        },
      ],
      phoneNumbers: [
        { value: '+47 1', type: 'mobile', primary: true },
        { value: '+47 2', type: 'work' },
      ],
      roles: [{ value: 'Lead', primary: true }],
      locale: 'nb-NO',
      preferredLanguage: 'nb',
      photos: [{ value: 'https://example.com/jane.png', type: 'photo' }],
      timezone: 'Europe/Oslo',
      userType: 'Employee',
      [ENTERPRISE]: {
        department: 'R&D',
        employeeNumber: '7',
        costCenter: 'C1',
        organization: 'Org',
        division: 'Div',
        manager: { managerId: 'U0BOSS' },
      },
      [PROFILE]: { startDate: '2026-01-05T00:00:00Z' },
      [GUEST]: { type: 'multi', expiration: '2026-11-30T23:59:59Z' },
    });
  });

  it('names the enterprise schema for a manager alone', () => {
    expect(createBody({ [`${OLD}.manager`]: 'U0BOSS' })).toEqual({
      schemas: [CORE, ENTERPRISE],
      active: true,
      [ENTERPRISE]: { manager: { managerId: 'U0BOSS' } },
    });
  });

  it('sends a work number alone without the primary flag, which would make it the primary phone', () => {
    expect(createBody({ 'phoneNumbers[type eq "work"].value': '2' })).toMatchObject({
      phoneNumbers: [{ value: '2', type: 'work' }],
    });
  });

  it('makes no guest of someone who has an end date alone', () => {
    const attributes = { 'urn:scim:schemas:extension:slack:guest:1.0.expiration': '2026-11-30T23:59:59Z' };
    expect(createBody(attributes)).toEqual({ schemas: [CORE], active: true });
  });

  it.each<[string, Attributes, string]>([
    ['the list alone', { roles: 'Lead' }, 'Lead'],
    ['both, where the single one counts', { roles: 'Lead', 'roles[primary eq "True"].value': 'Head' }, 'Head'],
  ])('writes one role from %s', (_case, attributes, value) => {
    expect(createBody(attributes)).toMatchObject({ roles: [{ value, primary: true }] });
  });

  it('differs between the versions in nothing but schema names', () => {
    const attributes: Attributes = {
      userName: 'jane',
      title: 'Engineer',
      [`${OLD}.manager`]: 'U0BOSS',
      'urn:scim:schemas:extension:slack:profile:1.0.startDate': '2026-01-05T00:00:00Z',
      'urn:scim:schemas:extension:slack:guest:1.0.type': 'multi',
    };
    let renamed = JSON.stringify(createBodyOf(attributes, V2_URNS));
    for (const key of ['user', 'enterprise', 'profile', 'guest'] as const) {
      renamed = renamed.replaceAll(`"${V2_URNS[key]}"`, `"${V1_URNS[key]}"`);
    }
    expect(createBodyOf(attributes, V1_URNS)).toEqual(JSON.parse(renamed));
  });
});
