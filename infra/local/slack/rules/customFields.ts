import type { Account } from '../state/account.ts';
import { SlackError } from '../state/slackError.ts';
import type { Workspace } from '../state/workspace.ts';

/** Custom profile fields of a workspace, those made by hand included. */
const MAX_CUSTOM_FIELDS = 50;

/** Names of the custom profile fields that an account fills; Slack makes them on first use. */
function usedFields({ profile, title }: Account): readonly string[] {
  const titleField = title === '' ? [] : ['title'];
  if (!profile) return titleField;
  const { address, primaryPhone, mobilePhone, startDate: _builtIn, ...texts } = profile;
  const addressFields = Object.entries(address ?? {}).flatMap(([part, value]) => (value === null ? [] : [part]));
  const phoneField = primaryPhone === null && mobilePhone === null ? [] : ['phone'];
  const textFields = Object.entries(texts).flatMap(([field, value]) => (value === null ? [] : [field]));
  return [...titleField, ...addressFields, ...phoneField, ...textFields];
}

/**
 * Names of the fields that this account uses for the first time in the workspace.
 * @throws SlackError `unable_to_create_team_profile_fields` when there is no room for them
 */
export function newCustomFields(account: Account, workspace: Workspace): readonly string[] {
  const fresh = usedFields(account).filter((field) => !workspace.customFields.has(field));
  const total = workspace.settings.customFieldsMadeByHand + workspace.customFields.size + fresh.length;
  if (fresh.length > 0 && total > MAX_CUSTOM_FIELDS) throw new SlackError('unable_to_create_team_profile_fields');
  return fresh;
}
