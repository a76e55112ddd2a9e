/** Who the account is in the organisation; ranks decide which token may touch it. Guests are members with `guest`. */
export type AccountKind = 'member' | 'admin' | 'owner' | 'workspacePrimaryOwner' | 'primaryOwner' | 'bot';

export interface Address {
  readonly streetAddress: string | null;
  readonly locality: string | null;
  readonly region: string | null;
  readonly postalCode: string | null;
  readonly country: string | null;
}

/** The custom profile: Slack makes these fields on first use. `null` is an empty field. */
export interface CustomProfile {
  readonly honorificPrefix: string | null;
  readonly address: Address | null;
  readonly primaryPhone: string | null;
  readonly mobilePhone: string | null;
  readonly userType: string | null;
  readonly role: string | null;
  readonly preferredLanguage: string | null;
  readonly locale: string | null;
  readonly employeeNumber: string | null;
  readonly costCenter: string | null;
  readonly organization: string | null;
  readonly division: string | null;
  readonly department: string | null;
  /** Slack id, whatever was sent. */
  readonly managerId: string | null;
  readonly startDate: string | null;
}

export interface Guest {
  readonly type: 'multi' | 'single';
  /** ISO 8601 as it was sent. */
  readonly expiration: string | null;
  /** Channels that the guest was given in Slack. */
  readonly channels?: readonly { readonly value: string; readonly display: string }[];
}

/** One person or bot as the workspace keeps it. Stored accounts are never changed in place. */
export interface Account {
  readonly id: string;
  readonly kind: AccountKind;
  /** ISO 8601 with Pacific offset. */
  readonly created: string;
  /** The handle; `nickName` is the same value under another name. */
  readonly userName: string;
  readonly displayName: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly primaryEmail: string;
  /** "" when there is none. */
  readonly secondaryEmail: string;
  readonly title: string;
  readonly timezone: string;
  /** "" for the one made from the user name. */
  readonly profileUrl: string;
  /** What was sent; "" for the Gravatar default. */
  readonly photo: string;
  readonly active: boolean;
  /** Milliseconds; `null` while active. */
  readonly deactivatedAt: number | null;
  /** `null` until a custom field was set for the first time: the plain shape of a response. */
  readonly profile: CustomProfile | null;
  readonly guest: Guest | null;
  /** Forgotten under GDPR. */
  readonly forgotten: boolean;
}

/** An account being worked on; becomes an Account when every rule held. */
export type AccountDraft = { -readonly [Key in keyof Account]: Account[Key] };

/** Given to every account made without a time zone. */
export const DEFAULT_TIMEZONE = 'America/Los_Angeles';

export const EMPTY_PROFILE: CustomProfile = {
  honorificPrefix: null,
  address: null,
  primaryPhone: null,
  mobilePhone: null,
  userType: null,
  role: null,
  preferredLanguage: null,
  locale: null,
  employeeNumber: null,
  costCenter: null,
  organization: null,
  division: null,
  department: null,
  managerId: null,
  startDate: null,
};

/** An account with nothing filled in. */
export function blankAccount(id: string, created: string): Account {
  return {
    id,
    kind: 'member',
    created,
    userName: '',
    displayName: '',
    givenName: '',
    familyName: '',
    primaryEmail: '',
    secondaryEmail: '',
    title: '',
    timezone: DEFAULT_TIMEZONE,
    profileUrl: '',
    photo: '',
    active: true,
    deactivatedAt: null,
    profile: null,
    guest: null,
    forgotten: false,
  };
}

/** Sets fields of the custom profile. Emptying fields that were never set leaves the account without a profile. */
export function setProfile(draft: AccountDraft, fields: Partial<CustomProfile>): void {
  const hasValue = Object.values(fields).some((value) => value !== null);
  if (draft.profile === null && !hasValue) return;
  draft.profile = { ...(draft.profile ?? EMPTY_PROFILE), ...fields };
}
