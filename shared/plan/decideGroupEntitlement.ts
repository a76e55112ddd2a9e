import type { Entitlement } from '../model/entitlement.ts';
import type { ScopeRow, SourceGroup } from '../model/source.ts';
import { isEffectivelyAssigned } from './decideEntitlement.ts';

export interface GroupEntitlementFacts {
  /** `undefined`: deleted for good, or never there. */
  readonly group: SourceGroup | undefined;
  readonly mode: 'assigned' | 'all';
  readonly defaultAccess: 'exclude' | 'include';
  readonly scopeRows: readonly ScopeRow[];
  /** Result of the attribute filters; asked only when everything else holds. */
  readonly passesFilters: () => boolean;
}

/**
 * Whether a group should be in Slack: it exists, is assigned itself with a role that counts, and passes the filters. As in
 * Entra, a group that is only nested in an assigned one is not provisioned.
 */
export function decideGroupEntitlement(facts: GroupEntitlementFacts): Entitlement {
  const { group, mode, defaultAccess, scopeRows, passesFilters } = facts;
  if (!group) return no('HardDeleted', 'The group no longer exists in Entra, not even in the recycle bin.');
  if (group.state === 'softDeleted') return no('SoftDeleted', 'The group is in the Entra recycle bin.');
  if (mode === 'assigned') {
    if (scopeRows.length === 0) return no('NotEffectivelyEntitled', 'The group is not assigned to the application.');
    if (!isEffectivelyAssigned(scopeRows, defaultAccess)) {
      return no(
        'NotEffectivelyEntitled',
        'The group is assigned with the Default Access role only, which does not count. Assign another role, or set scope.defaultAccess to "include".',
      );
    }
  }
  if (!passesFilters()) return no('OutOfScope', 'The group does not pass any scoping filter.');
  return { entitled: true };
}

function no(code: Extract<Entitlement, { entitled: false }>['code'], reason: string): Entitlement {
  return { entitled: false, code, reason };
}
