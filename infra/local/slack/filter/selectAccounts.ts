import type { Account } from '../state/account.ts';
import { SlackError } from '../state/slackError.ts';
import type { Workspace } from '../state/workspace.ts';
import type { Comparison, Filter, Operator } from './parseFilter.ts';

/** The accounts that a filter picks, deactivated ones included, oldest first. */
export function selectAccounts(workspace: Workspace, filter: Filter): readonly Account[] {
  const candidates = lookUp(workspace, filter) ?? workspace.users();
  return candidates.filter((account) => matches(account, filter));
}

/** Candidates by the unique names; `undefined` when the filter needs a scan. */
function lookUp(workspace: Workspace, filter: Filter): readonly Account[] | undefined {
  if (filter.kind === 'and') return lookUp(workspace, filter.left) ?? lookUp(workspace, filter.right);
  if (filter.kind === 'or') {
    const left = lookUp(workspace, filter.left);
    const right = left && lookUp(workspace, filter.right);
    return right && [...new Set([...left, ...right])];
  }
  if (filter.operator !== 'eq') return undefined;
  if (filter.attribute === 'userName') return present(workspace.findByUserName(filter.value));
  if (filter.attribute === 'email') return present(workspace.findByEmail(filter.value));
  return undefined;
}

function present(account: Account | undefined): readonly Account[] {
  return account ? [account] : [];
}

function matches(account: Account, filter: Filter): boolean {
  if (filter.kind === 'and') return matches(account, filter.left) && matches(account, filter.right);
  if (filter.kind === 'or') return matches(account, filter.left) || matches(account, filter.right);
  if (filter.attribute === 'restricted') return matchesFlag(account.guest?.type === 'multi', filter);
  if (filter.attribute === 'ultra_restricted') return matchesFlag(account.guest?.type === 'single', filter);
  const values = filter.attribute === 'email' ? [account.primaryEmail, account.secondaryEmail] : [account.userName];
  return values.some(
    (value) => value !== '' && compare(value.toLowerCase(), filter.operator, filter.value.toLowerCase()),
  );
}

/** `restricted eq 1`, `restricted eq '1'`; other operators make no sense of a flag. */
function matchesFlag(flag: boolean, filter: Comparison): boolean {
  if (filter.operator === 'pr') return flag;
  if (filter.operator !== 'eq') throw new SlackError('query_building_failed');
  return flag === ['1', 'true'].includes(filter.value.toLowerCase());
}

function compare(actual: string, operator: Operator, wanted: string): boolean {
  switch (operator) {
    case 'eq':
      return actual === wanted;
    case 'co':
      return actual.includes(wanted);
    case 'sw':
      return actual.startsWith(wanted);
    case 'pr':
      return true;
    case 'gt':
      return actual > wanted;
    case 'ge':
      return actual >= wanted;
    case 'lt':
      return actual < wanted;
    case 'le':
      return actual <= wanted;
  }
}
