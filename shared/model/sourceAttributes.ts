import type { AttributeValue } from './attributes.ts';
import type { AppRole, SourceUser } from './source.ts';

/** Everything an expression or a scoping clause can see of a user. */
export interface SourceView {
  readonly user: SourceUser;
  /** Entra's virtual attribute: unassigned, out of scope, soft-deleted or disabled. */
  readonly isSoftDeleted: boolean;
  readonly appRoles: readonly AppRole[];
}

export interface SourceAttribute {
  /** Entra's provisioning name, as administrators write it: `[surname]`. */
  readonly name: string;
  /** Graph property to `$select`; null for values that are not a property of the user. */
  readonly graph: string | null;
  readonly type: 'String' | 'Boolean' | 'Reference' | 'StringList' | 'AppRoles';
  readonly read: (view: SourceView) => AttributeValue;
}

/** A Graph value as an attribute value: Entra treats "" as it treats a missing one when it reads the directory. */
function toValue(value: unknown): AttributeValue {
  if (typeof value === 'string') return value === '' ? null : value;
  if (typeof value === 'boolean' || typeof value === 'number') return value;
  if (Array.isArray(value)) return value.filter((item) => typeof item === 'string');
  return null;
}

const plain = (name: string, graph = name, type: SourceAttribute['type'] = 'String'): SourceAttribute => ({
  name,
  graph,
  type,
  read: ({ user }) => toValue(user.properties[graph]),
});

const nested = (name: string, graph: string, key: string): SourceAttribute => ({
  name,
  graph,
  type: 'String',
  read: ({ user }) => {
    const parent = user.properties[graph];
    return parent && typeof parent === 'object' ? toValue((parent as Record<string, unknown>)[key]) : null;
  },
});

/**
 * A guest's user principal name without `#EXT#` and the home tenant's domain, which is how Entra's provisioning shows it;
 * `originalUserPrincipalName` keeps the full form (how-provisioning-works, "B2B users").
 */
export function withoutExternalSuffix(userPrincipalName: string): string {
  const at = userPrincipalName.toUpperCase().indexOf('#EXT#');
  return at < 0 ? userPrincipalName : userPrincipalName.slice(0, at);
}

const attributes: readonly SourceAttribute[] = [
  { name: 'objectId', graph: 'id', type: 'String', read: ({ user }) => user.id },
  { name: 'IsSoftDeleted', graph: null, type: 'Boolean', read: ({ isSoftDeleted }) => isSoftDeleted },
  plain('accountEnabled', 'accountEnabled', 'Boolean'),
  {
    name: 'userPrincipalName',
    graph: 'userPrincipalName',
    type: 'String',
    read: ({ user }) => {
      const value = toValue(user.properties.userPrincipalName);
      return typeof value === 'string' ? withoutExternalSuffix(value) : value;
    },
  },
  plain('originalUserPrincipalName', 'userPrincipalName'),
  ...[
    'mail',
    'mailNickname',
    'displayName',
    'givenName',
    'surname',
    'jobTitle',
    'department',
    'companyName',
    'employeeId',
    'employeeType',
    'streetAddress',
    'city',
    'state',
    'postalCode',
    'country',
    'preferredLanguage',
    'usageLocation',
    'userType',
  ].map((name) => plain(name)),
  {
    name: 'telephoneNumber',
    graph: 'businessPhones',
    type: 'String',
    read: ({ user }) => {
      const phones = toValue(user.properties.businessPhones);
      return Array.isArray(phones) ? (phones[0] ?? null) : null;
    },
  },
  plain('mobile', 'mobilePhone'),
  plain('facsimileTelephoneNumber', 'faxNumber'),
  plain('physicalDeliveryOfficeName', 'officeLocation'),
  plain('dirSyncEnabled', 'onPremisesSyncEnabled', 'Boolean'),
  plain('immutableId', 'onPremisesImmutableId'),
  plain('proxyAddresses', 'proxyAddresses', 'StringList'),
  plain('otherMails', 'otherMails', 'StringList'),
  plain('sipProxyAddress', 'imAddresses', 'StringList'),
  nested('employeeOrgData.costCenter', 'employeeOrgData', 'costCenter'),
  nested('employeeOrgData.division', 'employeeOrgData', 'division'),
  ...Array.from({ length: 15 }, (_, index) =>
    nested(`extensionAttribute${index + 1}`, 'onPremisesExtensionAttributes', `extensionAttribute${index + 1}`),
  ),
  { name: 'manager', graph: null, type: 'Reference', read: ({ user }) => user.managerId },
  {
    name: 'appRoleAssignments',
    graph: null,
    type: 'AppRoles',
    read: ({ appRoles }) => appRoles.map((role) => JSON.stringify(role)),
  },
];

/** The source attributes by Entra name. Names are compared exactly, as Entra does. */
export const USER_SOURCE_ATTRIBUTES: ReadonlyMap<string, SourceAttribute> = new Map(
  attributes.map((attribute) => [attribute.name, attribute]),
);
