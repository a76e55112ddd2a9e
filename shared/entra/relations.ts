import { isProvisioningError } from '../errors/provisioningError.ts';
import type { ObjectKind } from '../model/change.ts';
import type { GraphClient } from './graphClient.ts';
import { withQuery } from './graphPath.ts';
import { toGuid } from './guid.ts';
import { listPages } from './listPages.ts';
import { isType } from './sourceUser.ts';

/** Ids of the groups that an object is in (`memberOf`, `transitiveMemberOf`); none when the object is gone. */
export async function listParentGroupIds(
  client: GraphClient,
  { kind, id }: { readonly kind: ObjectKind; readonly id: string },
  transitive: boolean,
): Promise<readonly string[]> {
  const relation = transitive ? 'transitiveMemberOf' : 'memberOf';
  return relatedIds(client, `/${kind}s/${encodeURIComponent(id)}/${relation}`, 'group');
}

/** Ids of the users whose manager somebody is; none when they are gone. */
export async function listReportIds(client: GraphClient, userId: string): Promise<readonly string[]> {
  return relatedIds(client, `/users/${encodeURIComponent(userId)}/directReports`, 'user');
}

async function relatedIds(client: GraphClient, path: string, type: ObjectKind): Promise<readonly string[]> {
  const ids: string[] = [];
  try {
    for await (const rows of listPages(client, withQuery(path, { $select: 'id', $top: '999' }))) {
      ids.push(...rows.filter((row) => isType(row, type)).flatMap(({ id }) => toGuid(id) ?? []));
    }
  } catch (error) {
    if (isProvisioningError(error, 'gone')) return [];
    throw error;
  }
  return ids;
}
