import { createHash } from 'node:crypto';
import { ProvisioningError } from '../errors/provisioningError.ts';
import type { JobDocuments } from '../model/job.ts';
import { type AppRole, type Assignment, DEFAULT_ACCESS_ROLE_ID, type ScopeRow } from '../model/source.ts';
import { judgeListing, type ListingVerdict } from '../plan/judgeListing.ts';
import { readDeletionLimit } from './deletionBudget.ts';
import type { EngineDependencies } from './dependencies.ts';
import { guardScopeLosses } from './guardScopeLosses.ts';
import { GROUPS_AT_ONCE } from './listMemberIds.ts';
import {
  type Announcement,
  applyDifference,
  compareGroupMembers,
  comparePrincipal,
  type ScopeDifference,
  syncGroupMembers,
  withoutLosses,
} from './syncScope.ts';

/** Rows that are gathered before they are written: about forty in each of the 256 partitions. */
const ROWS_AT_ONCE = 10_000;

export interface AssignmentSync {
  /** `doubted`: the list was suddenly so small that nobody was removed because of it. */
  readonly verdict: ListingVerdict['type'];
  /** For a person to read; null when all is well. */
  readonly notice: string | null;
  /** To be written down once everything that follows from the list is enqueued; absent when nothing was compared. */
  readonly memory?: JobDocuments['assignments'];
}

interface Differences {
  readonly users: ScopeDifference;
  readonly groups: ScopeDifference;
  /** Assigned groups by id. */
  readonly assigned: ReadonlyMap<string, ScopeRow>;
}

/**
 * Compares the application's assignments with the `scope` table. People assigned themselves are compared at once; an
 * assigned group is a message of its own, or expanded on the spot when nothing is announced.
 */
export async function syncAssignments(
  announcement: Announcement,
  dependencies: EngineDependencies,
): Promise<AssignmentSync> {
  const { source, job, clock, configuration } = dependencies;
  if (configuration.scope.mode === 'all') return { verdict: 'plausible', notice: null };
  const assignments: Assignment[] = [];
  for await (const page of source.listAssignments()) assignments.push(...page);
  const size = assignments.length;
  const hash = digest([configuration.scope, ...assignments.map((row) => Object.values(row).join('|')).sort()]);
  const stored = (await job.read('assignments'))?.value;
  if (announcement !== 'none' && stored?.hash === hash && !stored.doubt) return { verdict: 'plausible', notice: null };

  const verdict = await judge(size, stored, dependencies);
  const found = await compare(assignments, dependencies);
  const isDoubted = verdict.type === 'doubted';
  const differences = isDoubted ? gainsOf(found) : found;
  if (announcement === 'none') await applySilently(differences, dependencies);
  else await announce(differences, { ...announcement, isDoubtful: verdict.type === 'believed' }, dependencies);

  // A sweep may have compared an older listing at the same time, so after a cycle the next one compares again.
  const compared = announcement === 'none' || isDoubted ? '' : hash;
  const memory = isDoubted ? { ...sizeIn(stored), doubt: verdict.doubt } : { size };
  return {
    verdict: verdict.type,
    notice: isDoubted ? noticeOf(size, stored) : null,
    memory: { hash: compared, readAt: clock.now().toISOString(), ...memory },
  };
}

/** The same for the sweep, which fails where nothing was concluded. @throws ProvisioningError `retry`, `ShrunkAssignments` */
export async function announceAssignments(runId: string, dependencies: EngineDependencies): Promise<void> {
  const { notice, memory } = await syncAssignments({ runId }, dependencies);
  if (memory) await dependencies.job.write('assignments', memory);
  if (notice !== null) throw new ProvisioningError('retry', 'ShrunkAssignments', notice);
}

async function judge(
  size: number,
  stored: JobDocuments['assignments'] | undefined,
  dependencies: EngineDependencies,
): Promise<ListingVerdict> {
  const isSmaller = size === 0 || (stored?.size !== undefined && size < stored.size);
  const tolerance = isSmaller ? await readDeletionLimit(dependencies) : 0;
  const isSuddenlyEmpty = size === 0 && (await hasMorePeopleThan(tolerance, dependencies));
  return judgeListing({ size, memory: stored ?? {}, tolerance, isSuddenlyEmpty, now: dependencies.clock.now() });
}

