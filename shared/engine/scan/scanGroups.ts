import { GROUP_TARGET } from '../../model/groupAttributes.ts';
import type { ScopeRow, SourceGroup } from '../../model/source.ts';
import { decideGroupEntitlement } from '../../plan/decideGroupEntitlement.ts';
import { planGroupName } from '../../plan/planGroup.ts';
import type { EngineDependencies } from '../dependencies.ts';
import { GROUPS_AT_ONCE } from '../listMemberIds.ts';
import { mayBeReferenced } from '../mayBeReferenced.ts';
import { isLeftAlone } from '../protectedAccount.ts';
import { type GroupListing, MemberDigest } from './groupListing.ts';
import { type GroupLink, type GroupState, readGroupState } from './readGroupState.ts';
import { RECYCLE_BIN_MS, type ReadState } from './readState.ts';

/** A group that needs a closer look. */
export interface GroupDifference {
  readonly id: string;
  /** What the listing shows for a group without an anchor: one of the same name, or `null` for none. */
  readonly candidate?: string | null;
}

export interface GroupScan {
  /** Groups in scope. */
  readonly scanned: number;
  readonly removals: readonly GroupDifference[];
  readonly creations: readonly GroupDifference[];
  readonly updates: readonly GroupDifference[];
  /** Assigned, but not to be provisioned; only where they were asked for. */
  readonly excluded: readonly GroupDifference[];
}

const NOTHING: GroupScan = { scanned: 0, removals: [], creations: [], updates: [], excluded: [] };

/** Reads the groups of Slack, Entra and our anchors, and finds where they disagree; a worker reads each of those again. */
export async function scanGroups(
  state: ReadState,
  explainExclusions: boolean,
  dependencies: EngineDependencies,
): Promise<GroupScan> {
  const { configuration, source, clock } = dependencies;
  if (!configuration.groups.enabled) return NOTHING;
  const groups = await readGroupState(state, dependencies);
  const found: Record<Exclude<keyof GroupScan, 'scanned'>, GroupDifference[]> = {
    ...{ removals: [], creations: [], updates: [], excluded: [] },
  };
  const seen = new Set<string>();
  let scanned = 0;
  for await (const page of source.listGroups()) {
    const linked: SourceGroup[] = [];
    for (const group of page) {
      const { id } = group;
      if (seen.has(id)) continue;
      seen.add(id);
      const link = groups.links.get(id);
      const scopeRows = groups.scopeRows.get(id) ?? [];
      if (!link && configuration.scope.mode === 'assigned' && scopeRows.length === 0) continue;
      if (link && isLeftAlone(link, clock.now())) continue;
      if (!isEntitled(group, scopeRows, dependencies)) {
        if (link && needsRemoval(link)) found.removals.push({ id });
        if (!link && explainExclusions && scopeRows.length > 0) found.excluded.push({ id });
        continue;
      }
      scanned += 1;
      if (link) linked.push(group);
      else found.creations.push(...creationOf(group, groups.listing, dependencies));
    }
    found.updates.push(...(await differing(linked, groups, state, dependencies)));
  }
  for (const [id, link] of groups.links) {
    if (!seen.has(id) && isOverdue(link, clock.now())) found.removals.push({ id });
  }
  return { scanned, ...found };
}

function isEntitled(
  group: SourceGroup,
  scopeRows: readonly ScopeRow[],
  { configuration }: EngineDependencies,
): boolean {
  const { mode, defaultAccess } = configuration.scope;
  const passesFilters = () => configuration.groups.passesFilters(group).passed;
  return decideGroupEntitlement({ group, mode, defaultAccess, scopeRows, passesFilters }).entitled;
}

function nameOf(group: SourceGroup, { configuration, clock }: EngineDependencies): string | undefined {
  const mapped = configuration.groups.mapping.map(group, { now: clock.now() });
  const name = mapped.attributes[GROUP_TARGET.displayName];
  return typeof name === 'string' && !mapped.ignoreObject ? name.trim() : undefined;
}

/** None where it may not be created: it would be enqueued by every cycle, only to be skipped. */
function creationOf(
  group: SourceGroup,
  listing: GroupListing,
  dependencies: EngineDependencies,
): readonly GroupDifference[] {
  const candidate = listing.named(nameOf(group, dependencies) ?? '');
  const { actions } = dependencies.configuration.groups.policy;
  return candidate !== null || actions.includes('create') ? [{ id: group.id, candidate }] : [];
}

/** Out of scope, and not settled yet. */
function needsRemoval({ active, uncertain, written }: GroupLink): boolean {
  return active || uncertain || written > 0;
}

/** A group that Entra no longer lists: still in use, or out of use for so long that the recycle bin has let go of it, too. */
function isOverdue(link: GroupLink, now: Date): boolean {
  if (link.retired || isLeftAlone(link, now)) return false;
  return needsRemoval(link) || now.getTime() - Date.parse(link.updatedAt) > RECYCLE_BIN_MS;
}

/** Linked groups that need a closer look. */
async function differing(
  linked: readonly SourceGroup[],
  groups: GroupState,
  state: ReadState,
  dependencies: EngineDependencies,
): Promise<readonly GroupDifference[]> {
  const found: GroupDifference[] = [];
  for (let start = 0; start < linked.length; start += GROUPS_AT_ONCE) {
    const portion = linked.slice(start, start + GROUPS_AT_ONCE);
    const verdicts = await Promise.all(portion.map((group) => differs(group, groups, state, dependencies)));
    for (const [index, { id }] of portion.entries()) if (verdicts[index]) found.push({ id });
  }
  return found;
}

/** Whether a linked group is otherwise in Slack than it should be, or waits for the wrong people. */
async function differs(
  group: SourceGroup,
  { listing, links, membersOf }: GroupState,
  state: ReadState,
  dependencies: EngineDependencies,
): Promise<boolean> {
  const link = links.get(group.id) as GroupLink;
  const { mapping, policy } = dependencies.configuration.groups;
  const shown = listing.get(link.slackId);
  if (!shown || !link.active || link.retired || link.uncertain) return true;
  const desired = nameOf(group, dependencies);
  const written = link.snapshot[GROUP_TARGET.displayName];
  const name = {
    current: shown.displayName,
    written: typeof written === 'string' ? written : undefined,
    isUpdated: mapping.rule(GROUP_TARGET.displayName)?.apply === 'always',
    // Drift that is only reported is a difference for the log.
    drift: 'repair' as const,
  };
  const mayUpdate = policy.actions.includes('update');
  if (!mayUpdate) return false;
  if (desired !== undefined && planGroupName({ ...name, desired }) !== undefined) return true;
  if (!mapping.mapsMembers) return false;
  if (!link.hasMembers) return true;
  const members = await membersOf(group.id);
  if (members === 'unknown') return false;
  const digest = new MemberDigest();
  for (const id of members) {
    const member = state.links.get(id);
    if (!member) {
      if (!link.awaited.has(id)) return true;
      continue;
    }
    if (!mayBeReferenced(member)) continue;
    const { account } = member;
    if (!account?.active || (account.type === 'guest' && link.refused.has(id))) continue;
    digest.add(member.slackId);
  }
  return !digest.equals(shown.members);
}
