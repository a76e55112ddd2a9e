import { describe, expect, it } from 'vitest';
import type { Attributes } from '../../../../shared/model/attributes.ts';
import { createBody } from '../../../../shared/slack/v2/createBody.ts';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const OLD = 'urn:scim:schemas:extension:enterprise:1.0';

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
    };
    expect(createBody(attributes)).toEqual({
      schemas: [CORE, ENTERPRISE],
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
});
