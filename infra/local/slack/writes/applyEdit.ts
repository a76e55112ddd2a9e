import { writeEmails } from '../rules/emails.ts';
import { readCustomText, writeEnterprise, writeSlackProfile } from '../rules/enterprise.ts';
import { writeGuest } from '../rules/guest.ts';
import { writeDisplayName, writeName } from '../rules/personNames.ts';
import { writePhoneNumbers } from '../rules/phoneNumbers.ts';
import { readText } from '../rules/readText.ts';
import { writeAddresses, writePhotos, writeRoles } from '../rules/singleValues.ts';
import { writeUserName } from '../rules/userName.ts';
import { type AccountDraft, DEFAULT_TIMEZONE, setProfile } from '../state/account.ts';
import { SlackError } from '../state/slackError.ts';
import type { Workspace } from '../state/workspace.ts';
import type { Edit, WriteContext } from './edit.ts';

type Writer = (draft: AccountDraft, edit: Edit, context: WriteContext) => void;

const ignore: Writer = () => {};

const plainText =
  (field: 'title' | 'timezone', whenEmpty: string): Writer =>
  (draft, edit) => {
    if (edit.sub !== undefined || edit.filter) throw new SlackError('invalid_request_payload');
    draft[field] = (edit.op === 'remove' ? '' : readText(edit.value)) || whenEmpty;
  };

const customText =
  (field: 'userType' | 'preferredLanguage' | 'locale'): Writer =>
  (draft, edit) => {
    if (edit.sub !== undefined || edit.filter) throw new SlackError('invalid_request_payload');
    setProfile(draft, { [field]: edit.op === 'remove' ? null : readCustomText(edit.value) });
  };

const writeActive: Writer = (draft, edit) => {
  if (edit.op === 'remove' || typeof edit.value !== 'boolean') throw new SlackError('invalid_attribute_format');
  draft.active = edit.value;
};

/** Set by POST and PUT only. */
const writeProfileUrl: Writer = (draft, edit, { mode, workspace }) => {
  if (mode === 'patch') return refuseLocked(workspace, 'profileUrl');
  draft.profileUrl = readText(edit.value);
};

/** Slack keeps no externalId and answers "" for it, always. */
const writeExternalId: Writer = (_draft, _edit, { mode, workspace }) => {
  if (mode !== 'create') refuseLocked(workspace, 'externalId');
};

function refuseLocked({ settings }: Workspace, attribute: string): void {
  if (settings.lockedAttributes === 'refuse')
    throw new SlackError('invalid_request_payload', { tail: `attribute=${attribute}` });
}

/** Taken at creation (and never shown again); nobody can change it by SCIM. */
const writePassword: Writer = (_draft, _edit, { mode }) => {
  if (mode !== 'create') throw new SlackError('password_change_not_allowed');
};

/** Memberships belong to the groups; here they are read-only. */
const refuseBadGroups: Writer = (_draft, edit) => {
  if (edit.op !== 'remove' && !Array.isArray(edit.value)) throw new SlackError('groups_invalid');
};

const WRITERS: Readonly<Record<string, Writer>> = {
  username: writeUserName,
  nickname: writeUserName,
  displayname: writeDisplayName,
  name: writeName,
  emails: writeEmails,
  phonenumbers: writePhoneNumbers,
  photos: writePhotos,
  addresses: writeAddresses,
  roles: writeRoles,
  title: plainText('title', ''),
  timezone: plainText('timezone', DEFAULT_TIMEZONE),
  usertype: customText('userType'),
  preferredlanguage: customText('preferredLanguage'),
  locale: customText('locale'),
  active: writeActive,
  password: writePassword,
  profileurl: writeProfileUrl,
  groups: refuseBadGroups,
  enterprise: writeEnterprise,
  profile: writeSlackProfile,
  guest: writeGuest,
  externalid: writeExternalId,
  id: ignore,
  meta: ignore,
  schemas: ignore,
  // SCIM core attributes that Slack doesn't support.
  entitlements: ignore,
  ims: ignore,
  x509certificates: ignore,
  // A sample in Slack's reference removes `address`; it changes nothing.
  address: ignore,
};

/**
 * Applies one change to the draft.
 * @throws SlackError when the value breaks a rule of its attribute; the draft is then worthless
 */
export function applyEdit(draft: AccountDraft, edit: Edit, context: WriteContext): void {
  const write = WRITERS[edit.attribute];
  if (!write) throw new SlackError('invalid_request_payload', { tail: `attribute=${edit.attribute}` });
  write(draft, edit, context);
}
