import type { GroupMembership } from '../model/anchor.ts';

/** What is allowed with groups at all (Entra: target object actions), and what becomes of drift. */
export interface GroupPolicy {
  readonly actions: readonly ('create' | 'update' | 'delete')[];
  /** `report`: what someone has changed in Slack stays as it is. */
  readonly drift: 'repair' | 'report';
}

/** The Slack account of somebody who is or was in the group. */
export interface MemberAccount {
  readonly slackId: string;
  /** Whether it can be in a group: active, or about to be. */
  readonly isUsable: boolean;
}

export interface MembershipFacts {
  /** Entra ids of the users in the group. */
  readonly wanted: ReadonlySet<string>;
  readonly known: GroupMembership;
  /** Whose accounts were looked up; of the others only what is known counts. */
  readonly lookedUp: ReadonlySet<string>;
  /** What the look-up found, by Entra id. */
  readonly accounts: ReadonlyMap<string, MemberAccount>;
  /** Somebody who has just been enabled: Slack has forgotten their memberships, whatever we know. */
  readonly returned: ReadonlySet<string>;
  /** Slack ids of the members as Slack shows them; absent: what is known stands for it. */
  readonly current?: ReadonlySet<string>;
  readonly drift: GroupPolicy['drift'];
}

/** A member by the two ids. */
export interface Member {
  readonly id: string;
  readonly slackId: string;
}

export interface MembershipPlan {
  readonly add: readonly Member[];
  /** `id` is null for somebody of whom we know nothing but that Slack shows them. */
  readonly remove: readonly { readonly id: string | null; readonly slackId: string }[];
  /** What is known once the plan is carried out. */
  readonly after: GroupMembership;
  /** What someone has changed in Slack and is left as it is. Slack ids. */
  readonly reported: { readonly added: readonly string[]; readonly removed: readonly string[] };
}

export const NO_MEMBERS: GroupMembership = { written: [], awaited: [], refused: [] };

/** Causes that mean "look at everybody": those whom the group waits for, too. */
export interface LookUpFacts extends Pick<MembershipFacts, 'wanted' | 'known' | 'returned'> {
  /** Slack was read, so that everybody has to be found in it. */
  readonly isFresh: boolean;
  /** Somebody has got an account, so that those who are awaited are worth a look. */
  readonly isWoken: boolean;
}

/** Whose accounts have to be looked up. One changed membership among thousands costs one look-up. */
export function membersToLookUp({ wanted, known, returned, isFresh, isWoken }: LookUpFacts): ReadonlySet<string> {
  if (isFresh) return new Set([...wanted, ...known.written]);
  const settled = new Set([...known.written, ...known.refused, ...(isWoken ? [] : known.awaited)]);
  const left = known.written.filter((id) => !wanted.has(id));
  return new Set([...[...wanted].filter((id) => !settled.has(id) || returned.has(id)), ...left]);
}

/**
 * Which members to add and to remove. Desired are the users in the Entra group whose account can be a member.
 *
 * | in Entra | account    | in Slack              | plan                                        |
 * |----------|------------|-----------------------|---------------------------------------------|
 * | yes      | usable     | yes                   | nothing                                     |
 * | yes      | usable     | no                    | add; with drift `report` not if it was ours |
 * | yes      | none, inactive | any               | wait: Slack drops inactive members itself   |
 * | no       | usable     | ours                  | remove                                      |
 * | no       | inactive, none | any               | nothing                                     |
 * | no       | any        | yes, but not ours     | remove; with drift `report` nothing         |
 */
export function planMembership(facts: MembershipFacts): MembershipPlan {
  const { wanted, known, lookedUp, accounts, returned, current, drift } = facts;
  const wasWritten = new Set(known.written);
  const wasAwaited = new Set(known.awaited);
  const wasRefused = new Set(known.refused);
  const after = { written: [] as string[], awaited: [] as string[], refused: [] as string[] };
  const add: Member[] = [];
  const removedInSlack: string[] = [];
  for (const id of wanted) {
    const account = accounts.get(id);
    if (!lookedUp.has(id)) {
      if (wasWritten.has(id)) after.written.push(id);
      else if (wasRefused.has(id)) after.refused.push(id);
      else if (wasAwaited.has(id)) after.awaited.push(id);
      continue;
    }
    if (!account?.isUsable) {
      after.awaited.push(id);
      continue;
    }
    const { slackId } = account;
    const isOurs = wasWritten.has(id) && !returned.has(id);
    const isMember = current ? current.has(slackId) : isOurs;
    after.written.push(id);
    if (isMember) continue;
    if (isOurs && drift === 'report') removedInSlack.push(slackId);
    else add.push({ id, slackId });
  }
  const left = known.written.filter((id) => !wanted.has(id));
  const remove = left.flatMap((id) => {
    const account = accounts.get(id);
    const isThere = account?.isUsable && (!current || current.has(account.slackId));
    return isThere ? [{ id, slackId: account.slackId }] : [];
  });
  const foreign = foreignMembers(facts, new Set(left));
  const isRepaired = drift === 'repair';
  return {
    add,
    remove: isRepaired ? [...remove, ...foreign.map((slackId) => ({ id: null, slackId }))] : remove,
    after,
    reported: { added: isRepaired ? [] : foreign, removed: removedInSlack },
  };
}

/** Whom Slack shows in the group although neither Entra nor we have put them there. */
function foreignMembers({ wanted, accounts, current }: MembershipFacts, left: ReadonlySet<string>): readonly string[] {
  if (!current) return [];
  const accounted = new Set<string>();
  for (const [id, { slackId }] of accounts) if (wanted.has(id) || left.has(id)) accounted.add(slackId);
  return [...current].filter((slackId) => !accounted.has(slackId));
}

export interface NameFacts {
  readonly desired: string;
  /** As Slack shows it, or as it was when we wrote it last. */
  readonly current: string | undefined;
  /** What we wrote last. */
  readonly written: string | undefined;
  /** The mapping keeps the name up to date. */
  readonly isUpdated: boolean;
  readonly drift: GroupPolicy['drift'];
}

/** The name to write; `undefined` when the present one stays. */
export function planGroupName({ desired, current, written, isUpdated, drift }: NameFacts): string | undefined {
  if (!isUpdated || desired === current) return undefined;
  if (drift === 'report' && written === desired) return undefined;
  return desired;
}
