/** What the mapping, the planner and the Slack adapter must know about a target attribute. */
export interface TargetAttribute {
  readonly name: string;
  readonly type: 'String' | 'Boolean' | 'Reference';
  /** Slack returns nothing useful for it (`externalId` is always ""), so it can be neither compared nor updated. */
  readonly writeOnce?: true;
  /** A change of case only is not a change (`caseExact` false, as in Entra's schema). */
  readonly caseInsensitive?: true;
  /** Longest value that Slack accepts, in characters. */
  readonly maxLength?: number;
}

const ENTERPRISE = 'urn:scim:schemas:extension:enterprise:1.0';

/** Names that the engine itself has to know. */
export const TARGET = {
  active: 'active',
  userName: 'userName',
  nickName: 'nickName',
  displayName: 'displayName',
  email: 'emails[type eq "work"].value',
  externalId: 'externalId',
  manager: `${ENTERPRISE}.manager`,
} as const;

const string = (name: string, extra: Partial<TargetAttribute> = {}): TargetAttribute => ({
  name,
  type: 'String',
  ...extra,
});

/** The user attributes of Entra's Slack app (tutorial of 2020, plus `preferredLanguage` of 2026). */
export const USER_TARGET_ATTRIBUTES: ReadonlyMap<string, TargetAttribute> = new Map(
  [
    { name: TARGET.active, type: 'Boolean' } as const,
    string(TARGET.externalId, { writeOnce: true }),
    string(TARGET.displayName, { maxLength: 80 }),
    string('name.familyName'),
    string('name.givenName'),
    string('name.honorificPrefix'),
    string('title'),
    string(TARGET.email, { caseInsensitive: true }),
    string(TARGET.userName, { caseInsensitive: true, maxLength: 21 }),
    string(TARGET.nickName, { caseInsensitive: true, maxLength: 21 }),
    string('addresses[type eq "untyped"].streetAddress'),
    string('addresses[type eq "untyped"].locality'),
    string('addresses[type eq "untyped"].region'),
    string('addresses[type eq "untyped"].postalCode'),
    string('addresses[type eq "untyped"].country'),
    string('phoneNumbers[type eq "mobile"].value'),
    string('phoneNumbers[type eq "work"].value'),
    string('roles[primary eq "True"].value'),
    string('locale'),
    string('preferredLanguage'),
    string('photos[type eq "photo"].value', { writeOnce: true }),
    string('profileUrl', { writeOnce: true }),
    string('timezone'),
    string('userType'),
    string(`${ENTERPRISE}.department`),
    { name: TARGET.manager, type: 'Reference' } as const,
    string(`${ENTERPRISE}.employeeNumber`),
    string(`${ENTERPRISE}.costCenter`),
    string(`${ENTERPRISE}.organization`),
    string(`${ENTERPRISE}.division`),
  ].map((attribute) => [attribute.name, attribute]),
);
