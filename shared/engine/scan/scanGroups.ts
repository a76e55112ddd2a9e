import type { Anchor } from '../../model/anchor.ts';
import { GROUP_TARGET } from '../../model/groupAttributes.ts';
import type { ScopeRow, SourceGroup } from '../../model/source.ts';
import { decideGroupEntitlement } from '../../plan/decideGroupEntitlement.ts';
import { planGroupName } from '../../plan/planGroup.ts';
import type { EngineDependencies } from '../dependencies.ts';
import { isHidden, listMemberIds } from '../listMemberIds.ts';
import { mayBeReferenced } from '../mayBeReferenced.ts';
import { isLeftAlone } from '../protectedAccount.ts';
import { GroupListing, MemberDigest } from './groupListing.ts';
import { RECYCLE_BIN_MS, type ReadState, type ScopeReason } from './readState.ts';

/** Groups whose members are read from Graph side by side. */
const AT_ONCE = 8;

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

/** What the scan keeps of a group's anchor. */
interface GroupLink
  extends Pick<Anchor, 'slackId' | 'active' | 'retired' | 'uncertain' | 'lastOutcome' | 'updatedAt' | 'snapshot'> {
  readonly hasMembers: boolean;
  readonly written: number;
  readonly awaited: ReadonlySet<string>;
  readonly refused: ReadonlySet<string>;
}

/** Reads the groups of Slack, Entra and our anchors, and finds where they disagree; a worker reads each of those again. */
export async function scanGroups(
  state: ReadState,
  explainExclusions: boolean,
  dependencies: EngineDependencies,
): Promise<GroupScan> {
  const { configuration, source, target, clock } = dependencies;
  if (!configuration.groups.enabled) return NOTHING;
  const listing = new GroupListing((slackId) => state.listing.get(slackId)?.active !== false);
  for await (const page of target.listGroups()) for (const group of page) listing.add(group);
  const links = await readLinks(dependencies);
  const rows = await readRows(dependencies);
  const found = { removals: [], creations: [], updates: [], excluded: [] } as Record<
    Exclude<keyof GroupScan, 'scanned'>,
    GroupDifference[]
  >;
  const membersOf = memberReader(state, dependencies);
  const seen = new Set<string>();
  let scanned = 0;
  for await (const page of source.listGroups()) {
    const compared: SourceGroup[] = [];
    for (const group of page) {
      const { id } = group;
      if (seen.has(id)) continue;
      seen.add(id);
      const link = links.get(id);
      const scopeRows = rows.get(id) ?? [];
      if (!link && configuration.scope.mode === 'assigned' && scopeRows.length === 0) continue;
      if (link && isLeftAlone(link, clock.now())) continue;
      if (!isEntitled(group, scopeRows, dependencies)) {
        if (link ? needsRemoval(link) : false) found.removals.push({ id });
        else if (!link && explainExclusions && scopeRows.length > 0) found.excluded.push({ id });
        continue;
      }
      scanned += 1;
      if (link) compared.push(group);
      else if (mayCreate(group, listing, dependencies)) {
        found.creations.push({ id, candidate: candidateFor(group, listing, dependencies) });
      }
    }
    for (let start = 0; start < compared.length; start += AT_ONCE) {
      const portion = compared.slice(start, start + AT_ONCE);
      const verdicts = await Promise.all(
        portion.map(async (group) =>
          differs(group, links.get(group.id) as GroupLink, { listing, state, membersOf }, dependencies),
        ),
      );
      for (const [index, { id }] of portion.entries()) if (verdicts[index]) found.updates.push({ id });
    }
  }
  for (const [id, link] of links) {
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

function candidateFor(group: SourceGroup, listing: GroupListing, dependencies: EngineDependencies): string | null {
  return listing.named(nameOf(group, dependencies) ?? '');
}

/** Without that, groups that may not be created would be enqueued by every cycle, only to be skipped. */
function mayCreate(group: SourceGroup, listing: GroupListing, dependencies: EngineDependencies): boolean {
  const { actions } = dependencies.configuration.groups.policy;
  return actions.includes('create') || candidateFor(group, listing, dependencies) !== null;
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

type MemberReader = (groupId: string) => Promise<readonly string[] | 'unknown'>;

interface Comparison {
  readonly listing: GroupListing;
  readonly state: ReadState;
  readonly membersOf: MemberReader;
}

/** Whether a linked group is otherwise in Slack than it should be, or waits for the wrong people. */
async function differs(
  group: SourceGroup,
  link: GroupLink,
  { listing, state, membersOf }: Comparison,
  dependencies: EngineDependencies,
): Promise<boolean> {
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

/** With scope `assigned` the scope rows tell the members of every assigned group; otherwise Graph is asked for each. */
function memberReader({ links, unlinked }: ReadState, dependencies: EngineDependencies): MemberReader {
  if (dependencies.configuration.scope.mode === 'all') {
    return async (groupId) => {
      const members = await listMemberIds(groupId, dependencies);
      return isHidden(members) ? 'unknown' : [...members];
    };
  }
  const byGroup = new Map<string, string[]>();
  const addTo = (id: string, reasons: readonly ScopeReason[]): void => {
    for (const { groupId } of reasons) {
      if (groupId === null) continue;
      const members = byGroup.get(groupId) ?? [];
      members.push(id);
      byGroup.set(groupId, members);
    }
  };
  for (const [id, { reasons }] of links) addTo(id, reasons);
  for (const [id, reasons] of unlinked) addTo(id, reasons);
  return async (groupId) => byGroup.get(groupId) ?? [];
}

async function readRows({
  scope,
  configuration,
}: EngineDependencies): Promise<ReadonlyMap<string, readonly ScopeRow[]>> {
  const rows = new Map<string, ScopeRow[]>();
  if (configuration.scope.mode === 'all') return rows;
  for await (const page of scope.list('group')) {
    for (const row of page) rows.set(row.sourceId, [...(rows.get(row.sourceId) ?? []), row]);
  }
  return rows;
}

async function readLinks({ anchors }: EngineDependencies): Promise<ReadonlyMap<string, GroupLink>> {
  const links = new Map<string, GroupLink>();
  for await (const page of anchors.list('group')) {
    for (const { sourceId, members, slackId, active, retired, uncertain, lastOutcome, updatedAt, snapshot } of page) {
      links.set(sourceId, {
        ...{ slackId, active, retired, uncertain, lastOutcome, updatedAt, snapshot },
        hasMembers: members !== undefined,
        written: members?.written.length ?? 0,
        awaited: new Set(members?.awaited),
        refused: new Set(members?.refused),
      });
    }
  }
  return links;
}
