import type { Router } from '../../http/router.ts';
import type { LocalRequest, LocalResponse } from '../../http/server.ts';
import { assign, unassign } from '../directory/assignments.ts';
import type { AssignmentRecord, DirectoryState } from '../directory/directoryState.ts';
import type { Schema } from '../directory/propertySchema.ts';
import type { SeedServicePrincipal } from '../directory/tenantSeed.ts';
import { badRequest, notFound } from '../graphError.ts';
import { listPage } from '../query/listPage.ts';
import { parseQuery } from '../query/queryOptions.ts';
import { noContent, readJson, type Services } from '../services.ts';
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
const PRINCIPAL_SCHEMA: Schema = {
  name: 'ServicePrincipal',
  odataType: 'microsoft.graph.servicePrincipal',
  properties: new Map(
    ['id', 'appId', 'appDisplayName', 'displayName', 'appRoles', 'accountEnabled', 'servicePrincipalType', 'tags'].map(
      (name) => [name, { type: 'Any' }],
    ),
  ),
  defaults: ['id', 'appId', 'appDisplayName', 'displayName', 'appRoles', 'accountEnabled', 'servicePrincipalType'],
  required: [],
};

function showAssignment(state: DirectoryState, row: AssignmentRecord): Record<string, unknown> {
  const principal = state.users.get(row.principalId) ?? state.groups.get(row.principalId);
  return {
    id: row.id,
    deletedDateTime: null,
    appRoleId: row.appRoleId,
    createdDateTime: row.createdDateTime,
    principalDisplayName: principal?.properties.displayName ?? null,
    principalId: row.principalId,
    principalType: row.principalType,
    resourceDisplayName: state.servicePrincipals.get(row.resourceId)?.displayName ?? null,
    resourceId: row.resourceId,
  };
}

function pick(row: Readonly<Record<string, unknown>>, select: readonly string[] | undefined): Record<string, unknown> {
  return select ? Object.fromEntries(select.map((name) => [name, row[name] ?? null])) : { ...row };
}

export function addAppRoleAssignmentRoutes(router: Router, { directory }: Services): void {
  /** By object id, or `appId=…` as `normalizePath` writes the alternate key. */
  const readPrincipal = (request: LocalRequest): SeedServicePrincipal => {
    const key = request.params.id ?? '';
    const found = key.startsWith('appId=')
      ? [...directory.servicePrincipals.values()].find(({ appId }) => appId === key.slice(6).toLowerCase())
      : directory.servicePrincipals.get(key.toLowerCase());
    if (!found) throw notFound(key.replace(/^appId=/, ''));
    return found;
  };
  const showPrincipal = (principal: SeedServicePrincipal): Record<string, unknown> => ({
    ...principal,
    appDisplayName: principal.displayName,
    accountEnabled: true,
    servicePrincipalType: 'Application',
    tags: ['WindowsAzureActiveDirectoryIntegratedApp'],
    appRoles: principal.appRoles.map((role) => ({
      allowedMemberTypes: ['User'],
      description: role.description,
      displayName: role.displayName,
      id: role.id,
      isEnabled: true,
      origin: 'Application',
      value: role.value,
    })),
  });

  /** Assignments of principals in the recycle bin are hidden until they return. */
  const isShown = (row: AssignmentRecord): boolean =>
    (row.principalType === 'User'
      ? directory.presentUser(row.principalId)
      : directory.presentGroup(row.principalId)) !== undefined;
  const list = (
    request: LocalRequest,
    context: string,
    rows: (start: number) => Iterable<readonly [number, AssignmentRecord]>,
  ): LocalResponse => {
    const allowed = ['select', 'top', 'skiptoken', 'filter', 'count'];
    const options = parseQuery(request.url, { schema: ASSIGNMENT_SCHEMA, allowed, headers: request.headers });
    const body = listPage<AssignmentRecord>(request.url, options, {
      scan: function* (start) {
        for (const pair of rows(start)) if (isShown(pair[1])) yield pair;
      },
      read: (row) => (path) => showAssignment(directory, row)[path],
      show: (row) => pick(showAssignment(directory, row), options.select),
      context,
    });
    return { status: 200, body };
  };
  const create = (request: LocalRequest, own: Readonly<Record<string, string>>): LocalResponse => {
    const { principalId, resourceId, appRoleId } = { ...readJson(request), ...own } as Record<string, unknown>;
    if (typeof principalId !== 'string' || typeof resourceId !== 'string' || typeof appRoleId !== 'string') {
      throw badRequest('An app role assignment needs principalId, resourceId and appRoleId.');
    }
    const row = assign(directory, { principalId, resourceId, appRoleId });
    const context = `${request.url.origin}/v1.0/$metadata#appRoleAssignments/$entity`;
    return { status: 201, body: { '@odata.context': context, ...showAssignment(directory, row) } };
  };
  const remove = (request: LocalRequest, belongs: (row: AssignmentRecord) => boolean): LocalResponse => {
    const id = request.params.assignment ?? '';
    const row = directory.assignments.get(id);
    if (!row || !belongs(row)) throw notFound(id);
    unassign(directory, id);
    return noContent;
  };

  router.on('GET', '/v1.0/servicePrincipals', (request) => {
    const allowed = ['select', 'top', 'skiptoken', 'filter', 'count'];
    const options = parseQuery(request.url, { schema: PRINCIPAL_SCHEMA, allowed, headers: request.headers });
    const all = [...directory.servicePrincipals.values()];
    const body = listPage<SeedServicePrincipal>(request.url, options, {
      scan: (start) => all.map((one, position) => [position, one] as const).slice(start),
      read: (one) => (path) => showPrincipal(one)[path],
      show: (one) => pick(showPrincipal(one), options.select),
      context: 'servicePrincipals',
    });
    return { status: 200, body };
  });
  router.on('GET', '/v1.0/servicePrincipals/:id', (request) => {
    const rules = { schema: PRINCIPAL_SCHEMA, allowed: ['select'], headers: request.headers };
    const { select } = parseQuery(request.url, rules);
    const context = `${request.url.origin}/v1.0/$metadata#servicePrincipals/$entity`;
    return { status: 200, body: { '@odata.context': context, ...pick(showPrincipal(readPrincipal(request)), select) } };
  });

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

  for (const kind of ['users', 'groups'] as const) {
    const path = `/v1.0/${kind}/:id/appRoleAssignments`;
    const principalId = (request: LocalRequest): string => {
      const given = request.params.id ?? '';
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
