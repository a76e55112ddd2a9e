import type { MemberChange } from './changeLog.ts';
import { addTo, type DirectoryState, removeFrom } from './directoryState.ts';
import { OrderedSet } from './orderedSet.ts';

/** A request adds at most 20 members, so one change never tells of more. */
const MEMBERS_PER_CHANGE = 20;

/** Adds and removes members without asking whether that is allowed, in changes of at most 20. */
export function changeMembers(state: DirectoryState, id: string, changes: readonly MemberChange[]): void {
  for (let start = 0; start < changes.length; start += MEMBERS_PER_CHANGE) {
    const members = changes.slice(start, start + MEMBERS_PER_CHANGE);
    const group = state.groups.get(id);
    if (!group) return;
    // A replica that lags must keep the old set, so it is copied only then.
    const set = state.memberLag() > 0 ? OrderedSet.copyOf(group.members) : group.members;
    for (const member of members) {
      if (member.removed) {
        set.delete(member.id);
        removeFrom(state.groupIdsByMember, member.id, id);
      } else {
        set.add(member.id);
        addTo(state.groupIdsByMember, member.id, id);
      }
    }
    state.putMembers(id, { ...group, members: set });
    state.record({ kind: 'group', id, type: 'updated', properties: ['members'], members });
  }
}

/** What follows from purging a user or a group. */
export function removeFromAllGroups(state: DirectoryState, id: string, type: 'user' | 'group'): void {
  for (const groupId of [...(state.groupIdsByMember.get(id) ?? [])]) {
    changeMembers(state, groupId, [{ id, type, removed: true }]);
  }
}
