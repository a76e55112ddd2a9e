import type { Entitlement } from '../model/entitlement.ts';
import type { ScopeTest } from '../model/outcome.ts';
import { decidePresence, type EntitlementFacts, isEffectivelyAssigned } from './decideEntitlement.ts';

/** What was asked to decide whether somebody is entitled, in order, for a person to follow. */
export function scopeTestsOf(
  facts: Omit<EntitlementFacts, 'passesFilters'>,
  decided: Entitlement,
): readonly ScopeTest[] {
  const { user, mode, defaultAccess, scopeRows } = facts;
  const isPresent = user?.state === 'present';
  const isEnabled = isPresent ? user.properties.accountEnabled !== false : null;
  const asked = decidePresence(user) === undefined && mode === 'assigned';
  const isAssigned = asked ? scopeRows.length > 0 : null;
  const hasRole = isAssigned ? isEffectivelyAssigned(scopeRows, defaultAccess) : null;
  const passes = decided.entitled ? true : decided.code === 'OutOfScope' ? false : null;
  const ofAssignment: readonly ScopeTest[] = [
    { test: 'Assigned to the application', passed: isAssigned },
    { test: 'Has a role that counts', passed: hasRole },
  ];
  return [
    { test: 'Present in Entra', passed: isPresent },
    { test: 'Account enabled', passed: isEnabled },
    ...(mode === 'assigned' ? ofAssignment : []),
    { test: 'Passes the scoping filters', passed: passes },
  ];
}
