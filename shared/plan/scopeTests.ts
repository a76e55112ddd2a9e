import type { Entitlement } from '../model/entitlement.ts';
import type { ScopeTest } from '../model/outcome.ts';
import { decidePresence, type EntitlementFacts, isEffectivelyAssigned } from './decideEntitlement.ts';
import type { GroupEntitlementFacts } from './decideGroupEntitlement.ts';

/** What was asked to decide whether somebody is entitled, in order, for a person to follow. */
export function scopeTestsOf(
  facts: Omit<EntitlementFacts, 'passesFilters'>,
  decided: Entitlement,
): readonly ScopeTest[] {
  const { user } = facts;
  const isPresent = user?.state === 'present';
  return [
    { test: 'Present in Entra', passed: isPresent },
    { test: 'Account enabled', passed: isPresent ? user.properties.accountEnabled !== false : null },
    ...assignmentTests(facts, decidePresence(user) === undefined),
    filterTest(decided),
  ];
}

/** The same of a group. */
export function groupScopeTestsOf(
  facts: Omit<GroupEntitlementFacts, 'passesFilters'>,
  decided: Entitlement,
): readonly ScopeTest[] {
  const isPresent = facts.group?.state === 'present';
  return [{ test: 'Present in Entra', passed: isPresent }, ...assignmentTests(facts, isPresent), filterTest(decided)];
}

function assignmentTests(
  { mode, defaultAccess, scopeRows }: Pick<EntitlementFacts, 'mode' | 'defaultAccess' | 'scopeRows'>,
  isAsked: boolean,
): readonly ScopeTest[] {
  if (mode === 'all') return [];
  const isAssigned = isAsked ? scopeRows.length > 0 : null;
  return [
    { test: 'Assigned to the application', passed: isAssigned },
    { test: 'Has a role that counts', passed: isAssigned ? isEffectivelyAssigned(scopeRows, defaultAccess) : null },
  ];
}

function filterTest(decided: Entitlement): ScopeTest {
  const passed = decided.entitled ? true : decided.code === 'OutOfScope' ? false : null;
  return { test: 'Passes the scoping filters', passed };
}
