import type { Account } from '../state/account.ts';
import { SlackError } from '../state/slackError.ts';
import type { Workspace } from '../state/workspace.ts';

/** Ids in one POST, PUT or PATCH of a group (docs.slack.dev/reference/scim-api, groups). */
const MAX_IDS_PER_CALL = 15_000;

/** @throws SlackError `too_many_users` */
export function refuseTooManyIds(count: number): void {
  if (count > MAX_IDS_PER_CALL) throw new SlackError('too_many_users');
}

export type MemberProblem = 'no_such_group_members' | 'unable_to_add_deleted_or_guest_to_group';

/** Why an id can't be added to a group; `undefined` when it can. */
export function findMemberProblem(id: string, workspace: Workspace): MemberProblem | undefined {
  const account = workspace.user(id);
  if (!account) return 'no_such_group_members';
  return mayBeMember(account, workspace) ? undefined : 'unable_to_add_deleted_or_guest_to_group';
}

/** Single-channel guests never; multi-channel guests according to one half of Slack's reference. */
function mayBeMember({ active, guest }: Account, { settings }: Workspace): boolean {
  if (!active || guest?.type === 'single') return false;
  return !guest || settings.guestsInGroups === 'allow';
}

/** A group that is too large already may shrink. `isEnterprise`: it is an IDP group, otherwise a user group. */
export function refuseTooManyMembers(before: number, after: number, workspace: Workspace, isEnterprise: boolean): void {
  const { idpGroup, userGroup } = workspace.settings.maxMembers;
  const isTooLarge = after > (isEnterprise ? idpGroup : userGroup);
  if (isTooLarge && after > before) throw new SlackError('group_member_max_exceeded');
}
