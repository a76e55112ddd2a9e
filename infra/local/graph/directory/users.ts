import { badRequest, notFound } from '../graphError.ts';
import { removeAssignmentsOf } from './assignments.ts';
import { addTo, type DirectoryState, type Photo, removeFrom, type UserRecord } from './directoryState.ts';
import { applyDynamicRules } from './dynamicGroups.ts';
import { removeFromAllGroups } from './members.ts';
import { mergeProperties, withPrimaryAddress } from './mergeProperties.ts';
import { checkProperties, requireProperties } from './propertySchema.ts';
import { USER_SCHEMA } from './userSchema.ts';

type Properties = Readonly<Record<string, unknown>>;
type Origin = 'request' | 'trusted';

/** The present user by object id or user principal name, as it truly is. */
export function findUser(state: DirectoryState, idOrName: string): UserRecord | undefined {
  const id = idOrName.toLowerCase();
  const user = state.users.get(id) ?? state.users.get(state.userIdByName.get(id) ?? '');
  return user && user.deletedDateTime === null ? user : undefined;
}

function requireUser(state: DirectoryState, idOrName: string): UserRecord {
  const user = findUser(state, idOrName);
  if (!user) throw notFound(idOrName);
  return user;
}

function requireFreeName(state: DirectoryState, name: unknown, ownId?: string): void {
  if (typeof name !== 'string' || !/^[^\s@]+@[^\s@]+$/.test(name)) {
    throw badRequest('Property userPrincipalName is invalid.');
  }
  const holder = state.userIdByName.get(name.toLowerCase());
  if (holder === undefined || holder === ownId) return;
  throw badRequest('Another object with the same value for property userPrincipalName already exists.');
}

const nameOf = (user: UserRecord): string => String(user.properties.userPrincipalName).toLowerCase();

/** @throws GraphError 400 for missing, unknown, ill-typed or taken values */
export function createUser(state: DirectoryState, input: Properties, origin: Origin, id = state.newId()): UserRecord {
  const checked = checkProperties(USER_SCHEMA, input, origin);
  requireProperties(USER_SCHEMA, origin === 'request' ? input : { accountEnabled: true, mailNickname: '-', ...input });
  requireFreeName(state, checked.userPrincipalName);
  const properties: Record<string, unknown> = { createdDateTime: state.timestamp(), userType: 'Member', ...checked };
  properties.accountEnabled ??= true;
  properties.mailNickname ??= String(checked.userPrincipalName).split('@')[0];
  if (typeof checked.mail === 'string') {
    properties.proxyAddresses = withPrimaryAddress(checked.proxyAddresses, checked.mail);
  }
  const user: UserRecord = { id, properties, managerId: null, deletedDateTime: null };
  state.putUser(id, user);
  state.userIdByName.set(nameOf(user), id);
  state.record({ kind: 'user', id, type: 'created', properties: Object.keys(properties) });
  applyDynamicRules(state, id);
  return user;
}

/** @throws GraphError 404 for an unknown user, 400 for values that can't be stored */
export function patchUser(state: DirectoryState, idOrName: string, patch: Properties, origin: Origin): UserRecord {
  const user = requireUser(state, idOrName);
  const checked = checkProperties(USER_SCHEMA, patch, origin);
  if ('userPrincipalName' in checked) requireFreeName(state, checked.userPrincipalName, user.id);
  if (typeof checked.mail === 'string') {
    checked.proxyAddresses = withPrimaryAddress(checked.proxyAddresses ?? user.properties.proxyAddresses, checked.mail);
  }
  const { properties, changed } = mergeProperties(USER_SCHEMA, user.properties, checked);
  if (changed.length === 0) return user;
  const patched = { ...user, properties };
  state.putUser(user.id, patched);
  state.userIdByName.delete(nameOf(user));
  state.userIdByName.set(nameOf(patched), user.id);
  state.record({ kind: 'user', id: user.id, type: 'updated', properties: changed });
  applyDynamicRules(state, user.id);
  return patched;
}

