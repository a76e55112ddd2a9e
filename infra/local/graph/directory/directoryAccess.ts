import { assign, assignmentsOf, unassign } from './assignments.ts';
import type { AssignmentRecord, DirectoryState, GroupRecord, UserRecord } from './directoryState.ts';
import { addMembers, createGroup, deleteGroup, patchGroup, purgeGroup, removeMembers, restoreGroup } from './groups.ts';
import { toPhoto } from './photos.ts';
import type { SeedAssignment } from './tenantSeed.ts';
import { createUser, deleteUser, findUser, patchUser, purgeUser, restoreUser, setManager, setPhoto } from './users.ts';

type Properties = Readonly<Record<string, unknown>>;

/** A user with its Graph properties. */
export interface PlainUser {
  readonly id: string;
  readonly managerId: string | null;
  readonly [property: string]: unknown;
}

/**
 * The directory without HTTP, for tests and scripts: same rules, same history and notifications, but read-only properties
 * (`proxyAddresses`, `onPremisesSyncEnabled`, …) can be set too. Users are named by object id or user principal name.
 * Everything throws GraphError as the HTTP calls would.
 */
export interface DirectoryAccess {
  /** The present user as it truly is, whatever lag readers see. */
  user(idOrName: string): UserRecord | undefined;
  group(id: string): GroupRecord | undefined;
  /** All present users, as plain objects: id, manager and whatever properties were ever set. */
  users(): PlainUser[];
  /** Ids of all present users. */
  userIds(): string[];
  /** Needs `userPrincipalName` and `displayName`; `id` may be given. */
  addUser(properties: Properties): UserRecord;
  patchUser(idOrName: string, patch: Properties): UserRecord;
  /** To the recycle bin. */
  deleteUser(idOrName: string): void;
  restoreUser(id: string): UserRecord;
  /** For good; moves it to the recycle bin first if it isn't there. */
  purgeUser(idOrName: string): void;
  setManager(idOrName: string, managerId: string | null): void;
  /** null removes it. */
  setPhoto(idOrName: string, photo: { readonly contentType: string; readonly bytes: Uint8Array } | null): void;
  /** Needs `displayName`; `id` may be given. */
  addGroup(properties: Properties, memberIds?: readonly string[]): GroupRecord;
  patchGroup(id: string, patch: Properties): GroupRecord;
  deleteGroup(id: string): void;
  restoreGroup(id: string): GroupRecord;
  purgeGroup(id: string): void;
  addMembers(groupId: string, memberIds: readonly string[]): void;
  removeMembers(groupId: string, memberIds: readonly string[]): void;
  assign(assignment: SeedAssignment): AssignmentRecord;
  unassign(assignmentId: string): void;
  assignmentsOf(principalId: string): AssignmentRecord[];
}

export function createDirectoryAccess(state: DirectoryState): DirectoryAccess {
  const givenId = (properties: Properties): string =>
    typeof properties.id === 'string' ? properties.id : state.newId();
  return {
    user: (idOrName) => findUser(state, idOrName),
    group: (id) => state.groups.get(id),
    users: () =>
      [...state.users.values()]
        .filter((user) => user.deletedDateTime === null)
        .map(({ id, managerId, properties }) => ({ ...properties, id, managerId })),
    userIds: () => [...state.users.values()].filter((user) => user.deletedDateTime === null).map((user) => user.id),
    addUser: (properties) => createUser(state, properties, 'trusted', givenId(properties)),
    patchUser: (idOrName, patch) => patchUser(state, idOrName, patch, 'trusted'),
    deleteUser: (idOrName) => deleteUser(state, idOrName),
    restoreUser: (id) => restoreUser(state, id),
    purgeUser: (idOrName) => {
      const present = findUser(state, idOrName);
      if (present) deleteUser(state, present.id);
      purgeUser(state, present?.id ?? idOrName);
    },
    setManager: (idOrName, managerId) => setManager(state, idOrName, managerId),
    setPhoto: (idOrName, photo) => setPhoto(state, idOrName, photo && toPhoto(photo.contentType, photo.bytes)),
    addGroup: (properties, memberIds = []) => {
      const group = createGroup(state, properties, 'trusted', givenId(properties));
      if (memberIds.length > 0) addMembers(state, group.id, memberIds);
      return state.groups.get(group.id) ?? group;
    },
    patchGroup: (id, patch) => patchGroup(state, id, patch, 'trusted'),
    deleteGroup: (id) => deleteGroup(state, id),
    restoreGroup: (id) => restoreGroup(state, id),
    purgeGroup: (id) => {
      const isPresent = state.groups.get(id)?.deletedDateTime === null;
      if (isPresent) deleteGroup(state, id);
      if (!isPresent || state.groups.get(id)) purgeGroup(state, id);
    },
    addMembers: (groupId, memberIds) => addMembers(state, groupId, memberIds),
    removeMembers: (groupId, memberIds) => removeMembers(state, groupId, memberIds),
    assign: (assignment) => assign(state, assignment),
    unassign: (id) => unassign(state, id),
    assignmentsOf: (principalId) => assignmentsOf(state, principalId),
  };
}
