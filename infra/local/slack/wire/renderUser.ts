import { createHash } from 'node:crypto';
import type { Account, CustomProfile, Guest } from '../state/account.ts';
import type { WorkspaceView } from '../state/workspaceView.ts';
import type { Urns } from './urns.ts';

/** What the shape depends on beside the account. */
export interface RenderContext {
  readonly urns: Urns;
  /** SCIM root, `http://127.0.0.1:7090/scim/v2`. */
  readonly root: string;
  /** `<host>.enterprise.slack.com`. */
  readonly host: string;
  /** Knows the groups of the account. */
  readonly view: WorkspaceView;
}

/**
 * A user as Slack shows it: plain without custom profile data, rich with it (every field there, `null` when empty),
 * the guest extension on top (shapes of recorded answers of real organisations).
 */
export function renderUser(account: Account, { urns, root, host, view }: RenderContext): object {
  const { profile, guest } = account;
  const schemas = [
    urns.user,
    ...(profile ? [urns.enterprise] : []),
    ...(profile?.startDate ? [urns.profile] : []),
    ...(guest ? [urns.guest] : []),
  ];
  return {
    schemas,
    id: account.id,
    externalId: '',
    meta: { created: account.created, location: `${root}/Users/${account.id}` },
    userName: account.userName,
    nickName: account.userName,
    name: {
      givenName: account.givenName,
      familyName: account.familyName,
      ...(profile && { honorificPrefix: profile.honorificPrefix }),
    },
    displayName: account.displayName,
    profileUrl: account.profileUrl || `https://${host}.enterprise.slack.com/team/${account.userName}`,
    title: account.title,
    timezone: account.timezone,
    active: account.active,
    emails: renderEmails(account),
    photos: [{ value: renderPhoto(account), type: 'photo' }],
    ...(profile && renderProfile(profile, urns)),
    ...(guest && { [urns.guest]: renderGuest(guest) }),
    groups: view.groupsOf(account.id).map(({ id, displayName }) => ({ value: id, display: displayName })),
  };
}

function renderEmails({ primaryEmail, secondaryEmail, profile }: Account): object[] {
  const primary = { value: primaryEmail, primary: true };
  return profile || secondaryEmail ? [primary, { value: secondaryEmail, primary: false }] : [primary];
}

function renderProfile(profile: CustomProfile, urns: Urns): object {
  const { employeeNumber, costCenter, organization, division, department, managerId } = profile;
  const noAddress = { streetAddress: null, locality: null, region: null, postalCode: null, country: null };
  return {
    addresses: [profile.address ?? noAddress],
    phoneNumbers: [
      { value: profile.mobilePhone, type: 'mobile' },
      { value: profile.primaryPhone, primary: true },
    ],
    userType: profile.userType,
    roles: [{ value: profile.role, primary: true }],
    preferredLanguage: profile.preferredLanguage,
    locale: profile.locale,
    [urns.enterprise]: { employeeNumber, costCenter, organization, division, department, manager: { managerId } },
    ...(profile.startDate && { [urns.profile]: { startDate: profile.startDate } }),
  };
}

/** `channels` is shown when somebody gave the guest any; it can't be written. */
function renderGuest({ type, expiration, channels }: Guest): object {
  return { type, ...(expiration && { expiration }), ...(channels && { channels }) };
}

/** Slack keeps its own copy of a photo, 192 pixels wide, and shows a Gravatar until there is one. */
function renderPhoto(account: Account): string {
  if (account.photo !== '') {
    const digest = createHash('sha1').update(account.photo).digest('hex').slice(0, 20);
    return `https://avatars.slack-edge.com/${account.id}_${digest}_192.jpg`;
  }
  const digest = createHash('md5').update(account.primaryEmail.toLowerCase()).digest('hex');
  const fallback = encodeURIComponent('https://a.slack-edge.com/img/avatars/ava_0001-192.png');
  return `https://secure.gravatar.com/avatar/${digest}.jpg?s=192&d=${fallback}`;
}
