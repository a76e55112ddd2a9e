import { isProvisioningError, ProvisioningError } from '../errors/provisioningError.ts';
import type { SourceGroup } from '../model/source.ts';
import type { GraphClient } from './graphClient.ts';
import { withQuery } from './graphPath.ts';
import { toGuid } from './guid.ts';
import { type GraphRow, isRow, listPages } from './listPages.ts';
import { toSourceGroup } from './sourceGroup.ts';
import { isType } from './sourceUser.ts';
import { unlessGone } from './unlessGone.ts';

const groupPath = (id: string): string => `/groups/${encodeURIComponent(id)}`;

/** @param properties to `$select` */
export async function readGroup(
  client: GraphClient,
  id: string,
  properties: readonly string[],
): Promise<SourceGroup | undefined> {
  const path = withQuery(groupPath(id), { $select: properties.join(',') });
  const present = await unlessGone(async () => toSourceGroup(await client.get(path), 'present'));
  return present ?? unlessGone(() => readDeletedGroup(client, id));
}

/** The recycle bin holds users and applications too, under one key. */
async function readDeletedGroup(client: GraphClient, id: string): Promise<SourceGroup | undefined> {
  const deleted = await client.get(`/directory/deletedItems/${encodeURIComponent(id)}`);
  return isRow(deleted) && !isType(deleted, 'group') ? undefined : toSourceGroup(deleted, 'softDeleted');
}

/**
 * All present groups, in pages of 999.
 *
 * @param properties to `$select`
 */
export async function* listGroups(
  client: GraphClient,
  properties: readonly string[],
): AsyncGenerator<readonly SourceGroup[]> {
  const path = withQuery('/groups', { $select: properties.join(','), $top: '999' });
  for await (const rows of listPages(client, path)) {
    yield rows.map((row) => toSourceGroup(row, 'present'));
  }
}

/** Ids of the users in a group, of nested groups too when `transitive`. */
export async function* listGroupUserIds(
  client: GraphClient,
  groupId: string,
  transitive: boolean,
): AsyncGenerator<readonly string[]> {
  const hidden: string[] = [];
  for await (const rows of listMemberRows(client, groupId, transitive ? 'transitiveMembers' : 'members')) {
    if (transitive) hidden.push(...rows.filter(hasHiddenMembership).map((row) => String(row.id)));
    yield rows.filter((row) => isType(row, 'user')).map((row) => String(row.id).toLowerCase());
  }
  for (const nestedId of hidden) await requireVisibleMembers(client, nestedId);
}

/** A nested group whose members are kept from the app leaves them out of the whole listing, without a word. */
async function requireVisibleMembers(client: GraphClient, groupId: string): Promise<void> {
  for await (const rows of listMemberRows(client, groupId, 'members')) if (rows.length > 0) return;
}

/**
 * The cast `/members/microsoft.graph.user` needs an advanced query, which is served from an index that lags, so all members
 * are listed and told apart by `@odata.type`, which comes even for members that the app may not read.
 */
async function* listMemberRows(
  client: GraphClient,
  groupId: string,
  relation: 'members' | 'transitiveMembers',
): AsyncGenerator<readonly GraphRow[]> {
  const $select = relation === 'members' ? 'id' : 'id,visibility';
  const path = withQuery(`${groupPath(groupId)}/${relation}`, { $select, $top: '999' });
  let count = 0;
  try {
    for await (const rows of listPages(client, path)) {
      rows.forEach(requireTyped);
      count += rows.length;
      yield rows;
    }
  } catch (error) {
    if (isProvisioningError(error, 'unauthorized')) await refuseHiddenMembership(client, groupId);
    throw error;
  }
  if (count === 0) await refuseHiddenMembership(client, groupId);
}

function requireTyped(row: GraphRow): void {
  if (typeof row['@odata.type'] === 'string' && toGuid(row.id) !== undefined) return;
  throw new ProvisioningError('retry', 'MalformedListing', 'Graph sent a group member without its type or id.');
}

function hasHiddenMembership(group: GraphRow): boolean {
  return String(group.visibility).toLowerCase() === 'hiddenmembership';
}

/**
 * Without `Member.Read.Hidden` Graph leaves the members of a group with hidden membership out, so that it looks empty
 * (group-list-members; seen in microsoft-graph-docs#12552 and #12285), which would remove everybody in Slack. With the
 * permission an empty one looks the same; it is refused too, as emptying a group is the graver mistake.
 * @throws ProvisioningError `invalid` (`HiddenMembership`): this group cannot be provisioned, everything else can
 */
async function refuseHiddenMembership(client: GraphClient, groupId: string): Promise<void> {
  const group = await client.get(withQuery(groupPath(groupId), { $select: 'id,visibility' }));
  if (!isRow(group) || !hasHiddenMembership(group)) return;
  const message = `Graph shows no members of group ${groupId}, whose membership is hidden, so that it may only look empty. Grant the app the application permission Member.Read.Hidden, or take the group out of scope.`;
  throw new ProvisioningError('invalid', 'HiddenMembership', message);
}
