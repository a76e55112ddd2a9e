import { newCustomFields } from '../rules/customFields.ts';
import { requireFreeEmails } from '../rules/emails.ts';
import { fillGivenName } from '../rules/personNames.ts';
import {
  refuseGuestOfRank,
  refuseProtected,
  refuseProtectedFromDeactivation,
  type TokenRank,
} from '../rules/protectAccount.ts';
import { requireFreeUserName } from '../rules/userName.ts';
import type { Account, AccountDraft } from '../state/account.ts';
import { SlackError } from '../state/slackError.ts';
import type { Workspace } from '../state/workspace.ts';

/** What a person's token and the organisation's plan allow. */
export interface WriteRights {
  readonly rank: TokenRank;
  /** Guests can be provisioned on the Enterprise plan only, and groups are IDP groups there. */
  readonly isEnterprise: boolean;
}

/** Checks the rules that look at the whole account, then stores it. Nothing is stored when one fails. */
export function settleAccount(
  workspace: Workspace,
  before: Account | undefined,
  draft: AccountDraft,
  rights: WriteRights,
): Account {
  if (before?.active && !draft.active) refuseProtectedFromDeactivation(before);
  if (before) refuseProtected(before, rights.rank);
  if (draft.userName === '') throw new SlackError('username_required');
  if (draft.primaryEmail === '') throw new SlackError('email_empty');
  requireFreeEmails(draft, workspace);
  if (draft.userName !== before?.userName) requireFreeUserName(draft, workspace);
  if (before) refuseDisplayNameChange(workspace, before, draft);
  fillGivenName(draft);
  settleGuest(before, draft, rights);
  for (const field of newCustomFields(draft, workspace)) workspace.customFields.add(field);
  return workspace.save(draft);
}

/** Unless the identity provider owns display names (members can't change theirs), SCIM sets them at creation only. */
function refuseDisplayNameChange(workspace: Workspace, before: Account, draft: AccountDraft): void {
  if (!workspace.settings.membersMayChangeDisplayName) return;
  if (draft.displayName !== before.displayName) throw new SlackError('invalid_display_name');
}

/** Converting a guest to a member, or back, reactivates a deactivated account. */
function settleGuest(before: Account | undefined, draft: AccountDraft, rights: WriteRights): void {
  const wasGuest = before?.guest != null;
  const isGuest = draft.guest !== null;
  if (wasGuest === isGuest) return;
  if (isGuest && !rights.isEnterprise) throw new SlackError('permission_denied');
  refuseGuestOfRank(draft);
  if (before?.active === false) draft.active = true;
}
