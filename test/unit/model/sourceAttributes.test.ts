import { describe, expect, it } from 'vitest';
import { GROUP_SOURCES } from '../../../shared/model/groupAttributes.ts';
import { sourceAttribute, USER_SOURCE_ATTRIBUTES, USER_SOURCES } from '../../../shared/model/sourceAttributes.ts';
import { sourceView, type ViewOptions } from '../mapping/sourceView.ts';

function read(name: string, properties: Readonly<Record<string, unknown>> = {}, options: ViewOptions = {}) {
  const attribute = sourceAttribute(name);
  if (!attribute) throw new Error(`no source attribute ${name}`);
  return attribute.read(sourceView(properties, options));
}

describe('user attributes', () => {
  it.each([
    ['telephoneNumber', 'businessPhones', ['+1 555 0100'], '+1 555 0100'],
    ['mobile', 'mobilePhone', '+1 555 0101', '+1 555 0101'],
    ['facsimileTelephoneNumber', 'faxNumber', '+1 555 0102', '+1 555 0102'],
    ['physicalDeliveryOfficeName', 'officeLocation', '4/123', '4/123'],
    ['dirSyncEnabled', 'onPremisesSyncEnabled', true, true],
    ['immutableId', 'onPremisesImmutableId', 'abc', 'abc'],
    ['sipProxyAddress', 'imAddresses', ['sip:a@b.example'], ['sip:a@b.example']],
    ['extensionAttribute15', 'onPremisesExtensionAttributes', { extensionAttribute15: 'x' }, 'x'],
    ['employeeOrgData.costCenter', 'employeeOrgData', { costCenter: '7' }, '7'],
    ['employeeOrgData.division', 'employeeOrgData', { division: 'North' }, 'North'],
    ['originalUserPrincipalName', 'userPrincipalName', 'a_b#EXT#@c.example', 'a_b#EXT#@c.example'],
    ['userPrincipalName', 'userPrincipalName', 'a_b#EXT#@c.example', 'a_b'],
  ])('%s is Graph’s %s', (name, graph, value, expected) => {
    expect(sourceAttribute(name)?.graph).toBe(graph);
    expect(read(name, { [graph]: value })).toEqual(expected);
    expect(read(name)).toBeNull();
  });

  it.each(
    [
      ['accountEnabled', 'mail', 'mailNickname', 'displayName', 'givenName', 'surname', 'jobTitle', 'department'],
      ['companyName', 'employeeId', 'streetAddress', 'city', 'state', 'postalCode', 'country', 'preferredLanguage'],
      ['usageLocation', 'userType', 'proxyAddresses', 'employeeHireDate', 'createdDateTime', 'otherMails'],
    ].flat(),
  )('%s has the same name in Graph', (name) => {
    expect(sourceAttribute(name)?.graph).toBe(name);
  });

  it('tell the photo by its ETag, so that a new picture is a new value', () => {
    expect(read('thumbnailPhoto', {}, { photoEtag: '"e1"' })).toBe('photo:"e1"');
    expect(read('thumbnailPhoto', {}, { photoEtag: null })).toBeNull();
    expect(read('thumbnailPhoto')).toBeNull();
  });

  it('have each a name of its own and an explanation', () => {
    expect([...USER_SOURCE_ATTRIBUTES.values()].filter(({ description }) => description === '')).toEqual([]);
    expect([...USER_SOURCE_ATTRIBUTES].every(([name, attribute]) => attribute.name === name)).toBe(true);
  });
});

describe('directory extensions', () => {
  const name = 'extension_0123456789abcdef0123456789abcdef_costCode';

  it.each([
    ['x', 'x'],
    ['', null],
    [7, 7],
    [true, true],
    [
      ['a', 'b'],
      ['a', 'b'],
    ],
    [undefined, null],
  ])('hold %j as %j', (value, expected) => {
    expect(read(name, { [name]: value })).toEqual(expected);
  });

  it('are read whatever the case of the application id', () => {
    expect(read(name.replace('abcdef', 'ABCDEF'), { [name]: 'x' })).toBe('x');
    expect(GROUP_SOURCES.get(name)?.graph).toBe(name);
  });

  it.each([
    'extension_0123_costCode',
    'extension_0123456789abcdef0123456789abcdeg_x',
    'extension_0123456789abcdef0123456789abcdef_',
    'extension_0123456789abcdef0123456789abcdef_a-b',
    'extensionAttribute16',
  ])('are not %s', (other) => {
    expect(USER_SOURCES.has(other)).toBe(false);
  });
});
