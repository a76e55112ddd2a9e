import type { GroupMembership } from '../../model/anchor.ts';
import { type MemberAccount, membersToLookUp } from '../../plan/planGroup.ts';
import type { AnchorLink } from '../../ports/stores.ts';
import type { EngineDependencies } from '../dependencies.ts';
import { isInTransition, mayBeReferenced } from '../mayBeReferenced.ts';

export interface MemberLookUp {
  readonly groupId: string;
  readonly wanted: ReadonlySet<string>;
  readonly known: GroupMembership;
  readonly returned: ReadonlySet<string>;
  readonly isFresh: boolean;
  readonly isWoken: boolean;
}

export interface LookedUpMembers {
  readonly lookedUp: ReadonlySet<string>;
  readonly accounts: ReadonlyMap<string, MemberAccount>;
  /** Somebody is being enabled or disabled at this moment. */
  readonly isUnsettled: boolean;
}

/**
 * Finds the accounts behind a group's members. The group registers with those who have none before it looks a second time, so
 * that none of them can get one in between without waking it.
 */
export async function lookUpMembers(
  given: MemberLookUp,
  { anchors, waiting }: EngineDependencies,
): Promise<LookedUpMembers> {
  const { groupId, wanted, known, isFresh } = given;
  const lookedUp = membersToLookUp(given);
  const found = await anchors.linksOf('user', lookedUp);
  const isAwaited = new Set(isFresh ? [] : known.awaited);
  const missing = [...wanted].filter((id) => lookedUp.has(id) && !found.has(id) && !isAwaited.has(id));
  await waiting.addAll(missing, { kind: 'group', id: groupId });
  const late = missing.length > 0 ? await anchors.linksOf('user', missing) : new Map<string, AnchorLink>();
  const links = [...found, ...late];
  const isUnsettled = links.some(([id, link]) => wanted.has(id) && !mayBeReferenced(link) && isInTransition(link));
  const accounts = links.map(([id, link]) => [id, { slackId: link.slackId, isUsable: mayBeReferenced(link) }] as const);
  return { lookedUp, accounts: new Map(accounts), isUnsettled };
}
