import { isProvisioningError, ProvisioningError } from '../errors/provisioningError.ts';
import type { AppRole, Assignment, SourceUser } from '../model/source.ts';
import type { Source } from '../ports/source.ts';
import { deltaSelect, latestDelta, readDelta } from './delta.ts';
import type { GraphClient } from './graphClient.ts';
import { withQuery } from './graphPath.ts';
import { toGuid } from './guid.ts';
import { type GraphRow, isRow, listPages } from './listPages.ts';
import { toSourceUser, USER_PROPERTIES } from './sourceUser.ts';

export interface SourceOptions {
  /** Object id of the enterprise application whose assignments are the scope; needed by `listAssignments` and `listAppRoles` only. */
  readonly servicePrincipalId?: string | undefined;
}

/**
 * Plain `$expand=manager` is the form that needs no advanced query, works for one user and for the listing, and so is
 * answered by the directory itself and not by its lagging index (user-list-manager).
 */
const USER_QUERY = { $select: USER_PROPERTIES.join(','), $expand: 'manager' };

/** Entra through Microsoft Graph; see the port for what each method answers and throws. */
export function createSource(client: GraphClient, options: SourceOptions = {}): Source {
  const servicePrincipal = () => servicePrincipalPath(options.servicePrincipalId);
  return {
    readUser: (id) => readUser(client, id),
    listUsers: () => listUsers(client),
    latestDelta: (kind) => latestDelta(client, kind),
    deltaSelect,
    readDelta: (_kind, link) => readDelta(client, link),
    listAssignments: () => listAssignments(client, servicePrincipal),
    listAppRoles: () => listAppRoles(client, servicePrincipal),
    listGroupUserIds: (groupId, { transitive }) => listGroupUserIds(client, groupId, transitive),
  };
}

async function unlessGone<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isProvisioningError(error, 'gone')) return undefined;
    throw error;
  }
}

/** By object id; a user principal name works too, but finds nobody in the recycle bin. */
async function readUser(client: GraphClient, id: string): Promise<SourceUser | undefined> {
  const path = `/users/${encodeURIComponent(id)}`;
  const present = await unlessGone(async () => toSourceUser(await client.get(withQuery(path, USER_QUERY)), 'present'));
  if (present || toGuid(id) === undefined) return present;
  return unlessGone(() => readDeletedUser(client, id));
}

/** The recycle bin holds groups and applications too, under one key. */
async function readDeletedUser(client: GraphClient, id: string): Promise<SourceUser | undefined> {
  const deleted = await client.get(`/directory/deletedItems/${encodeURIComponent(id)}`);
  return isRow(deleted) && !isType(deleted, 'user') ? undefined : toSourceUser(deleted, 'softDeleted');
}

async function* listUsers(client: GraphClient): AsyncGenerator<readonly SourceUser[]> {
  for await (const rows of listPages(client, withQuery('/users', { ...USER_QUERY, $top: '999' }))) {
    yield rows.map((row) => toSourceUser(row, 'present'));
  }
}

/** The listing's `@odata.type` names the kind of object; a lone object of a fixed type may come without it. */
function isType(row: GraphRow, type: 'user' | 'group'): boolean {
  const actual = row['@odata.type'];
  return actual === undefined || String(actual).toLowerCase() === `#microsoft.graph.${type}`;
}

function servicePrincipalPath(id: string | undefined): string {
  if (id !== undefined) return `/servicePrincipals/${encodeURIComponent(id)}`;
  const message = 'SLACK_APP_SERVICE_PRINCIPAL_ID is not set, so there are no assignments to read.';
  throw new ProvisioningError('invalid', 'ServicePrincipalNotSet', message);
}

/** An unknown enterprise application is a wrong setting, not an object that has left. */
function explainUnknownApplication(error: unknown): unknown {
  if (!isProvisioningError(error, 'gone')) return error;
  const message =
    'Entra has no enterprise application with the id in SLACK_APP_SERVICE_PRINCIPAL_ID. It must be the object id of the enterprise application, not its application (client) id.';
  return new ProvisioningError('invalid', 'ServicePrincipalNotFound', message, { cause: error });
}

function toAssignment(row: GraphRow): Assignment | undefined {
  const { principalType } = row;
  if (principalType !== 'User' && principalType !== 'Group') return undefined;
  const principalId = toGuid(row.principalId);
  const appRoleId = toGuid(row.appRoleId);
  if (principalId !== undefined && appRoleId !== undefined) return { principalId, principalType, appRoleId };
  throw new ProvisioningError('retry', 'MalformedListing', 'Graph sent an assignment without its ids.');
}

/** `$top=999` is undocumented here, yet other values were seen to leave rows out (microsoft-graph-docs#12243). */
async function* listAssignments(client: GraphClient, path: () => string): AsyncGenerator<readonly Assignment[]> {
  try {
    for await (const rows of listPages(client, withQuery(`${path()}/appRoleAssignedTo`, { $top: '999' }))) {
      yield rows.map(toAssignment).filter((assignment) => assignment !== undefined);
    }
  } catch (error) {
    throw explainUnknownApplication(error);
  }
}

async function listAppRoles(client: GraphClient, path: () => string): Promise<readonly AppRole[]> {
  try {
    const answer = await client.get(withQuery(path(), { $select: 'id,appRoles' }));
    const roles = isRow(answer) && Array.isArray(answer.appRoles) ? answer.appRoles.filter(isRow) : [];
    return roles.flatMap(({ id, value, displayName }) => {
      const roleId = toGuid(id);
      if (roleId === undefined) return [];
      return [{ id: roleId, value: typeof value === 'string' ? value : null, displayName: String(displayName ?? '') }];
    });
  } catch (error) {
    throw explainUnknownApplication(error);
  }
}

/**
 * The cast `/members/microsoft.graph.user` needs an advanced query, which is served from an index that lags, so all members
 * are listed and the users picked out by `@odata.type`, which comes even for members that the app may not read.
 */
async function* listGroupUserIds(
  client: GraphClient,
  groupId: string,
  transitive: boolean,
): AsyncGenerator<readonly string[]> {
  const relation = transitive ? 'transitiveMembers' : 'members';
  const path = withQuery(`/groups/${encodeURIComponent(groupId)}/${relation}`, { $select: 'id', $top: '999' });
  for await (const rows of listPages(client, path)) {
    yield rows.filter((row) => isMemberUser(row)).map((row) => String(row.id).toLowerCase());
  }
}

function isMemberUser(row: GraphRow): boolean {
  if (typeof row['@odata.type'] === 'string' && toGuid(row.id) !== undefined) return isType(row, 'user');
  throw new ProvisioningError('retry', 'MalformedListing', 'Graph sent a group member without its type or id.');
}
