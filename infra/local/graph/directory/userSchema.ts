import type { PropertySpec, Schema } from './propertySchema.ts';

const strings = (names: readonly string[], more: Partial<PropertySpec> = {}): [string, PropertySpec][] =>
  names.map((name) => [name, { type: 'String', ...more }]);
const dates = (names: readonly string[], more: Partial<PropertySpec> = {}): [string, PropertySpec][] =>
  names.map((name) => [name, { type: 'DateTime', ...more }]);
const readOnly = { readOnly: true } as const;

/** The directory properties of a Graph user (metadata of v1.0; SharePoint-backed ones such as `aboutMe` are left out). */
export const USER_SCHEMA: Schema = {
  name: 'User',
  odataType: 'microsoft.graph.user',
  properties: new Map<string, PropertySpec>([
    ['id', { type: 'String', readOnly: true }],
    ['accountEnabled', { type: 'Boolean' }],
    ...strings(['userPrincipalName', 'mail', 'mailNickname', 'displayName', 'givenName', 'surname', 'jobTitle']),
    ...strings(['department', 'companyName', 'employeeId', 'employeeType', 'officeLocation', 'streetAddress', 'city']),
    ...strings(['state', 'postalCode', 'country', 'mobilePhone', 'faxNumber', 'preferredLanguage', 'usageLocation']),
    ...strings(['userType', 'externalUserState', 'onPremisesImmutableId', 'passwordPolicies', 'ageGroup']),
    ...strings(['consentProvidedForMinor', 'preferredDataLocation']),
    ...strings(['onPremisesSamAccountName', 'onPremisesDomainName', 'onPremisesDistinguishedName'], readOnly),
    ...strings(['onPremisesSecurityIdentifier', 'onPremisesUserPrincipalName', 'securityIdentifier'], readOnly),
    ...strings(['creationType', 'legalAgeGroupClassification'], readOnly),
    ['onPremisesSyncEnabled', { type: 'Boolean', readOnly: true }],
    ['isResourceAccount', { type: 'Boolean', readOnly: true }],
    ['showInAddressList', { type: 'Boolean' }],
    ['businessPhones', { type: 'Strings' }],
    ['otherMails', { type: 'Strings' }],
    ['proxyAddresses', { type: 'Strings', readOnly: true }],
    ['imAddresses', { type: 'Strings', readOnly: true }],
    ['employeeOrgData', { type: 'Complex', keys: ['costCenter', 'division'] }],
    [
      'onPremisesExtensionAttributes',
      { type: 'Complex', keys: Array.from({ length: 15 }, (_, index) => `extensionAttribute${index + 1}`) },
    ],
    ...dates(['employeeHireDate', 'employeeLeaveDateTime']),
    ...dates(['createdDateTime', 'deletedDateTime', 'externalUserStateChangeDateTime'], readOnly),
    ...dates(['onPremisesLastSyncDateTime', 'lastPasswordChangeDateTime', 'signInSessionsValidFromDateTime'], readOnly),
    ['assignedLicenses', { type: 'Any', readOnly: true }],
    ['assignedPlans', { type: 'Any', readOnly: true }],
    ['identities', { type: 'Any' }],
    ['passwordProfile', { type: 'Any', writeOnly: true }],
  ]),
  defaults: [
    'businessPhones',
    'displayName',
    'givenName',
    'jobTitle',
    'mail',
    'mobilePhone',
    'officeLocation',
    'preferredLanguage',
    'surname',
    'userPrincipalName',
    'id',
  ],
  required: ['accountEnabled', 'displayName', 'mailNickname', 'userPrincipalName'],
  isExtensible: true,
};
