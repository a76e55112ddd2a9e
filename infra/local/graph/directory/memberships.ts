import type { DirectoryState, GroupRecord } from './directoryState.ts';

/** Whether the caller may see who is in the group. */
export type SeesMembers = (group: GroupRecord) => boolean;

/** Everyone in a group and in the groups within, each once, however the groups contain each other. */
export function transitiveMemberIds(state: DirectoryState, group: GroupRecord, sees: SeesMembers): string[] {
  const seen = new Set<string>([group.id]);
  const found: string[] = [];
  const open = [group];
  for (let next = open.pop(); next; next = open.pop()) {
    if (!sees(next)) continue;
    for (const id of next.members) {
      if (seen.has(id)) continue;
      seen.add(id);
      found.push(id);
      const nested = state.presentGroup(id);
      if (nested) open.push(nested);
    }
  }
  return found;
}

/** Ids of the groups that an object is in itself, as far as the caller may see it. */
export function groupIdsOf(state: DirectoryState, id: string, sees: SeesMembers): string[] {
  return [...(state.groupIdsByMember.get(id) ?? [])].filter((groupId) => {
    const group = state.presentGroup(groupId);
    return group?.members.has(id) && sees(group);
  });
}

/** Ids of the groups that an object is in, through other groups too. */
export function transitiveGroupIdsOf(state: DirectoryState, id: string, sees: SeesMembers): string[] {
  const seen = new Set<string>([id]);
  const found: string[] = [];
  const open = [id];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const groupId of groupIdsOf(state, next, sees)) {
      if (seen.has(groupId)) continue;
      seen.add(groupId);
      found.push(groupId);
      open.push(groupId);
    }
  }
  return found;
}
