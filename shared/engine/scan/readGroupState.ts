import type { Anchor } from '../../model/anchor.ts';
import type { ScopeRow } from '../../model/source.ts';
import type { EngineDependencies } from '../dependencies.ts';
import { isHidden, listMemberIds } from '../listMemberIds.ts';
import { GroupListing } from './groupListing.ts';
import type { ReadState, ScopeReason } from './readState.ts';

/** What the scan keeps of a group's anchor. */
export interface GroupLink
  extends Pick<Anchor, 'slackId' | 'active' | 'retired' | 'uncertain' | 'lastOutcome' | 'updatedAt' | 'snapshot'> {
  readonly hasMembers: boolean;
  readonly written: number;
  readonly awaited: ReadonlySet<string>;
  readonly refused: ReadonlySet<string>;
}

/** What was read of Slack's groups and of our tables. */
export interface GroupState {
  readonly listing: GroupListing;
  /** By Entra id. */
  readonly links: ReadonlyMap<string, GroupLink>;
  /** Assignments of groups, by Entra id; empty with scope `all`. */
  readonly scopeRows: ReadonlyMap<string, readonly ScopeRow[]>;
  readonly membersOf: MemberReader;
}

/** Entra ids of the users in a group. */
type MemberReader = (groupId: string) => Promise<readonly string[] | 'unknown'>;

/** Reads the Slack groups, their anchors and their assignments whole. */
export async function readGroupState(state: ReadState, dependencies: EngineDependencies): Promise<GroupState> {
  const listing = new GroupListing((slackId) => state.listing.get(slackId)?.active !== false);
  for await (const page of dependencies.target.listGroups()) for (const group of page) listing.add(group);
  const links = await readLinks(dependencies);
  const scopeRows = await readRows(dependencies);
  return { listing, links, scopeRows, membersOf: memberReader(state, dependencies) };
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
