import type { AccountDraft } from '../state/account.ts';
import { SlackError } from '../state/slackError.ts';
import type { Workspace } from '../state/workspace.ts';
import type { Edit, WriteContext } from '../writes/edit.ts';

export const MAX_USER_NAME = 21;

/** Slack's list isn't published; these are the words that have a meaning in its message box. */
const RESERVED = new Set(['channel', 'everyone', 'group', 'here', 'me', 'slack', 'slackbot', 'subteam', 'you']);

/**
 * The handle that Slack makes of what was sent: the local part of an e-mail address, lower-case, anything but letters,
 * digits, `.`, `_` and `-` as `_`.
 */
export function toSlackUserName(sent: string): string {
  const local = sent.trim().split('@', 1)[0] ?? '';
  return local.toLowerCase().replace(/[^\p{Letter}\p{Number}._-]/gu, '_');
}

/** `userName` and `nickName` are one value: changing either changes both. */
export function writeUserName(draft: AccountDraft, edit: Edit, { workspace }: WriteContext): void {
  const isNickName = edit.attribute === 'nickname';
  if (edit.sub !== undefined || edit.filter) throw new SlackError('invalid_request_payload');
  if (edit.op === 'remove' || edit.value === null) throw new SlackError('username_empty');
  if (typeof edit.value !== 'string') throw new SlackError('username_invalid');
  const isCut = edit.value.includes('@') && workspace.settings.longUserNameFromEmail === 'cut';
  const userName = toSlackUserName(edit.value).slice(0, isCut ? MAX_USER_NAME : undefined);
  if (userName === '') throw new SlackError('username_empty');
  if (userName.length > MAX_USER_NAME) throw new SlackError(isNickName ? 'long_nickname' : 'username_too_long');
  draft.userName = userName;
}

/** Reserved words, and one namespace for the names of users and channels. */
export function requireFreeUserName(draft: AccountDraft, workspace: Workspace): void {
  if (RESERVED.has(draft.userName)) throw new SlackError('username_not_allowed', { tail: `user=${draft.id}` });
  if (workspace.channelNames.has(draft.userName)) throw new SlackError('username_taken');
  const holder = workspace.findByUserName(draft.userName);
  if (holder && holder.id !== draft.id) throw new SlackError('username_taken');
}
