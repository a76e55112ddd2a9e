import { refuseProtected, refuseProtectedFromDeactivation } from '../rules/protectAccount.ts';
import { type Account, type AccountDraft, DEFAULT_TIMEZONE, EMPTY_PROFILE } from '../state/account.ts';
import { InvalidProfileValue, SlackError } from '../state/slackError.ts';
import type { Workspace } from '../state/workspace.ts';
import { applyEdit } from './applyEdit.ts';
import type { Edit } from './edit.ts';
import { settleAccount, type WriteRights } from './settleAccount.ts';

/** @throws SlackError `cannot_decode_user_id` for what can't be the id of a user */
export function decodeUserId(id: string): string {
  if (!/^[UW][A-Z0-9]+$/.test(id)) throw new SlackError('cannot_decode_user_id');
  return id;
}

/** @throws SlackError `cannot_decode_user_id` or `no_such_user` */
function requireUser(workspace: Workspace, id: string): Account {
  const account = workspace.user(decodeUserId(id));
  if (!account) throw new SlackError('no_such_user');
  return account;
}

/** POST: a new account, with the user name as display name unless one is given. */
export function createUser(workspace: Workspace, edits: readonly Edit[], rights: WriteRights): Account {
  const draft: AccountDraft = { ...workspace.newAccount() };
  let isProfileValid = true;
  for (const edit of edits) {
    try {
      applyEdit(draft, edit, { mode: 'create', workspace });
    } catch (error) {
      if (!(error instanceof InvalidProfileValue)) throw error;
      isProfileValid = false;
    }
  }
  // One invalid custom field costs all profile fields, but the person is made (docs.slack.dev/admins/scim-api).
  if (!isProfileValid) Object.assign(draft, { profile: null, title: '' });
  draft.displayName ||= draft.userName;
  return settleAccount(workspace, undefined, draft, rights);
}

/** PUT: whatever is missing is emptied, except the name. Addresses and the user name have to be there. */
export function replaceUser(workspace: Workspace, id: string, edits: readonly Edit[], rights: WriteRights): Account {
  const before = requireUser(workspace, id);
  const { settings } = workspace;
  const draft: AccountDraft = {
    ...before,
    userName: '',
    displayName: settings.membersMayChangeDisplayName ? before.displayName : '',
    primaryEmail: '',
    secondaryEmail: '',
    title: '',
    timezone: DEFAULT_TIMEZONE,
    profileUrl: '',
    photo: '',
    active: settings.putWithoutActive === 'keep' ? before.active : false,
    profile: before.profile && EMPTY_PROFILE,
    guest: settings.putWithoutGuest === 'keep' ? before.guest : null,
  };
  for (const edit of edits) applyEdit(draft, edit, { mode: 'replace', workspace });
  return settleAccount(workspace, before, draft, rights);
}

/** PATCH: all edits or none. */
export function patchUser(workspace: Workspace, id: string, edits: readonly Edit[], rights: WriteRights): Account {
  const before = requireUser(workspace, id);
  const draft: AccountDraft = { ...before };
  for (const edit of edits) applyEdit(draft, edit, { mode: 'patch', workspace });
  return settleAccount(workspace, before, draft, rights);
}

/** DELETE: deactivates, and is content with an account that is deactivated already. */
export function deactivateUser(workspace: Workspace, id: string, rights: WriteRights): Account {
  const before = requireUser(workspace, id);
  refuseProtectedFromDeactivation(before);
  refuseProtected(before, rights.rank);
  return before.active ? workspace.save({ ...before, active: false }) : before;
}
