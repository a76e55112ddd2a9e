import type { AppRole, SourceUser } from './source.ts';
import { attributesOf, catalogueOf, type SourceAttribute, type SourceCatalogue, toValue } from './sourceAttribute.ts';

/** Everything an expression or a scoping clause can see of a user. */
export interface SourceView {
  readonly user: SourceUser;
  /** Entra's virtual attribute: unassigned, out of scope, soft-deleted or disabled. */
  readonly isSoftDeleted: boolean;
  readonly appRoles: readonly AppRole[];
}

export type UserSourceAttribute = SourceAttribute<SourceView>;

const propertiesOf = ({ user }: SourceView) => user.properties;
const { plain, nested } = attributesOf(propertiesOf);

/** Start of the value of `thumbnailPhoto`: the photo's ETag follows. Whoever writes to Slack puts the picture in its place. */
export const PHOTO_TOKEN_PREFIX = 'photo:';

/**
 * A guest's user principal name without `#EXT#` and the home tenant's domain, which is how Entra's provisioning shows it;
 * `originalUserPrincipalName` keeps the full form (how-provisioning-works, "B2B users").
 */
export function withoutExternalSuffix(userPrincipalName: string): string {
  const at = userPrincipalName.toUpperCase().indexOf('#EXT#');
  return at < 0 ? userPrincipalName : userPrincipalName.slice(0, at);
}

const identity: readonly UserSourceAttribute[] = [
  { ...plain('objectId', 'Id of the user in Entra', { graph: 'id' }), read: ({ user }) => user.id },
  {
    ...plain('userPrincipalName', 'Sign-in name; of guests without `#EXT#` and what follows'),
    read: ({ user }) => {
      const value = toValue(user.properties.userPrincipalName);
      return typeof value === 'string' ? withoutExternalSuffix(value) : value;
    },
  },
  plain('originalUserPrincipalName', 'Sign-in name as stored, of guests with `#EXT#`', { graph: 'userPrincipalName' }),
  plain('mail', 'E-mail address'),
  plain('mailNickname', 'E-mail alias'),
  plain('otherMails', 'Further e-mail addresses', { type: 'StringList' }),
  plain('proxyAddresses', 'Addresses with their protocol, e.g. `SMTP:jane@contoso.com`', { type: 'StringList' }),
  plain('sipProxyAddress', 'Addresses for voice and chat', { graph: 'imAddresses', type: 'StringList' }),
  plain('displayName', 'Full name as shown in the address book'),
  plain('givenName', 'First name'),
  plain('surname', 'Last name'),
  { name: 'thumbnailPhoto', graph: null, type: 'Photo', description: 'Profile photo', read: readPhotoToken },
];

/** An ETag that is not known (no mapping asked for it) is no photo. */
function readPhotoToken({ user }: SourceView): string | null {
  return user.photoEtag ? `${PHOTO_TOKEN_PREFIX}${user.photoEtag}` : null;
}

const work: readonly UserSourceAttribute[] = [
  plain('jobTitle', 'Job title'),
  plain('department', 'Department'),
  plain('companyName', 'Company'),
  plain('employeeId', 'Employee number'),
  plain('employeeType', 'E.g. Employee, Contractor'),
  plain('employeeHireDate', 'First working day, ISO 8601'),
  nested('employeeOrgData.costCenter', 'employeeOrgData', 'costCenter', 'Cost centre'),
  nested('employeeOrgData.division', 'employeeOrgData', 'division', 'Division'),
  {
    name: 'manager',
    graph: null,
    type: 'Reference',
    description: 'The manager',
    read: ({ user }) => user.managerId,
  },
  plain('physicalDeliveryOfficeName', 'Office', { graph: 'officeLocation' }),
];

const contact: readonly UserSourceAttribute[] = [
  {
    ...plain('telephoneNumber', 'First business phone number', { graph: 'businessPhones' }),
    read: ({ user }) => {
      const phones = toValue(user.properties.businessPhones);
      return Array.isArray(phones) ? (phones[0] ?? null) : null;
    },
  },
  plain('mobile', 'Mobile phone number', { graph: 'mobilePhone' }),
  plain('facsimileTelephoneNumber', 'Fax number', { graph: 'faxNumber' }),
  plain('streetAddress', 'Street and number'),
  plain('city', 'City'),
  plain('state', 'State or province'),
  plain('postalCode', 'Postal code'),
  plain('country', 'Country or region'),
  plain('preferredLanguage', 'E.g. `en-US`'),
  plain('usageLocation', 'Country code of the licences, e.g. `US`'),
];

const account: readonly UserSourceAttribute[] = [
  {
    name: 'IsSoftDeleted',
    graph: null,
    type: 'Boolean',
    description: 'True when unassigned, out of scope, disabled or deleted',
    read: ({ isSoftDeleted }) => isSoftDeleted,
  },
  plain('accountEnabled', 'Whether the user may sign in', { type: 'Boolean' }),
  {
    name: 'appRoleAssignments',
    graph: null,
    type: 'AppRoles',
    description: 'Roles in the enterprise application, for the role functions',
    read: ({ appRoles }) => appRoles.map((role) => JSON.stringify(role)),
  },
  plain('userType', '`Member` or `Guest`'),
  plain('creationType', 'How the account came about, e.g. `Invitation`'),
  plain('externalUserState', 'Of guests: `PendingAcceptance` or `Accepted`'),
  plain('createdDateTime', 'When the account was created, ISO 8601'),
  plain('dirSyncEnabled', 'Whether synchronised from on-premises', { graph: 'onPremisesSyncEnabled', type: 'Boolean' }),
  plain('immutableId', 'Link to the on-premises account', { graph: 'onPremisesImmutableId' }),
  plain('onPremisesSamAccountName', 'On-premises account name'),
  plain('onPremisesUserPrincipalName', 'On-premises sign-in name'),
  plain('onPremisesDomainName', 'On-premises domain'),
  plain('onPremisesDistinguishedName', 'On-premises distinguished name'),
  plain('onPremisesSecurityIdentifier', 'On-premises SID'),
  ...Array.from({ length: 15 }, (_, index) => {
    const name = `extensionAttribute${index + 1}`;
    return nested(name, 'onPremisesExtensionAttributes', name, `Extension attribute ${index + 1}`);
  }),
];

/** The source attributes of a user by Entra name, directory extensions apart. */
export const USER_SOURCE_ATTRIBUTES: ReadonlyMap<string, UserSourceAttribute> = new Map(
  [...identity, ...work, ...contact, ...account].map((attribute) => [attribute.name, attribute]),
);

/** All source attributes of a user, directory extensions (`extension_<app id>_<name>`) included. */
export const USER_SOURCES: SourceCatalogue<SourceView> = catalogueOf(USER_SOURCE_ATTRIBUTES, propertiesOf);

/** A source attribute of a user by its name, directory extensions included; undefined when there is none. */
export function sourceAttribute(name: string): UserSourceAttribute | undefined {
  return USER_SOURCES.get(name);
}
