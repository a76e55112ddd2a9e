import { createHash } from 'node:crypto';
import { isProvisioningError, ProvisioningError } from '../errors/provisioningError.ts';
import { type Change, messageIdOf } from '../model/change.ts';
import { type AppRole, type Assignment, DEFAULT_ACCESS_ROLE_ID, type ScopeRow } from '../model/source.ts';
import type { EngineDependencies } from './dependencies.ts';

/** How changed objects become known: enqueued with this source in their message id, or not at all (a full cycle looks at everybody anyway). */
export type Announcement = { readonly runId: string } | 'none';

/**
 * Brings the rows of one principal up to what Entra says. Rows first, then the queue, then the ledger: a crash in between
 * leaves a difference that the next comparison finds and announces again.
 * @returns how many objects gained, changed or lost the row
 */
export async function syncPrincipal(
  principal: string,
  wanted: ReadonlyMap<string, ScopeRow>,
  announcement: Announcement,
  { scope, queue }: EngineDependencies,
): Promise<number> {
  const known = new Map<string, ScopeRow>();
  for await (const rows of scope.ledger(principal)) for (const row of rows) known.set(row.sourceId, row);
  const put = [...wanted.values()].filter((row) => !sameRoles(row, known.get(row.sourceId)));
  const removed = [...known.values()].filter((row) => !wanted.has(row.sourceId));
  if (put.length + removed.length === 0) return 0;
  await scope.put(put);
  await scope.remove(removed);
  if (announcement !== 'none') {
    const messages = [...put, ...removed].map(({ kind, sourceId }) => {
      const change: Change = { v: 1, kind, id: sourceId, cause: 'assignment', attempt: 0 };
      return { change, messageId: messageIdOf(change, announcement.runId) };
    });
    await queue.send(messages);
  }
  await scope.acknowledge(put, removed);
  return put.length + removed.length;
}

function sameRoles(row: ScopeRow, known: ScopeRow | undefined): boolean {
  return known !== undefined && JSON.stringify(row.roles) === JSON.stringify(known.roles);
}

/** Brings the rows of a group's members up to date; without roles (not assigned any more) they all go. */
export async function syncGroupMembers(
  groupId: string,
  roles: readonly AppRole[] | undefined,
  announcement: Announcement,
  dependencies: EngineDependencies,
): Promise<number> {
  const wanted = new Map<string, ScopeRow>();
  if (roles) {
    for (const sourceId of await memberIds(groupId, dependencies)) {
      wanted.set(sourceId, { kind: 'user', sourceId, principalId: groupId, roles });
    }
  }
  return syncPrincipal(groupId, wanted, announcement, dependencies);
}

/** A group that was deleted has no members. */
async function memberIds(groupId: string, { source, configuration }: EngineDependencies): Promise<readonly string[]> {
  const ids: string[] = [];
  const transitive = configuration.scope.nestedGroups === 'expand';
  try {
    for await (const page of source.listGroupUserIds(groupId, { transitive })) ids.push(...page);
  } catch (error) {
    if (isProvisioningError(error, 'gone')) return [];
    throw error;
  }
  return ids;
}

/**
 * Compares the application's assignments with the `scope` table. People assigned themselves are compared at once; an
 * assigned group is a message of its own, or expanded on the spot when nothing is announced.
 */
export async function syncAssignments(announcement: Announcement, dependencies: EngineDependencies): Promise<void> {
  const { source, job, clock, configuration } = dependencies;
  if (configuration.scope.mode === 'all') return;
  const assignments: Assignment[] = [];
  for await (const page of source.listAssignments()) assignments.push(...page);
  if (assignments.length === 0) await refuseSuddenEmptiness(dependencies);
  const hash = digest([configuration.scope, ...assignments.map((row) => Object.values(row).join('|')).sort()]);
  const stored = await job.read('assignments');
  if (announcement !== 'none' && stored?.value.hash === hash) return;

  const roleById = new Map((await source.listAppRoles()).map((role) => [role.id, role]));
  const users = rowsOf('user', assignments, roleById);
  const groups = rowsOf('group', assignments, roleById);
  await syncPrincipal('direct-user', users, announcement, dependencies);
  if (announcement === 'none') await expandGroups(groups, dependencies);
  await syncPrincipal('direct-group', groups, announcement, dependencies);
  // A sweep may have compared an older listing at the same time, so after a cycle the next one compares again.
  if (announcement === 'none') await job.remove('assignments');
  else await job.write('assignments', { hash, readAt: clock.now().toISOString() });
}

/**
 * An application to which nobody is assigned any more, though many people came in through it, is taken for a fault in the
 * reading: believing it would disable them all.
 * @throws ProvisioningError `retry` with code `EmptyAssignments`
 */
async function refuseSuddenEmptiness({ scope, configuration }: EngineDependencies): Promise<void> {
  const { maxDeletions } = configuration;
  let people = 0;
  for await (const rows of scope.list('user')) {
    people += rows.length;
    if (people > maxDeletions) break;
  }
  if (people <= maxDeletions) return;
  throw new ProvisioningError(
    'retry',
    'EmptyAssignments',
    `Graph lists no assignments at all although more than ${maxDeletions} people are in scope; nothing is concluded from that. If they are all to leave, raise safety.maxDeletions.count.`,
  );
}

/** Expands every assigned group, and empties those that were assigned before. */
async function expandGroups(groups: ReadonlyMap<string, ScopeRow>, dependencies: EngineDependencies): Promise<void> {
  for (const [groupId, row] of groups) await syncGroupMembers(groupId, row.roles, 'none', dependencies);
  for await (const rows of dependencies.scope.ledger('direct-group')) {
    for (const { sourceId } of rows) {
      if (!groups.has(sourceId)) await syncGroupMembers(sourceId, undefined, 'none', dependencies);
    }
  }
}

function rowsOf(
  kind: 'user' | 'group',
  assignments: readonly Assignment[],
  roleById: ReadonlyMap<string, AppRole>,
): ReadonlyMap<string, ScopeRow> {
  const rows = new Map<string, ScopeRow>();
  const wanted = assignments.filter(({ principalType }) => principalType.toLowerCase() === kind);
  for (const { principalId, appRoleId } of wanted) {
    const role = roleById.get(appRoleId) ?? unknownRole(appRoleId);
    const roles = [...(rows.get(principalId)?.roles ?? []), role].sort((a, b) => (a.id < b.id ? -1 : 1));
    rows.set(principalId, { kind, sourceId: principalId, principalId, roles });
  }
  return rows;
}

/** Default Access is no role of the application, and an assignment may outlive the role it names. */
function unknownRole(id: string): AppRole {
  return { id, value: null, displayName: id === DEFAULT_ACCESS_ROLE_ID ? 'Default Access' : 'removed role' };
}

function digest(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
