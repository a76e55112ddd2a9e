import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type MembershipFacts,
  membersToLookUp,
  NO_MEMBERS,
  planGroupName,
  planMembership,
} from '../../../shared/plan/planGroup.ts';

const set = (...ids: readonly string[]) => new Set(ids);
/** Accounts by Entra id; the Slack id is the same in capitals. `-` in front: not usable. */
const accounts = (...ids: readonly string[]) =>
  new Map(
    ids.map((id) => {
      const name = id.replace('-', '');
      return [name, { slackId: name.toUpperCase(), isUsable: !id.startsWith('-') }];
    }),
  );

const facts = (given: Partial<MembershipFacts>): MembershipFacts => ({
  wanted: set(),
  known: NO_MEMBERS,
  lookedUp: set(...(given.accounts?.keys() ?? []), ...(given.wanted ?? [])),
  accounts: new Map(),
  returned: set(),
  drift: 'repair',
  ...given,
});

describe('members of a group', () => {
  it('with an account are added, those without are awaited', () => {
    const plan = planMembership(facts({ wanted: set('a', 'b', 'c'), accounts: accounts('a', '-b') }));
    expect(plan.add).toEqual([{ id: 'a', slackId: 'A' }]);
    expect(plan.after).toEqual({ written: ['a'], awaited: ['b', 'c'], refused: [] });
  });

  it('who left are removed while their account is active; Slack has dropped the others itself', () => {
    const known = { ...NO_MEMBERS, written: ['a', 'b', 'c'] };
    const plan = planMembership(facts({ known, accounts: accounts('a', '-b'), lookedUp: set('a', 'b', 'c') }));
    expect(plan.remove).toEqual([{ id: 'a', slackId: 'A' }]);
    expect(plan.after).toEqual(NO_MEMBERS);
  });

  it('whom nobody looked up stay what they are', () => {
    const known = { written: ['a'], awaited: ['b'], refused: ['c'] };
    const plan = planMembership(facts({ wanted: set('a', 'b', 'c'), known, lookedUp: set() }));
    expect(plan).toMatchObject({ add: [], remove: [], after: known });
  });

  it('who have returned are added again, whatever is known', () => {
    const known = { ...NO_MEMBERS, written: ['a', 'b'] };
    const given = { wanted: set('a', 'b'), known, accounts: accounts('a'), lookedUp: set('a'), returned: set('a') };
    expect(planMembership(facts(given)).add).toEqual([{ id: 'a', slackId: 'A' }]);
  });

  it('whom Slack shows beside them are removed, or only reported', () => {
    const given = { wanted: set('a'), accounts: accounts('a'), current: set('A', 'X') };
    expect(planMembership(facts(given)).remove).toEqual([{ id: null, slackId: 'X' }]);
    const reported = planMembership(facts({ ...given, drift: 'report' }));
    expect(reported).toMatchObject({ remove: [], reported: { added: ['X'], removed: [] } });
  });

  it('whom someone has removed in Slack are added again, or only reported where they were ours', () => {
    const given = { wanted: set('a', 'b'), accounts: accounts('a', 'b'), current: set() };
    const known = { ...NO_MEMBERS, written: ['a'] };
    expect(planMembership(facts({ ...given, known })).add.map(({ id }) => id)).toEqual(['a', 'b']);
    const reported = planMembership(facts({ ...given, known, drift: 'report' }));
    expect(reported.add.map(({ id }) => id)).toEqual(['b']);
    expect(reported.reported.removed).toEqual(['A']);
  });

  it('who are deactivated and still shown by Slack are left to Slack', () => {
    const plan = planMembership(facts({ wanted: set('a'), accounts: accounts('-a'), current: set('A') }));
    expect(plan).toMatchObject({ add: [], remove: [] });
  });
});

describe('whose accounts are looked up', () => {
  const known = { written: ['a'], awaited: ['b'], refused: ['c'] };
  const wanted = set('a', 'b', 'c', 'd');
  const look = { wanted, known, returned: set(), isFresh: false, isWoken: false };

  it('is nobody but those who are new, and those who left', () => {
    expect(membersToLookUp(look)).toEqual(set('d'));
    expect(membersToLookUp({ ...look, wanted: set('b') })).toEqual(set('a'));
  });

  it('is also who is awaited once somebody has got an account, and who has returned', () => {
    expect(membersToLookUp({ ...look, isWoken: true })).toEqual(set('b', 'd'));
    expect(membersToLookUp({ ...look, returned: set('a') })).toEqual(set('a', 'd'));
  });

  it('is everybody when Slack was read', () => {
    expect(membersToLookUp({ ...look, isFresh: true })).toEqual(wanted);
  });
});

it('a plan carried out leaves nothing to plan, in fact and in memory', () => {
  const ids = fc.subarray(['a', 'b', 'c', 'd', 'e']);
  fc.assert(
    fc.property(ids, ids, ids, ids, fc.boolean(), (wanted, usable, written, current, isFresh) => {
      const shown = isFresh ? current : written;
      const all = accounts(...['a', 'b', 'c', 'd', 'e'].map((id) => (usable.includes(id) ? id : `-${id}`)));
      const slack = set(...shown.filter((id) => usable.includes(id)).map((id) => id.toUpperCase()));
      const given = { wanted: set(...wanted), known: { ...NO_MEMBERS, written }, accounts: all };
      const lookedUp = set('a', 'b', 'c', 'd', 'e');
      const plan = planMembership(facts({ ...given, lookedUp, ...(isFresh ? { current: slack } : {}) }));
      for (const { slackId } of plan.add) slack.add(slackId);
      for (const { slackId } of plan.remove) slack.delete(slackId);
      const expected = wanted.filter((id) => usable.includes(id)).map((id) => id.toUpperCase());
      expect([...slack].sort()).toEqual(expected.sort());
      const again = planMembership(facts({ ...given, known: plan.after, lookedUp, current: slack }));
      expect(again).toMatchObject({ add: [], remove: [], after: plan.after });
    }),
  );
});

describe('the name of a group', () => {
  const name = { desired: 'New', current: 'Old', written: 'Old', isUpdated: true, drift: 'repair' as const };

  it('is written when it differs, unless the mapping is for creation only', () => {
    expect(planGroupName(name)).toBe('New');
    expect(planGroupName({ ...name, current: 'New' })).toBeUndefined();
    expect(planGroupName({ ...name, isUpdated: false })).toBeUndefined();
  });

  it('that someone has changed in Slack is put right, or left where drift is only reported', () => {
    const renamed = { ...name, desired: 'Old', current: 'Other' };
    expect(planGroupName(renamed)).toBe('Old');
    expect(planGroupName({ ...renamed, drift: 'report' })).toBeUndefined();
    expect(planGroupName({ ...name, drift: 'report' })).toBe('New');
  });
});
