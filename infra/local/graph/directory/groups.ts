import { badRequest, notFound } from '../graphError.ts';
import { removeAssignmentsOf } from './assignments.ts';
import type { MemberChange } from './changeLog.ts';
import { type DirectoryState, type GroupRecord, removeFrom } from './directoryState.ts';
import { recomputeMembers } from './dynamicGroups.ts';
import { hasHiddenMembership, isMicrosoft365 } from './groupKinds.ts';
import { GROUP_SCHEMA } from './groupSchema.ts';
import { changeMembers, removeFromAllGroups } from './members.ts';
import { isDynamic, parseMembershipRule } from './membershipRule.ts';
import { mergeProperties } from './mergeProperties.ts';
import { OrderedSet } from './orderedSet.ts';
import { checkProperties, requireProperties } from './propertySchema.ts';

type Properties = Readonly<Record<string, unknown>>;
type Origin = 'request' | 'trusted';

function requireGroup(state: DirectoryState, id: string): GroupRecord {
  const group = state.groups.get(id.toLowerCase());
  if (!group || group.deletedDateTime !== null) throw notFound(id);
  return group;
}

function requireValidRule(properties: Properties): void {
  if (isDynamic({ properties })) parseMembershipRule(String(properties.membershipRule ?? ''));
}

/** `user` or `group` for what may be a member, `undefined` for what is not there (the recycle bin counts as there). */
function memberType(state: DirectoryState, id: string): 'user' | 'group' | undefined {
  if (state.users.get(id)) return 'user';
  return state.groups.get(id) ? 'group' : undefined;
}

function isPresent(state: DirectoryState, id: string): boolean {
  return (state.users.get(id) ?? state.groups.get(id))?.deletedDateTime === null;
}

/** @throws GraphError 400 for missing, unknown or ill-typed values */
export function createGroup(state: DirectoryState, input: Properties, origin: Origin, id = state.newId()): GroupRecord {
  const checked = checkProperties(GROUP_SCHEMA, input, origin);
  const defaults = { mailEnabled: false, securityEnabled: true, mailNickname: '-' };
  requireProperties(GROUP_SCHEMA, origin === 'request' ? input : { ...defaults, ...input });
  if (origin === 'trusted') Object.assign(checked, { ...defaults, ...checked });
  const properties = { createdDateTime: state.timestamp(), groupTypes: [], ...checked };
  requireValidRule(properties);
  if (origin === 'request' && hasHiddenMembership({ properties }) && !isMicrosoft365({ properties })) {
    throw badRequest('Hidden membership is for Microsoft 365 groups.');
  }
  const group: GroupRecord = { id, properties, members: new OrderedSet(), deletedDateTime: null };
  state.putGroup(id, group);
  state.record({ kind: 'group', id, type: 'created', properties: Object.keys(properties) });
  recomputeMembers(state, id);
  return group;
}

/** @throws GraphError 404 for an unknown group, 400 for values that can't be stored */
export function patchGroup(state: DirectoryState, id: string, patch: Properties, origin: Origin): GroupRecord {
  const group = requireGroup(state, id);
  const checked = checkProperties(GROUP_SCHEMA, patch, origin);
  const { properties, changed } = mergeProperties(GROUP_SCHEMA, group.properties, checked);
  if (changed.length === 0) return group;
  if (origin === 'request' && hasHiddenMembership({ properties }) !== hasHiddenMembership(group)) {
    throw badRequest('Hidden membership is set when a group is created, and for good.');
  }
  requireValidRule(properties);
  const patched = { ...group, properties };
  state.putGroup(group.id, patched);
  state.record({ kind: 'group', id: group.id, type: 'updated', properties: changed });
  recomputeMembers(state, group.id);
  return patched;
}

/** Moves a group to the recycle bin, where security groups show `securityEnabled: false`; or removes a security group for good. */
export function deleteGroup(state: DirectoryState, id: string): void {
  const group = requireGroup(state, id);
  state.dynamicGroupIds.delete(group.id);
  if (!isMicrosoft365(group) && !state.binSecurityGroups()) {
    removeGroup(state, group);
    return;
  }
  state.putGroup(group.id, { ...group, deletedDateTime: state.timestamp() });
  state.record({ kind: 'group', id: group.id, type: 'softDeleted', properties: ['deletedDateTime'] });
}

export function restoreGroup(state: DirectoryState, id: string): GroupRecord {
  const group = state.groups.get(id);
  if (!group || group.deletedDateTime === null) throw notFound(id);
  const restored = { ...group, deletedDateTime: null };
  state.putGroup(id, restored);
  state.record({ kind: 'group', id, type: 'restored', properties: Object.keys(group.properties) });
  recomputeMembers(state, id);
  return restored;
}

export function purgeGroup(state: DirectoryState, id: string): void {
  const group = state.groups.get(id);
  if (!group || group.deletedDateTime === null) throw notFound(id);
  removeGroup(state, group);
}

function removeGroup(state: DirectoryState, { id, members }: GroupRecord): void {
  for (const memberId of members) removeFrom(state.groupIdsByMember, memberId, id);
  state.putGroup(id, undefined);
  state.record({ kind: 'group', id, type: 'purged', properties: [] });
  removeFromAllGroups(state, id, 'group');
  removeAssignmentsOf(state, id);
}

function requireOwnMembers(group: GroupRecord): void {
  if (isDynamic(group)) throw badRequest('The members of a group with dynamic membership follow from its rule.');
}

/**
 * Adds members.
 * @throws GraphError 404 when a member or the group is not there, 400 when one is a member already
 */
export function addMembers(state: DirectoryState, id: string, memberIds: readonly string[]): void {
  const group = requireGroup(state, id);
  requireOwnMembers(group);
  const changes = memberIds.map((given): MemberChange => {
    const memberId = given.toLowerCase();
    const type = isPresent(state, memberId) ? memberType(state, memberId) : undefined;
    if (!type) throw notFound(given);
    if (type === 'group' && isMicrosoft365(group)) throw badRequest('A Microsoft 365 group cannot contain groups.');
    if (!group.members.has(memberId)) return { id: memberId, type, removed: false };
    throw badRequest(
      "One or more added object references already exist for the following modified properties: 'members'.",
    );
  });
  changeMembers(state, group.id, changes);
}

/** @throws GraphError 404 when it is no member */
export function removeMembers(state: DirectoryState, id: string, memberIds: readonly string[]): void {
  const group = requireGroup(state, id);
  requireOwnMembers(group);
  const changes = memberIds.map((given): MemberChange => {
    const memberId = given.toLowerCase();
    const type = memberType(state, memberId);
    if (!type || !group.members.has(memberId)) throw notFound(given);
    return { id: memberId, type, removed: true };
  });
  changeMembers(state, group.id, changes);
}
