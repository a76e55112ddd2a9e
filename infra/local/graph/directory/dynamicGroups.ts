import type { MemberChange } from './changeLog.ts';
import type { DirectoryState, UserRecord } from './directoryState.ts';
import { changeMembers } from './members.ts';
import { isDynamic, parseMembershipRule } from './membershipRule.ts';

type Test = (user: UserRecord) => boolean;

/** The rule of a group, `undefined` when it has none, is paused, or in the recycle bin. */
function ruleOf(state: DirectoryState, groupId: string): Test | undefined {
  const group = state.groups.get(groupId);
  if (!group || group.deletedDateTime !== null || !isDynamic(group)) return undefined;
  if (group.properties.membershipRuleProcessingState === 'Paused') return undefined;
  const test = parseMembershipRule(String(group.properties.membershipRule ?? ''));
  return (user) => test(user.properties);
}

/** Adds a changed user to, or removes it from, the groups with a rule. The real directory takes minutes, this one does it at once. */
export function applyDynamicRules(state: DirectoryState, userId: string): void {
  const user = state.users.get(userId);
  if (!user || user.deletedDateTime !== null) return;
  for (const groupId of state.dynamicGroupIds) {
    const test = ruleOf(state, groupId);
    if (!test) continue;
    const isMember = state.groups.get(groupId)?.members.has(userId) ?? false;
    const belongs = test(user);
    if (isMember !== belongs) changeMembers(state, groupId, [{ id: userId, type: 'user', removed: isMember }]);
  }
}

/** Works out all members of a group anew, after its rule changed. */
export function recomputeMembers(state: DirectoryState, groupId: string): void {
  const test = ruleOf(state, groupId);
  const group = state.groups.get(groupId);
  if (!test || !group) {
    state.dynamicGroupIds.delete(groupId);
    return;
  }
  state.dynamicGroupIds.add(groupId);
  const changes: MemberChange[] = [];
  for (const user of state.users.values()) {
    if (user.deletedDateTime !== null) continue;
    const isMember = group.members.has(user.id);
    if (test(user) !== isMember) changes.push({ id: user.id, type: 'user', removed: isMember });
  }
  changeMembers(state, groupId, changes);
}
