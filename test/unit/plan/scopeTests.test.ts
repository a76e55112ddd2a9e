import { describe, expect, it } from 'vitest';
import { DEFAULT_ACCESS_ROLE_ID, type SourceUser } from '../../../shared/model/source.ts';
import { decideEntitlement, type EntitlementFacts } from '../../../shared/plan/decideEntitlement.ts';
import { scopeTestsOf } from '../../../shared/plan/scopeTests.ts';

const USER: SourceUser = { id: 'u', state: 'present', properties: { accountEnabled: true }, managerId: null };
const rowsWith = (roleId: string) => [
  { kind: 'user' as const, sourceId: 'u', principalId: 'u', roles: [{ id: roleId, value: null, displayName: 'User' }] },
];

function resultsOf(changes: Partial<EntitlementFacts>): readonly (boolean | null)[] {
  const facts: EntitlementFacts = {
    ...{ user: USER, mode: 'assigned', defaultAccess: 'exclude', scopeRows: rowsWith('role') },
    ...{ passesFilters: () => true, ...changes },
  };
  return scopeTestsOf(facts, decideEntitlement(facts)).map(({ passed }) => passed);
}

describe('the tests of the scoping step: present, enabled, assigned, role, filters', () => {
  it.each<[string, Partial<EntitlementFacts>, readonly (boolean | null)[]]>([
    ['all hold for who is entitled', {}, [true, true, true, true, true]],
    ['nothing more is asked about who is gone', { user: undefined }, [false, null, null, null, null]],
    ['nor in the recycle bin', { user: { ...USER, state: 'softDeleted' } }, [false, null, null, null, null]],
    [
      'nor about a disabled account',
      { user: { ...USER, properties: { accountEnabled: false } } },
      [true, false, null, null, null],
    ],
    ['who is not assigned has no role to look at', { scopeRows: [] }, [true, true, false, null, null]],
    ['Default Access does not count', { scopeRows: rowsWith(DEFAULT_ACCESS_ROLE_ID) }, [true, true, true, false, null]],
    ['filters come last', { passesFilters: () => false }, [true, true, true, true, false]],
    ['assignments are not asked about where everybody is in scope', { mode: 'all' }, [true, true, true]],
  ])('%s', (_rule, changes, results) => {
    expect(resultsOf(changes)).toEqual(results);
  });
});
