import type { Change } from '../model/change.ts';
import { toGuid } from './guid.ts';
import { type GraphRow, isRow } from './listPages.ts';
import { isType } from './sourceUser.ts';

/** Users and groups that came into or went out of a group. An id in both lists came and went; only a look tells where it ended. */
export type MemberHint = NonNullable<Change['members']>;

/** Members beyond this are not carried along: a queue message holds 256 KB, and the group is read anyway. */
export const MOST_MEMBERS = 1_000;

/** What one `members@delta` list says. In notifications `@removed` is the string "deleted", in delta answers an object; either means removed. */
export function readMemberHint(members: readonly unknown[]): MemberHint {
  const added = new Set<string>();
  const removed = new Set<string>();
  for (const member of members) {
    if (!isRow(member) || !(isType(member, 'user') || isType(member, 'group'))) continue;
    const id = toGuid(member.id);
    if (id !== undefined) (member['@removed'] ? removed : added).add(id);
  }
  return { added: [...added], removed: [...removed] };
}

/** Several hints about one group as one. */
export function joinMemberHints(hints: readonly MemberHint[]): MemberHint {
  const union = (side: keyof MemberHint) => [...new Set(hints.flatMap((hint) => hint[side]))];
  return { added: union('added'), removed: union('removed') };
}

/**
 * The changed groups of one delta round. Graph spreads the members of a group over several rows, anywhere in the round, so a
 * hint is whole only when all of them were seen.
 */
export class ChangedGroups {
  readonly #members = new Map<string, unknown[]>();
  readonly #removed = new Set<string>();

  add(row: GraphRow): void {
    const id = toGuid(row.id);
    if (id === undefined) return;
    if (row['@removed']) this.#removed.add(id);
    const seen = this.#members.get(id) ?? [];
    const slice: unknown = row['members@delta'];
    // One more than is carried along shows that there were too many.
    if (Array.isArray(slice)) seen.push(...slice.slice(0, MOST_MEMBERS + 1 - seen.length));
    this.#members.set(id, seen);
  }

  ids(): string[] {
    return [...this.#members.keys()];
  }

  /** By group id; empty lists when no member changed, no entry when too many did or the group was deleted. */
  hints(): ReadonlyMap<string, MemberHint> {
    const known = [...this.#members].filter(([id, { length }]) => length <= MOST_MEMBERS && !this.#removed.has(id));
    return new Map(known.map(([id, members]) => [id, readMemberHint(members)]));
  }
}
