import { isProvisioningError, ProvisioningError } from '../errors/provisioningError.ts';
import type { AppRole, Assignment } from '../model/source.ts';
import type { GraphClient } from './graphClient.ts';
import { withQuery } from './graphPath.ts';
import { toGuid } from './guid.ts';
import { type GraphRow, isRow, listPages } from './listPages.ts';

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

/**
 * All assignments of the enterprise application to users and groups.
 * `$top=999` is undocumented here, yet other values were seen to leave rows out (microsoft-graph-docs#12243).
 */
export async function* listAssignments(
  client: GraphClient,
  servicePrincipalId: string | undefined,
): AsyncGenerator<readonly Assignment[]> {
  try {
    for await (const rows of listPages(
      client,
      withQuery(`${servicePrincipalPath(servicePrincipalId)}/appRoleAssignedTo`, { $top: '999' }),
    )) {
      yield rows.map(toAssignment).filter((assignment) => assignment !== undefined);
    }
  } catch (error) {
    throw explainUnknownApplication(error);
  }
}

/** The app roles that the enterprise application defines. */
export async function listAppRoles(
  client: GraphClient,
  servicePrincipalId: string | undefined,
): Promise<readonly AppRole[]> {
  try {
    const answer = await client.get(withQuery(servicePrincipalPath(servicePrincipalId), { $select: 'id,appRoles' }));
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
