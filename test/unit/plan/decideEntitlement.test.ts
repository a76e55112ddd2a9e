import { describe, expect, it } from 'vitest';
import { DEFAULT_ACCESS_ROLE_ID, type ScopeRow, type SourceUser } from '../../../shared/model/source.ts';
import { decideEntitlement, type EntitlementFacts } from '../../../shared/plan/decideEntitlement.ts';

const user = (properties: Record<string, unknown> = {}, state: SourceUser['state'] = 'present'): SourceUser => ({
  id: 'u1',
  state,
  managerId: null,
  properties: { accountEnabled: true, ...properties },
});

const row = (roleId: string): ScopeRow => ({
  kind: 'user',
  sourceId: 'u1',
  principalId: 'u1',
  roles: [{ id: roleId, value: null, displayName: 'role' }],
});

const facts = (changes: Partial<EntitlementFacts> = {}): EntitlementFacts => ({
  user: user(),
  mode: 'assigned',
  defaultAccess: 'exclude',
  scopeRows: [row('role-1')],
  passesFilters: () => true,
  ...changes,
});

const codeOf = (changes: Partial<EntitlementFacts>): string => {
  const entitlement = decideEntitlement(facts(changes));
  return entitlement.entitled ? 'entitled' : entitlement.code;
};

describe('decideEntitlement', () => {
  it.each<[string, Partial<EntitlementFacts>, string]>([
    ['a present, enabled, assigned person is entitled', {}, 'entitled'],
    ['a purged person is not', { user: undefined }, 'HardDeleted'],
    ['a person in the recycle bin is not', { user: user({}, 'softDeleted') }, 'SoftDeleted'],
    ['a disabled person is not', { user: user({ accountEnabled: false }) }, 'AccountDisabled'],
    ['an unassigned person is not', { scopeRows: [] }, 'NotEffectivelyEntitled'],
    ['Default Access alone does not count', { scopeRows: [row(DEFAULT_ACCESS_ROLE_ID)] }, 'NotEffectivelyEntitled'],
    [
      'Default Access beside another role does not harm',
      { scopeRows: [row(DEFAULT_ACCESS_ROLE_ID), row('role-1')] },
      'entitled',
    ],
    [
      'Default Access counts when configured',
      { scopeRows: [row(DEFAULT_ACCESS_ROLE_ID)], defaultAccess: 'include' },
      'entitled',
    ],
    ['assignment is not asked in mode "all"', { scopeRows: [], mode: 'all' }, 'entitled'],
    ['a person outside every filter is not', { passesFilters: () => false }, 'OutOfScope'],
    ['recycle bin goes before everything else', { user: user({}, 'softDeleted'), scopeRows: [] }, 'SoftDeleted'],
  ])('%s', (_rule, changes, expected) => {
    expect(codeOf(changes)).toBe(expected);
  });

  it('does not evaluate filters of someone who is out already', () => {
    let asked = false;
    decideEntitlement(
      facts({
        scopeRows: [],
        passesFilters: () => {
          asked = true;
          return true;
        },
      }),
    );
    expect(asked).toBe(false);
  });
});
