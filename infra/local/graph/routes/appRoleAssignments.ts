import type { Router } from '../../http/router.ts';
import type { LocalRequest, LocalResponse } from '../../http/server.ts';
import { assign, unassign } from '../directory/assignments.ts';
import { requireRole } from '../directory/callerRoles.ts';
import type { AssignmentRecord, DirectoryState } from '../directory/directoryState.ts';
import { MICROSOFT_GRAPH_APP_ID } from '../directory/microsoftGraph.ts';
import type { Schema } from '../directory/propertySchema.ts';
import { badRequest, notFound } from '../graphError.ts';
import { listRecords, type RecordView } from '../query/recordAnswers.ts';
import { noContent, readJson, type Services } from '../services.ts';
import { readServicePrincipal } from './servicePrincipals.ts';
import { readUser } from './users.ts';

const PROPERTIES = [
  'id',
  'deletedDateTime',
  'appRoleId',
  'createdDateTime',
  'principalDisplayName',
  'principalId',
  'principalType',
  'resourceDisplayName',
  'resourceId',
] as const;
const ASSIGNMENT_SCHEMA: Schema = {
  name: 'AppRoleAssignment',
  odataType: 'microsoft.graph.appRoleAssignment',
  properties: new Map(PROPERTIES.map((name) => [name, { type: 'String' }])),
  defaults: PROPERTIES,
  required: [],
};

function showAssignment(state: DirectoryState, row: AssignmentRecord): Record<string, unknown> {
  const { principalId, resourceId } = row;
  const principal =
    state.users.get(principalId) ?? state.groups.get(principalId) ?? state.servicePrincipals.get(principalId);
  return {
    id: row.id,
    deletedDateTime: null,
    appRoleId: row.appRoleId,
    createdDateTime: row.createdDateTime,
    principalDisplayName: principal?.properties.displayName ?? null,
    principalId,
    principalType: row.principalType,
    resourceDisplayName: state.servicePrincipals.get(resourceId)?.properties.displayName ?? null,
    resourceId,
  };
}

/** Assignments of principals in the recycle bin are hidden until they return. */
function isShown(state: DirectoryState, { principalType, principalId }: AssignmentRecord): boolean {
  if (principalType === 'User') return state.presentUser(principalId) !== undefined;
  if (principalType === 'Group') return state.presentGroup(principalId) !== undefined;
  return state.servicePrincipals.get(principalId) !== undefined;
}

/** Who has which role of which application, seen from both ends. */
export function addAppRoleAssignmentRoutes(router: Router, { directory, faults }: Services): void {
  const readPrincipal = (request: LocalRequest) => readServicePrincipal(directory, request);
  const view = (context: string): RecordView<AssignmentRecord> => ({
    schema: ASSIGNMENT_SCHEMA,
    context,
    show: (row) => showAssignment(directory, row),
  });
  const list = (
    request: LocalRequest,
    context: string,
    rows: (start: number) => Iterable<readonly [number, AssignmentRecord]>,
  ): LocalResponse =>
    listRecords(request, view(context), function* (start) {
      for (const pair of rows(start)) if (isShown(directory, pair[1])) yield pair;
    });
  const requireGrantRole = (resourceId: string): void => {
    const isGraph = directory.servicePrincipals.get(resourceId)?.properties.appId === MICROSOFT_GRAPH_APP_ID;
    requireRole(faults, isGraph ? 'grantGraphPermissions' : 'manageApplications');
  };
  const create = (request: LocalRequest, own: Readonly<Record<string, string>>): LocalResponse => {
    const { principalId, resourceId, appRoleId } = { ...readJson(request), ...own } as Record<string, unknown>;
    if (typeof principalId !== 'string' || typeof resourceId !== 'string' || typeof appRoleId !== 'string') {
      throw badRequest('An app role assignment needs principalId, resourceId and appRoleId.');
    }
    requireGrantRole(resourceId);
    const row = assign(directory, { principalId, resourceId, appRoleId });
    const context = `${request.url.origin}/v1.0/$metadata#appRoleAssignments/$entity`;
    return { status: 201, body: { '@odata.context': context, ...showAssignment(directory, row) } };
  };
  const remove = (request: LocalRequest, belongs: (row: AssignmentRecord) => boolean): LocalResponse => {
    const id = request.params.assignment ?? '';
    const row = directory.assignments.get(id);
    if (!row || !belongs(row)) throw notFound(id);
    requireGrantRole(row.resourceId);
    unassign(directory, id);
    return noContent;
  };

  const assigned = '/v1.0/servicePrincipals/:id/appRoleAssignedTo';
  router.on('GET', assigned, (request) => {
    const { id } = readPrincipal(request);
    return list(request, `servicePrincipals('${id}')/appRoleAssignedTo`, function* (start) {
      for (const pair of directory.assignments.scan(start, directory.now())) {
        if (pair[1].resourceId === id) yield pair;
      }
    });
  });
  router.on('POST', assigned, (request) => create(request, { resourceId: readPrincipal(request).id }));
  router.on('DELETE', `${assigned}/:assignment`, (request) => {
    const { id } = readPrincipal(request);
    return remove(request, (row) => row.resourceId === id);
  });

  for (const kind of ['users', 'groups', 'servicePrincipals'] as const) {
    const path = `/v1.0/${kind}/:id/appRoleAssignments`;
    const principalId = (request: LocalRequest): string => {
      const given = request.params.id ?? '';
      if (kind === 'servicePrincipals') return readPrincipal(request).id;
      const id = kind === 'users' ? readUser(directory, given).id : directory.presentGroup(given.toLowerCase())?.id;
      if (id === undefined) throw notFound(given);
      return id;
    };
    router.on('GET', path, (request) => {
      const id = principalId(request);
      const ids = [...(directory.assignmentIdsByPrincipal.get(id) ?? [])];
      const rows = ids.flatMap((one) => directory.assignments.read(one, directory.now()) ?? []);
      const context = `appRoleAssignments`;
      return list(request, context, (start) => rows.map((row, position) => [position, row] as const).slice(start));
    });
    router.on('POST', path, (request) => create(request, { principalId: principalId(request) }));
    router.on('DELETE', `${path}/:assignment`, (request) => {
      const id = principalId(request);
      return remove(request, (row) => row.principalId === id);
    });
  }
}
