import fc from 'fast-check';
import { expect, it } from 'vitest';
import { GroupListing, MemberDigest } from '../../../../shared/engine/scan/groupListing.ts';

const digest = (ids: readonly string[]) => {
  const members = new MemberDigest();
  for (const id of ids) members.add(id);
  return members;
};
const slackId = fc.integer({ min: 0, max: 40 }).map((number) => `U0${number.toString(36).toUpperCase()}`);

it('two digests are equal when the members are, in whatever order', () => {
  const ids = fc.uniqueArray(slackId, { maxLength: 20 });
  fc.assert(
    fc.property(ids, ids, (one, other) => {
      expect(digest(one).equals(digest(one.toReversed()))).toBe(true);
      const isSame = one.length === other.length && one.every((id) => other.includes(id));
      expect(digest(one).equals(digest(other))).toBe(isSame);
    }),
  );
});

it('a group is found by its name in any case, and members who do not count are left out', () => {
  const listing = new GroupListing((id) => id !== 'GONE');
  listing.add({ slackId: 'S1', displayName: ' Staff ', memberIds: ['A', 'GONE'] });
  expect(listing.named('STAFF')).toBe('S1');
  expect(listing.named('Crew')).toBeNull();
  expect(listing.get('S1')?.members.equals(digest(['A']))).toBe(true);
});
