import type { Account, AccountKind } from '../state/account.ts';
import { SlackError } from '../state/slackError.ts';

/** Rights of the person who authorised the token. */
export type TokenRank = 'member' | 'admin' | 'owner' | 'primaryOwner';

export const RANKS: Readonly<Record<AccountKind, number>> = {
  bot: 0,
  member: 0,
  admin: 1,
  owner: 2,
  workspacePrimaryOwner: 2,
  primaryOwner: 3,
};

/** Who may not be touched, whatever is written. A token acts on accounts with the same or fewer rights only. */
export function refuseProtected(account: Account, rank: TokenRank): void {
  if (account.forgotten) throw new SlackError('cannot_modify_gdpr');
  if (RANKS[account.kind] > RANKS[rank]) throw new SlackError('permission_denied');
}

/** Who can't be deactivated by SCIM at all. */
export function refuseProtectedFromDeactivation(account: Account): void {
  if (account.kind === 'bot') throw new SlackError('cannot_disable_bot_user_with_scim');
  if (account.kind === 'primaryOwner') throw new SlackError('cannot_disable_primary_owner');
  // The primary owner of one workspace within an organisation.
  if (account.kind === 'workspacePrimaryOwner') throw new SlackError('primary_owner_check_failure');
}

/** Admins and owners can't become guests. */
export function refuseGuestOfRank(account: Account): void {
  if (account.guest && RANKS[account.kind] > 0) throw new SlackError('cannot_make_user_guest');
}