/** Whether more people are in scope; a single assigned group may stand for thousands. */
async function hasMorePeopleThan(limit: number, { scope }: EngineDependencies): Promise<boolean> {
  let people = 0;
  for await (const rows of scope.list('user')) {
    people += rows.length;
    if (people > limit) return true;
  }
  return false;
}

function sizeIn(stored: JobDocuments['assignments'] | undefined): { readonly size?: number } {
  return stored?.size === undefined ? {} : { size: stored.size };
}

function noticeOf(size: number, stored: JobDocuments['assignments'] | undefined): string {
  const [now, before] = [size === 0 ? 'no assignments at all' : `${size} assignments`, stored?.size];
  const comparison = before === undefined ? 'although many people are in scope' : `where there were ${before}`;
  return `Graph lists ${now} ${comparison}; nobody is disabled because of that. If it stays like this for half an hour, the deletions that follow are staged for approval.`;
}

async function compare(assignments: readonly Assignment[], dependencies: EngineDependencies): Promise<Differences> {
  const roleById = new Map((await dependencies.source.listAppRoles()).map((role) => [role.id, role]));
  const assigned = rowsOf('group', assignments, roleById);
  const users = await comparePrincipal('direct-user', rowsOf('user', assignments, roleById), dependencies);
  const groups = await comparePrincipal('direct-group', assigned, dependencies);
  return { users, groups, assigned };
}

/** What is new, without anything that could cost somebody their account. */
function gainsOf({ users, groups, assigned }: Differences): Differences {
  const losing = new Set(groups.losses.map(({ sourceId }) => sourceId));
  return {
    users: withoutLosses(users),
    groups: withoutLosses(groups),
    assigned: new Map([...assigned].filter(([groupId]) => !losing.has(groupId))),
  };
}

/**
 * Additions first and new groups on the spot, so that somebody who comes in through another assignment now never counts as
 * a leaver. Then the losses of the whole run are counted, those of groups that are not assigned any more included.
 */
async function announce(
  { users, groups }: Differences,
  run: { readonly runId: string; readonly isDoubtful: boolean },
  dependencies: EngineDependencies,
): Promise<void> {
  const losing = new Set(groups.losses.map(({ sourceId }) => sourceId));
  const gains = { put: groups.put.filter(({ sourceId }) => !losing.has(sourceId)), removed: [] };
  await applyDifference(gains, run, dependencies);
  for (const { sourceId, roles } of gains.put) await syncGroupMembers(sourceId, roles, run, dependencies);

  const losses = [...users.losses];
  for (const groupId of losing) {
    for await (const rows of dependencies.scope.ledger(groupId)) losses.push(...rows);
  }
  await guardScopeLosses(losses, run, dependencies);
  await applyDifference(users, run, dependencies);
  const rest = { put: groups.put.filter(({ sourceId }) => losing.has(sourceId)), removed: groups.removed };
  await applyDifference(rest, run, dependencies);
}

/**
 * Expands every assigned group, and empties those that were assigned before. The cycle that follows counts the losses. Rows of
 * many groups are written together: those of one are spread over all partitions, a transaction each.
 */
async function applySilently(
  { users, groups, assigned }: Differences,
  dependencies: EngineDependencies,
): Promise<void> {
  await applyDifference(users, 'none', dependencies);
  const rolesByGroup: [string, ScopeRow['roles'] | undefined][] = [
    ...[...assigned].map(([id, { roles }]): [string, ScopeRow['roles']] => [id, roles]),
    ...groups.removed.map(({ sourceId }): [string, undefined] => [sourceId, undefined]),
  ];
  let found: Pick<ScopeDifference, 'put' | 'removed'> = { put: [], removed: [] };
  for (let start = 0; start < rolesByGroup.length; start += GROUPS_AT_ONCE) {
    const portion = rolesByGroup.slice(start, start + GROUPS_AT_ONCE);
    const differences = await Promise.all(portion.map(([id, roles]) => compareGroupMembers(id, roles, dependencies)));
    found = {
      put: [...found.put, ...differences.flatMap(({ put }) => put)],
      removed: [...found.removed, ...differences.flatMap(({ removed }) => removed)],
    };
    if (found.put.length + found.removed.length < ROWS_AT_ONCE) continue;
    await applyDifference(found, 'none', dependencies);
    found = { put: [], removed: [] };
  }
  await applyDifference(found, 'none', dependencies);
  await applyDifference(groups, 'none', dependencies);
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
