/** What a text must look like; the rules are in `shared/mapping/valueRules.ts`. */
export type ValueFormat =
  | 'handle'
  | 'displayName'
  | 'personName'
  | 'groupName'
  | 'email'
  | 'timeZone'
  | 'picture'
  | 'webAddress'
  | 'guestType'
  | 'date'
  | 'dateTime';

/** What the mapping, the planner and the Slack adapter must know about a target attribute. */
export interface TargetAttribute {
  readonly name: string;
  readonly type: 'String' | 'Boolean' | 'Reference';
  /** What Slack makes of it, for administrators. */
  readonly description: string;
  /** Slack refuses objects without a value. */
  readonly required?: true;
  /** Slack can search by it, so that existing objects can be matched (Slack tutorial, troubleshooting). */
  readonly matchable?: true;
  /** Two objects never share a value, so that neither a constant nor a default makes sense. */
  readonly personal?: true;
  /** Takes a list; every other target takes one value. */
  readonly multiValued?: true;
  /** Slack returns nothing useful for it (`externalId` is always ""), so it can be neither compared nor updated. */
  readonly writeOnce?: true;
  /**
   * Slack shows something else than what was written (of a photo: an address of its own), so a fresh read says nothing.
   * It is compared with the anchor's snapshot only, and written when it differs from that.
   */
  readonly comparedBySnapshot?: true;
  /** A change of case only is not a change (`caseExact` false, as in Entra's schema). */
  readonly caseInsensitive?: true;
  /** Longest value that Slack accepts, in characters. */
  readonly maxLength?: number;
  /** Absent: any text. */
  readonly format?: ValueFormat;
}

const ENTERPRISE = 'urn:scim:schemas:extension:enterprise:1.0';
const GUEST = 'urn:scim:schemas:extension:slack:guest:1.0';
const PROFILE = 'urn:scim:schemas:extension:slack:profile:1.0';

/** Names that the app itself has to know. */
export const TARGET = {
  active: 'active',
  userName: 'userName',
  nickName: 'nickName',
  displayName: 'displayName',
  email: 'emails[type eq "work"].value',
  externalId: 'externalId',
  photo: 'photos[type eq "photo"].value',
  role: 'roles[primary eq "True"].value',
  roles: 'roles',
  manager: `${ENTERPRISE}.manager`,
  guestType: `${GUEST}.type`,
  guestExpiration: `${GUEST}.expiration`,
} as const;

const CUSTOM_FIELD = 'Profile field; Slack creates it on first use.';

const string = (name: string, description: string, extra: Partial<TargetAttribute> = {}): TargetAttribute => ({
  name,
  type: 'String',
  description,
  ...extra,
});

const address = (part: string): TargetAttribute =>
  string(`addresses[type eq "untyped"].${part}`, 'Part of the one address that Slack stores.');

const account: readonly TargetAttribute[] = [
  { name: TARGET.active, type: 'Boolean', description: 'False deactivates the account.' },
  string(TARGET.externalId, 'Sent when creating. Slack never shows it, so nothing depends on it.', { writeOnce: true }),
  string(TARGET.userName, 'The handle. Lower-case; unique over people and channels; a taken one gets a number.', {
    required: true,
    matchable: true,
    caseInsensitive: true,
    maxLength: 21,
    format: 'handle',
  }),
  string(TARGET.nickName, 'The user name under another name; it follows `userName`.', {
    caseInsensitive: true,
    maxLength: 21,
    format: 'handle',
  }),
  string(TARGET.email, 'Primary e-mail address, lower-case, unique, deactivated accounts included.', {
    required: true,
    matchable: true,
    personal: true,
    caseInsensitive: true,
    maxLength: 254,
    format: 'email',
  }),
  string('userType', CUSTOM_FIELD),
  string(TARGET.role, 'Profile field; Slack stores one role.'),
  string(TARGET.roles, 'The same field, filled from a list: the primary role, or else the first.', {
    multiValued: true,
  }),
  string(TARGET.guestType, 'Makes the account a multi-channel guest. Slack refuses it for admins and owners.', {
    format: 'guestType',
  }),
  string(TARGET.guestExpiration, 'When a guest account ends.', { format: 'dateTime' }),
];

const person: readonly TargetAttribute[] = [
  string(
    TARGET.displayName,
    'Name in messages; need not be unique. Slack takes updates only while profile syncing is on and members cannot change it.',
    { maxLength: 80, format: 'displayName' },
  ),
  string('name.givenName', 'First name.', { format: 'personName' }),
  string('name.familyName', 'Last name.', { format: 'personName' }),
  string('name.honorificPrefix', CUSTOM_FIELD),
  string('title', 'Job title.'),
  string(TARGET.photo, 'Profile photo. Written when creating and when it changes at the source.', {
    comparedBySnapshot: true,
    format: 'picture',
  }),
  string('profileUrl', 'Sent when creating; Slack cannot update it.', { writeOnce: true, format: 'webAddress' }),
  string('timezone', 'Time zone; America/Los_Angeles unless set.', { format: 'timeZone' }),
  string('locale', CUSTOM_FIELD),
  string('preferredLanguage', CUSTOM_FIELD),
  string(`${PROFILE}.startDate`, 'First working day in the profile.', { format: 'date' }),
];

const contact: readonly TargetAttribute[] = [
  string('phoneNumbers[type eq "mobile"].value', 'One of the two numbers that Slack stores.'),
  string('phoneNumbers[type eq "work"].value', 'The other number.'),
  address('streetAddress'),
  address('locality'),
  address('region'),
  address('postalCode'),
  address('country'),
];

const enterprise: readonly TargetAttribute[] = [
  string(`${ENTERPRISE}.department`, CUSTOM_FIELD),
  {
    name: TARGET.manager,
    type: 'Reference',
    description: 'Profile field; written as soon as the manager has an account managed by this app.',
  },
  string(`${ENTERPRISE}.employeeNumber`, CUSTOM_FIELD),
  string(`${ENTERPRISE}.costCenter`, CUSTOM_FIELD),
  string(`${ENTERPRISE}.organization`, CUSTOM_FIELD),
  string(`${ENTERPRISE}.division`, CUSTOM_FIELD),
];

/** The user attributes of Entra's Slack app (tutorials of 2020 and 2026), with Slack's guest and profile extensions. */
export const USER_TARGET_ATTRIBUTES: ReadonlyMap<string, TargetAttribute> = new Map(
  [...account, ...person, ...contact, ...enterprise].map((attribute) => [attribute.name, attribute]),
);
