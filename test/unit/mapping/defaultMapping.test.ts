import { describe, expect, it } from 'vitest';
import { loadProvisioningConfig } from '../../../shared/config/provisioningConfig.ts';
import { compileUserMapping } from '../../../shared/mapping/compileUserMapping.ts';
import { TARGET, USER_TARGET_ATTRIBUTES } from '../../../shared/model/targetAttributes.ts';
import { sourceView } from './sourceView.ts';

const config = loadProvisioningConfig('provisioning.json');
const mapping = compileUserMapping(config.users.mappings);
const now = new Date('2026-01-05T10:00:00Z');
const ENTERPRISE = 'urn:scim:schemas:extension:enterprise:1.0';
const START_DATE = 'urn:scim:schemas:extension:slack:profile:1.0.startDate';

function userNameOf(userPrincipalName: string) {
  return mapping.map(sourceView({ userPrincipalName }), { now }).attributes.userName;
}

describe('the default mapping', () => {
  it('fills every target that each user of Graph has a source for', () => {
    const sourceless = ['name.honorificPrefix', 'profileUrl', 'timezone'];
    const byChoice = [TARGET.photo, TARGET.roles, TARGET.guestType, TARGET.guestExpiration, START_DATE];
    const left = [...sourceless, ...byChoice];
    const expected = [...USER_TARGET_ATTRIBUTES.keys()].filter((name) => !left.includes(name));
    expect([...mapping.targets].sort()).toEqual(expected.sort());
  });

  it('matches by e-mail address, then by user name', () => {
    expect(mapping.matching.map(({ target }) => target)).toEqual(['emails[type eq "work"].value', 'userName']);
  });

  it('sends names of the account and the external id at creation only', () => {
    const onCreate = mapping.targets.filter((target) => mapping.rule(target)?.apply === 'onCreate');
    expect(onCreate.sort()).toEqual(['displayName', 'externalId', 'nickName', 'userName']);
  });

  it('maps a complete user', () => {
    const view = sourceView(
      {
        userPrincipalName: 'Jane.Doe@contoso.example',
        mail: 'Jane.Doe@contoso.example',
        displayName: 'Jane Doe',
        givenName: 'Jane',
        surname: 'Doe',
        jobTitle: 'Engineer',
        streetAddress: '1 Main Street',
        city: 'Springfield',
        state: 'IL',
        postalCode: '62701',
        country: 'US',
        mobilePhone: '+1 555 0100',
        businessPhones: ['+1 555 0101', '+1 555 0102'],
        preferredLanguage: 'en-US',
        userType: 'Member',
        department: 'R&D',
        employeeId: '4711',
        companyName: 'Contoso',
        employeeOrgData: { costCenter: 'CC1', division: 'North' },
      },
      { managerId: 'manager-id', appRoles: [{ id: 'r1', value: 'User', displayName: 'User' }] },
    );
    expect(mapping.map(view, { now })).toEqual({
      active: true,
      ignoreObject: false,
      failures: [],
      attributes: {
        externalId: view.user.id,
        displayName: 'Jane Doe',
        'name.givenName': 'Jane',
        'name.familyName': 'Doe',
        title: 'Engineer',
        'emails[type eq "work"].value': 'Jane.Doe@contoso.example',
        userName: 'jane.doe',
        nickName: 'jane.doe',
        'addresses[type eq "untyped"].streetAddress': '1 Main Street',
        'addresses[type eq "untyped"].locality': 'Springfield',
        'addresses[type eq "untyped"].region': 'IL',
        'addresses[type eq "untyped"].postalCode': '62701',
        'addresses[type eq "untyped"].country': 'US',
        'phoneNumbers[type eq "mobile"].value': '+1 555 0100',
        'phoneNumbers[type eq "work"].value': '+1 555 0101',
        'roles[primary eq "True"].value': 'User',
        locale: 'en-US',
        preferredLanguage: 'en-US',
        userType: 'Member',
        [`${ENTERPRISE}.department`]: 'R&D',
        [`${ENTERPRISE}.manager`]: 'manager-id',
        [`${ENTERPRISE}.employeeNumber`]: '4711',
        [`${ENTERPRISE}.costCenter`]: 'CC1',
        [`${ENTERPRISE}.organization`]: 'Contoso',
        [`${ENTERPRISE}.division`]: 'North',
      },
    });
  });

  it.each([
    ['jane.doe@contoso.example', 'jane.doe'],
    ['jane_fabrikam.example#EXT#@contoso.onmicrosoft.example', 'jane_fabrikam.exampl'],
    ['bo_a.example#EXT#@contoso.onmicrosoft.example', 'bo_a.example'],
    ['maximiliane.wolkenstein-trostburg@contoso.example', 'maximiliane.wolkenst'],
    ['Zoë.Ørsted@contoso.example', 'zoe.oersted'],
    ['Nguyễn.Văn@contoso.example', 'nguyen.van'],
    ["o'neill+test@contoso.example", 'oneilltest'],
    ['李雷@contoso.example', null],
  ])('makes of %s the user name %s: at most 20 of a-z 0-9 . _ -', (userPrincipalName, expected) => {
    const userName = userNameOf(userPrincipalName);
    expect(userName).toBe(expected);
    if (userName !== null) expect(userName).toMatch(/^[a-z0-9._-]{1,20}$/u);
  });

  it('a user without mail has no address, rather than a made-up one', () => {
    const { attributes, failures } = mapping.map(sourceView({ userPrincipalName: 'a@b.example' }), { now });
    expect(attributes['emails[type eq "work"].value']).toBeNull();
    expect(failures).toEqual([]);
  });

  it('a user who left is not active', () => {
    expect(mapping.map(sourceView({}, { isSoftDeleted: true }), { now }).active).toBe(false);
  });
});
