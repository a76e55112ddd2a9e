import { badRequest, notFound } from '../graphError.ts';
import { appRolesOf } from './applicationRecords.ts';
import { type AssignmentRecord, addTo, type DirectoryState, removeFrom } from './directoryState.ts';
import type { SeedAssignment } from './tenantSeed.ts';

/** The role id of a principal assigned without a role of its own. */
export const DEFAULT_ACCESS = '00000000-0000-0000-0000-000000000000';

/** Graph's assignment ids are 32 bytes in base64url, the first 16 of which are the principal. */
function assignmentId(principalId: string, unique: string): string {
  return Buffer.from((principalId + unique).replaceAll('-', ''), 'hex').toString('base64url');
}

/**
 * Assigns a user or a group to an enterprise application, or grants a service principal a permission on another.
 * @throws GraphError 404 for an unknown principal or application, 400 for an unknown role or one assigned already
 */
export function assign(state: DirectoryState, seed: SeedAssignment): AssignmentRecord {
  const { resourceId, appRoleId } = seed;
  const principalId = seed.principalId.toLowerCase();
  const principalType = typeOf(state, principalId);
  if (!principalType) throw notFound(seed.principalId);
  const resource = state.servicePrincipals.read(resourceId, state.now());
  if (!resource) throw notFound(resourceId);
  const member = principalType === 'ServicePrincipal' ? 'Application' : 'User';
  const role = appRolesOf(resource).find(({ id }) => id === appRoleId);
  if (appRoleId !== DEFAULT_ACCESS && !role?.allowedMemberTypes.includes(member)) {
    throw badRequest('Permission being assigned was not found on application');
  }
  const isTaken = assignmentsOf(state, principalId).some(
    (other) => other.resourceId === resourceId && other.appRoleId === appRoleId,
  );
  if (isTaken) throw badRequest('Permission being assigned already exists on the object');
  const assignment: AssignmentRecord = {
    id: seed.id ?? assignmentId(principalId, state.newId()),
    principalId,
    principalType,
    resourceId,
    appRoleId,
    createdDateTime: seed.createdDateTime ?? state.timestamp(),
  };
  state.putAssignment(assignment.id, assignment);
  addTo(state.assignmentIdsByPrincipal, principalId, assignment.id);
  state.onChange();
  return assignment;
}

function typeOf(state: DirectoryState, principalId: string): AssignmentRecord['principalType'] | undefined {
  if (state.users.get(principalId)) return 'User';
  if (state.groups.get(principalId)) return 'Group';
  return state.servicePrincipals.read(principalId, state.now()) ? 'ServicePrincipal' : undefined;
}

/** Removes one assignment. Graph sends no notification for assignments. */
export function unassign(state: DirectoryState, id: string): void {
  const assignment = state.assignments.get(id);
  if (!assignment) throw notFound(id);
  state.putAssignment(id, undefined);
  removeFrom(state.assignmentIdsByPrincipal, assignment.principalId, id);
  state.onChange();
}

/** The assignments of a user, a group or a service principal to all applications, as they truly are. */
export function assignmentsOf(state: DirectoryState, principalId: string): AssignmentRecord[] {
  const ids = [...(state.assignmentIdsByPrincipal.get(principalId) ?? [])];
  return ids.flatMap((id) => state.assignments.get(id) ?? []);
}

/** What follows from purging a user or a group. */
export function removeAssignmentsOf(state: DirectoryState, principalId: string): void {
  for (const assignment of assignmentsOf(state, principalId)) unassign(state, assignment.id);
}
