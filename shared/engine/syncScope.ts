import { type Change, messageIdOf } from '../model/change.ts';
import type { AppRole, ScopeRow } from '../model/source.ts';
import { isEffectivelyAssigned } from '../plan/decideEntitlement.ts';
import type { EngineDependencies } from './dependencies.ts';
import { guardScopeLosses } from './guardScopeLosses.ts';
import { isHidden, listMemberIds, type MemberIds } from './listMemberIds.ts';

/**
 * How changed objects become known: enqueued with this source in their message id, or not at all (a full cycle looks at
 * everybody anyway, and counts its removals itself).
 */
export type Announcement = { readonly runId: string } | 'none';

/** Where the rows of a principal differ from what Entra says. */
export interface ScopeDifference {
  readonly put: readonly ScopeRow[];
  readonly removed: readonly ScopeRow[];
  /** Rows of both lists that gave access and are not to any more. */
  readonly losses: readonly ScopeRow[];
}

/** Compares the announced rows of one principal with what Entra says. */
export async function comparePrincipal(
  principal: string,
  wanted: ReadonlyMap<string, ScopeRow>,
  { scope, configuration }: EngineDependencies,
): Promise<ScopeDifference> {
  const known = new Map<string, ScopeRow>();
  for await (const rows of scope.ledger(principal)) for (const row of rows) known.set(row.sourceId, row);
  const givesAccess = (row: ScopeRow) => isEffectivelyAssigned([row], configuration.scope.defaultAccess);
  const removed = [...known.values()].filter((row) => !wanted.has(row.sourceId));
  const put = [...wanted.values()].filter((row) => !sameRoles(row, known.get(row.sourceId)));
  const demoted = put.filter((row) => !givesAccess(row)).flatMap(({ sourceId }) => known.get(sourceId) ?? []);
  return { put, removed, losses: [...removed, ...demoted].filter(givesAccess) };
}

/** The same without anything that could cost somebody their account. */
export function withoutLosses({ put, losses }: ScopeDifference): ScopeDifference {
  const losing = new Set(losses.map(({ sourceId }) => sourceId));
  return { put: put.filter(({ sourceId }) => !losing.has(sourceId)), removed: [], losses: [] };
}

/**
 * Brings the rows of one principal up to date. Rows first, then the queue, then the ledger: a crash in between leaves a
 * difference that the next comparison finds and announces again.
 * @returns how many objects gained, changed or lost the row
 */
export async function applyDifference(
  { put, removed }: Pick<ScopeDifference, 'put' | 'removed'>,
  announcement: Announcement,
  { scope, queue }: EngineDependencies,
): Promise<number> {
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

/**
 * Compares the rows of a group's members with who is in it; without roles (not assigned any more) they all go. Where the app may
 * not see who is in the group, nothing differs.
 * @param known the members, when they were read already
 */
export async function compareGroupMembers(
  groupId: string,
  roles: readonly AppRole[] | undefined,
  dependencies: EngineDependencies,
  known?: MemberIds,
): Promise<ScopeDifference> {
  const members = roles ? (known ?? (await listMemberIds(groupId, dependencies))) : new Set<string>();
  if (isHidden(members)) return { put: [], removed: [], losses: [] };
  const rowOf = (sourceId: string): ScopeRow => ({ kind: 'user', sourceId, principalId: groupId, roles: roles ?? [] });
  const wanted = new Map([...members].map((id) => [id, rowOf(id)]));
  return comparePrincipal(groupId, wanted, dependencies);
}

/**
 * Brings the rows of a group's members up to date and announces them, unless too many would lose their access.
 * @param known the members, when they were read already
 */
export async function syncGroupMembers(
  groupId: string,
  roles: readonly AppRole[] | undefined,
  run: { readonly runId: string },
  dependencies: EngineDependencies,
  known?: MemberIds,
): Promise<number> {
  const difference = await compareGroupMembers(groupId, roles, dependencies, known);
  await guardScopeLosses(difference.losses, { ...run, isDoubtful: false }, dependencies);
  return applyDifference(difference, run, dependencies);
}
