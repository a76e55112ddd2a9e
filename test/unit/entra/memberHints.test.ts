import { describe, expect, it } from 'vitest';
import { ChangedGroups, MOST_MEMBERS, readMemberHint } from '../../../shared/entra/memberHints.ts';

const guid = (n: number) => `0aaaaaaa-0000-4000-8000-${String(n).padStart(12, '0')}`;
const group = guid(0);
const members = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => ({ '@odata.type': '#microsoft.graph.user', id: guid(from + index) }));

describe('member hints', () => {
  it('reads removals in the form of notifications and in that of delta answers', () => {
    const hint = readMemberHint([
      { id: guid(1), '@removed': 'deleted' },
      { id: guid(2), '@removed': { reason: 'deleted' } },
      { id: guid(3).toUpperCase() },
      { id: 'x' },
      null,
    ]);
    expect(hint).toEqual({ added: [guid(3)], removed: [guid(1), guid(2)] });
  });

  it('keeps a member that came and went in both lists', () => {
    const hint = readMemberHint([{ id: guid(1) }, { id: guid(1), '@removed': 'deleted' }, { id: guid(1) }]);
    expect(hint).toEqual({ added: [guid(1)], removed: [guid(1)] });
  });

  it('has no hint for a group with more changes than a message carries, however they are split', () => {
    const groups = new ChangedGroups();
    groups.add({ id: group, 'members@delta': members(1, 601) });
    groups.add({ id: group, 'members@delta': members(601, 1 + MOST_MEMBERS) });
    expect(groups.hints().get(group)?.added).toHaveLength(MOST_MEMBERS);
    groups.add({ id: group, 'members@delta': members(5_000, 5_001) });
    groups.add({ id: group, 'members@delta': members(5_001, 7_001) });
    expect(groups.ids()).toEqual([group]);
    expect(groups.hints().has(group)).toBe(false);
  });

  it('has no hint for a deleted group, though it was changed before', () => {
    const groups = new ChangedGroups();
    groups.add({ id: group, 'members@delta': members(1, 2) });
    groups.add({ id: group, '@removed': { reason: 'deleted' } });
    expect(groups.ids()).toEqual([group]);
    expect(groups.hints().size).toBe(0);
  });
});
