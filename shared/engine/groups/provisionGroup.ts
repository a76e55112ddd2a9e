import type { StoredAnchor } from '../../model/anchor.ts';
import type { Change } from '../../model/change.ts';
import type { Entitlement } from '../../model/entitlement.ts';
import type { Outcome } from '../../model/outcome.ts';
import type { ScopeRow, SourceGroup } from '../../model/source.ts';
import { decideGroupEntitlement } from '../../plan/decideGroupEntitlement.ts';
import { groupScopeTestsOf } from '../../plan/scopeTests.ts';
import type { EngineDependencies } from '../dependencies.ts';
import { isHidden, listMemberIds, type MemberIds } from '../listMemberIds.ts';
import type { Delivery } from '../provision.ts';
import { syncGroupMembers } from '../syncScope.ts';
import type { Trace } from '../trace.ts';
import { provisionLeavingGroup } from './provisionLeavingGroup.ts';
import { provisionScopedGroup } from './provisionScopedGroup.ts';
import { rouseParents } from './rouseParents.ts';

/** A group and what was found out about it. */
interface Found {
  readonly anchor: StoredAnchor | undefined;
  readonly rows: readonly ScopeRow[];
  readonly group: SourceGroup | undefined;
  readonly entitlement: Entitlement;
  readonly members: MemberIds;
}

/**
 * One group through the one path. Its members are read once, for two purposes: who is in scope through an assigned group, and
 * who is to be in the Slack group. A notification's `members@delta` is only a hint.
 * @returns undefined when the group is none of our business
 */
export async function provisionGroup(
  change: Change,
  delivery: Delivery,
  trace: Trace,
  dependencies: EngineDependencies,
): Promise<Outcome | undefined> {
  const { configuration, anchors, scope } = dependencies;
  const { mode } = configuration.scope;
  const { enabled } = configuration.groups;
  await rouseParents(change, dependencies);
  if (mode === 'all' && !enabled) return undefined;
  const [anchor, rows] = await Promise.all([
    anchors.read('group', change.id),
    mode === 'all' ? [] : scope.rowsOf('group', change.id),
  ]);
  trace.anchor = anchor;
  if (!anchor && rows.length === 0 && mode === 'assigned' && !(await mayHaveLedger(change, dependencies)))
    return undefined;

  const found = await readGroup(change.id, anchor, rows, dependencies);
  trace.displayName = nameOf(found.group);
  if (enabled) importStep(found.group, trace);
  const membersChanged = mode === 'all' ? 0 : await refreshScope(change.id, found, dependencies);
  scopingStep(found, membersChanged, trace, dependencies);
  trace.lookAgain = hintIsMissing(change, found.members);
  if (!enabled) return trace.end('unchanged');
  return provisionFound(change, delivery, found, trace, dependencies);
}

async function provisionFound(
  change: Change,
  delivery: Delivery,
  { anchor, rows, group, entitlement, members }: Found,
  trace: Trace,
  dependencies: EngineDependencies,
): Promise<Outcome | undefined> {
  if (!entitlement.entitled) {
    if (anchor) return provisionLeavingGroup({ change, delivery, anchor, entitlement }, trace, dependencies);
    const { code, reason } = entitlement;
    const isOurBusiness = rows.length > 0 || change.cause === 'onDemand';
    const isFilteredOut = dependencies.configuration.scope.mode === 'all' && group !== undefined;
    return isOurBusiness || isFilteredOut ? trace.end('skipped', { code, reason }) : trace.end('unchanged');
  }
  if (isHidden(members)) return trace.end('failed', { code: 'HiddenMembership', reason: members.hidden });
  return provisionScopedGroup({ change, delivery, group: group as SourceGroup, members, anchor }, trace, dependencies);
}

/** Where groups are switched off they are not read, only their members. */
async function readGroup(
  id: string,
  anchor: StoredAnchor | undefined,
  rows: readonly ScopeRow[],
  dependencies: EngineDependencies,
): Promise<Found> {
  const { source, configuration } = dependencies;
  const { enabled, mapping, passesFilters } = configuration.groups;
  const { mode, defaultAccess } = configuration.scope;
  const group = enabled ? await source.readGroup(id) : undefined;
  const entitlement = decideGroupEntitlement({
    group,
    mode,
    defaultAccess,
    scopeRows: rows,
    passesFilters: () => group !== undefined && passesFilters(group).passed,
  });
  const mayHaveMembers = !enabled || group?.state === 'present';
  const areAsked = rows.length > 0 || (entitlement.entitled && mapping.mapsMembers);
  const members = mayHaveMembers && areAsked ? await listMemberIds(id, dependencies) : new Set<string>();
  return { anchor, rows, group, entitlement, members };
}

/** The members' scope rows follow, and everybody whose rows changed is enqueued. @returns how many those are */
async function refreshScope(
  groupId: string,
  { rows, members }: Found,
  dependencies: EngineDependencies,
): Promise<number> {
  const runId = `d-${dependencies.clock.now().getTime().toString(36)}-${groupId.slice(0, 8)}`;
  return syncGroupMembers(groupId, rows[0]?.roles, { runId }, dependencies, members);
}

/**
 * Whether there may be scope rows of members although the group is not assigned. They are left over only until the message has
 * been processed that was sent when the assignment went.
 */
async function mayHaveLedger({ id, cause }: Change, { scope }: EngineDependencies): Promise<boolean> {
  if (cause === 'notification' || cause === 'delta') return false;
  for await (const rows of scope.ledger(id)) if (rows.length > 0) return true;
  return cause === 'onDemand' || cause === 'retry';
}

/** Graph replicates late: a read that does not show yet what the notification tells is looked at again. */
function hintIsMissing({ cause, members: hint }: Change, members: MemberIds): boolean {
  if (cause !== 'notification' || !hint || isHidden(members)) return false;
  const isSure = (id: string) => !(hint.added.includes(id) && hint.removed.includes(id));
  return (
    hint.added.some((id) => isSure(id) && !members.has(id)) || hint.removed.some((id) => isSure(id) && members.has(id))
  );
}

function importStep(group: SourceGroup | undefined, trace: Trace): void {
  trace.add('import', 'success', group ? { state: group.state, properties: group.properties } : { state: 'absent' });
}

function scopingStep(
  { group, rows, entitlement }: Found,
  membersChanged: number,
  trace: Trace,
  { configuration }: EngineDependencies,
): void {
  const { enabled, passesFilters } = configuration.groups;
  if (!enabled) {
    trace.add('scoping', 'success', { assigned: rows.length > 0, membersChanged });
    return;
  }
  const { mode, defaultAccess } = configuration.scope;
  trace.add('scoping', entitlement.entitled ? 'success' : 'skipped', {
    tests: groupScopeTestsOf({ group, mode, defaultAccess, scopeRows: rows }, entitlement),
    membersChanged,
    ...(group ? { filters: passesFilters(group).details } : {}),
    ...(entitlement.entitled ? {} : { code: entitlement.code, reason: entitlement.reason }),
  });
}

function nameOf(group: SourceGroup | undefined): string | null {
  const name = group?.properties.displayName;
  return typeof name === 'string' ? name : null;
}
