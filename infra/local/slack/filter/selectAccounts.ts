import type { Account } from '../state/account.ts';
import { SlackError } from '../state/slackError.ts';
import type { WorkspaceView } from '../state/workspaceView.ts';
import { compareText } from './compareText.ts';
import type { Comparison, Filter } from './parseFilter.ts';
import { select } from './select.ts';

/** The accounts that a filter picks, deactivated ones included, oldest first. */
export function selectAccounts(view: WorkspaceView, filter: Filter): readonly Account[] {
  return select(filter, {
    all: () => view.users(),
    lookUp: ({ operator, attribute, value }) => {
      if (operator !== 'eq') return undefined;
      if (attribute === 'userName') return view.usersNamed(value);
      return attribute === 'email' ? view.usersWithEmail(value) : undefined;
    },
    matches,
  });
}

function matches(account: Account, comparison: Comparison): boolean {
  const { attribute } = comparison;
  if (attribute === 'restricted') return matchesFlag(account.guest?.type === 'multi', comparison);
  if (attribute === 'ultra_restricted') return matchesFlag(account.guest?.type === 'single', comparison);
  if (attribute === 'userName') return compareText(account.userName, comparison);
  return [account.primaryEmail, account.secondaryEmail].some((email) => compareText(email, comparison));
}

/** `restricted eq 1`, `restricted eq '1'`; other operators make no sense of a flag. */
function matchesFlag(flag: boolean, { operator, value }: Comparison): boolean {
  if (operator === 'pr') return flag;
  if (operator !== 'eq') throw new SlackError('query_building_failed');
  return flag === ['1', 'true'].includes(value.toLowerCase());
}
