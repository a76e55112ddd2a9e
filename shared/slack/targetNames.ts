import { TARGET } from '../model/targetAttributes.ts';

const ENTERPRISE = 'urn:scim:schemas:extension:enterprise:1.0';

/** Target names of Entra's Slack app that the wire translations spell out. */
export const NAMES = {
  ...TARGET,
  familyName: 'name.familyName',
  givenName: 'name.givenName',
  honorificPrefix: 'name.honorificPrefix',
  title: 'title',
  streetAddress: 'addresses[type eq "untyped"].streetAddress',
  locality: 'addresses[type eq "untyped"].locality',
  region: 'addresses[type eq "untyped"].region',
  postalCode: 'addresses[type eq "untyped"].postalCode',
  country: 'addresses[type eq "untyped"].country',
  mobilePhone: 'phoneNumbers[type eq "mobile"].value',
  workPhone: 'phoneNumbers[type eq "work"].value',
  profileUrl: 'profileUrl',
  timezone: 'timezone',
  locale: 'locale',
  preferredLanguage: 'preferredLanguage',
  userType: 'userType',
  department: `${ENTERPRISE}.department`,
  employeeNumber: `${ENTERPRISE}.employeeNumber`,
  costCenter: `${ENTERPRISE}.costCenter`,
  organization: `${ENTERPRISE}.organization`,
  division: `${ENTERPRISE}.division`,
  startDate: 'urn:scim:schemas:extension:slack:profile:1.0.startDate',
} as const;

/** Parts of a name: SCIM's sub-attribute and its target name. */
export const NAME_PARTS = [
  ['givenName', NAMES.givenName],
  ['familyName', NAMES.familyName],
  ['honorificPrefix', NAMES.honorificPrefix],
] as const;

/** Parts of the one address that Slack stores. */
export const ADDRESS_PARTS = [
  ['streetAddress', NAMES.streetAddress],
  ['locality', NAMES.locality],
  ['region', NAMES.region],
  ['postalCode', NAMES.postalCode],
  ['country', NAMES.country],
] as const;

export const ADDRESS_NAMES = ADDRESS_PARTS.map(([, name]) => name);

/** Enterprise attributes with a plain value (the manager is an object). */
export const ENTERPRISE_PARTS = [
  ['employeeNumber', NAMES.employeeNumber],
  ['costCenter', NAMES.costCenter],
  ['organization', NAMES.organization],
  ['division', NAMES.division],
  ['department', NAMES.department],
] as const;

/** The two phone numbers that Slack stores. */
export const PHONE_NAMES = [NAMES.mobilePhone, NAMES.workPhone] as const;

/** The parts of the guest extension. */
export const GUEST_NAMES = [NAMES.guestType, NAMES.guestExpiration] as const;

/** Attributes that have the same name in SCIM and are written as they are, and that can be emptied. */
export const PLAIN_ATTRIBUTES = [
  NAMES.displayName,
  NAMES.title,
  NAMES.userType,
  NAMES.preferredLanguage,
  NAMES.locale,
  NAMES.timezone,
] as const;