/**
 * Name of a user in the recycle bin: the object id without dashes stands before it, which frees the name for someone else.
 */
function binnedName(user: UserRecord): string {
  return `${user.id.replaceAll('-', '')}${String(user.properties.userPrincipalName)}`;
}

/** Moves a user to the recycle bin. Memberships, manager and assignments are kept for its return. */
export function deleteUser(state: DirectoryState, idOrName: string): void {
  const user = requireUser(state, idOrName);
  const properties = { ...user.properties, userPrincipalName: binnedName(user) };
  state.userIdByName.delete(nameOf(user));
  state.putUser(user.id, { ...user, properties, deletedDateTime: state.timestamp() });
  state.record({
    kind: 'user',
    id: user.id,
    type: 'softDeleted',
    properties: ['deletedDateTime', 'userPrincipalName'],
  });
}

/**
 * Brings a user back from the recycle bin.
 * @param newName optional new user principal name, for when the old one was taken meanwhile
 */
export function restoreUser(state: DirectoryState, id: string, newName?: string): UserRecord {
  const user = state.users.get(id);
  if (!user || user.deletedDateTime === null) throw notFound(id);
  const name = newName ?? String(user.properties.userPrincipalName).slice(user.id.replaceAll('-', '').length);
  requireFreeName(state, name);
  const restored = { ...user, properties: { ...user.properties, userPrincipalName: name }, deletedDateTime: null };
  state.putUser(id, restored);
  state.userIdByName.set(name.toLowerCase(), id);
  state.record({ kind: 'user', id, type: 'restored', properties: Object.keys(restored.properties) });
  applyDynamicRules(state, id);
  return restored;
}

/** Deletes a user in the recycle bin for good, with its memberships, assignments and the references to it as a manager. */
export function purgeUser(state: DirectoryState, id: string): void {
  const user = state.users.get(id);
  if (!user || user.deletedDateTime === null) throw notFound(id);
  if (user.managerId !== null) removeFrom(state.reportIdsByManager, user.managerId, id);
  state.putUser(id, undefined);
  state.record({ kind: 'user', id, type: 'purged', properties: [] });
  removeFromAllGroups(state, id, 'user');
  removeAssignmentsOf(state, id);
  for (const reportId of [...(state.reportIdsByManager.get(id) ?? [])]) changeManager(state, reportId, null);
}

function changeManager(state: DirectoryState, id: string, managerId: string | null): void {
  const user = state.users.get(id);
  if (!user || user.managerId === managerId) return;
  state.putUser(id, { ...user, managerId });
  if (user.managerId !== null) removeFrom(state.reportIdsByManager, user.managerId, id);
  if (managerId !== null) addTo(state.reportIdsByManager, managerId, id);
  const manager = { added: managerId, removed: user.managerId };
  state.record({ kind: 'user', id, type: 'updated', properties: ['manager'], manager });
}

/**
 * Sets or (with null) removes the manager.
 * @throws GraphError 404 when either is not there, 400 when someone is to manage themselves
 */
export function setManager(state: DirectoryState, idOrName: string, managerId: string | null): void {
  const user = requireUser(state, idOrName);
  if (managerId === null && user.managerId === null) throw notFound('manager');
  const manager = managerId === null ? undefined : requireUser(state, managerId);
  if (manager?.id === user.id) throw badRequest("Invalid value specified for property 'manager' of resource 'User'.");
  changeManager(state, user.id, manager?.id ?? null);
}

/**
 * Sets or (with null) removes the profile photo. Photos are outside of the directory: neither delta queries nor
 * notifications tell of them (metadata of v1.0: change tracking of `user/photo` is not supported).
 * @throws GraphError 404 for an unknown user
 */
export function setPhoto(state: DirectoryState, idOrName: string, photo: Photo | null): void {
  const { photo: _, ...user } = requireUser(state, idOrName);
  state.putUser(user.id, photo ? { ...user, photo } : user);
  state.onChange();
}
