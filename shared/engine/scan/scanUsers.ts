import type { Attributes } from '../../model/attributes.ts';
import type { SourceUser } from '../../model/source.ts';
import { TARGET } from '../../model/targetAttributes.ts';
import { compareAttributes, type RuleOf } from '../../plan/compareAttributes.ts';
import { isProtected } from '../../plan/isProtected.ts';
import type { UserPolicy } from '../../plan/planUser.ts';
import type { EngineDependencies } from '../dependencies.ts';
import { entitlementOf } from '../entitlementOf.ts';
import type { Removal } from '../guardRemovals.ts';
import { mayBeReferenced } from '../mayBeReferenced.ts';
import { withoutUnknownPhoto } from '../photoData.ts';
import type { AccountListing } from './accountListing.ts';
import { readAhead } from './readAhead.ts';
import type { Link, ReadState, ScopeReason } from './readState.ts';

/** Somebody whom Entra does not list any more; the worker finds out whether they are in the recycle bin. */
const UNLISTED = { code: 'Deleted', reason: 'The user was deleted in Entra.' };

/** Someone who needs a closer look, and the manager who should come first. */
export interface Difference {
  readonly id: string;
  readonly managerId: string | null;
  /** What the listing shows for someone without an anchor: an account that may be theirs, or `null` for none. */
  readonly candidate?: string | null;
  /** Set where an active account is to be disabled that is not protected: what the deletion guard counts. */
  readonly leaving?: Omit<Removal, 'id'>;
}

export interface UserScan {
  /** Source users read. */
  readonly scanned: number;
  /** People with a link to an account. */
  readonly linked: number;
  /** Linked people who should not have an active account. */
  readonly removals: readonly Difference[];
  readonly creations: readonly Difference[];
  readonly updates: readonly Difference[];
  /** Assigned, but not to be provisioned; only where `explainExclusions` asks for them. */
  readonly excluded: readonly Difference[];
}

/**
 * Reads the users of Entra and finds where they disagree with Slack and our anchors.
 * @param explainExclusions also names those who are assigned and yet not provisioned (disabled, Default Access only, filtered
 *   out), so that the log can say why
 * @param onPage called after each page of source users with the number read so far
 */
export async function scanUsers(
  { listing, links, unlinked }: ReadState,
  explainExclusions: boolean,
  onPage: (scanned: number) => Promise<void>,
  dependencies: EngineDependencies,
): Promise<UserScan> {
  const { source } = dependencies;
  const found: Record<Verdict['list'], Difference[]> = { removals: [], creations: [], updates: [], excluded: [] };
  // A mark by the place of the link takes an eighth of what a set of ids does, and no look-up.
  const isListed = new Uint8Array(links.size);
  const unlinkedSeen = new Set<string>();
  let scanned = 0;
  for await (const page of readAhead(source.listUsers())) {
    for (const user of page) {
      const link = links.get(user.id);
      if (link ? isListed[link.position] : unlinkedSeen.has(user.id)) continue;
      if (link) isListed[link.position] = 1;
      else unlinkedSeen.add(user.id);
      scanned += 1;
      const reasons = link?.reasons ?? unlinked.get(user.id) ?? [];
      const verdict = judge(user, reasons, link, listing, links, dependencies);
      if (verdict && (verdict.list !== 'excluded' || explainExclusions)) found[verdict.list].push(verdict.difference);
    }
    await onPage(scanned);
  }
  for (const [id, link] of links) {
    if (isListed[link.position] || !isOverdueLeaver(link, dependencies)) continue;
    const isCounted = isActive(link) && !link.isProtected;
    found.removals.push({ id, managerId: null, ...(isCounted ? { leaving: UNLISTED } : {}) });
  }
  return { scanned, linked: links.size, ...found };
}

/**
 * Someone whom Entra no longer lists: still active, or disabled for so long that the recycle bin has let go of them, too, and
 * the link can be retired. A retired link is left alone for good: its account may have been given to somebody else.
 */
function isOverdueLeaver(link: Link, { configuration }: EngineDependencies): boolean {
  if (link.retired || link.isLeftAlone) return false;
  return isActive(link) ? mayDisable(configuration.users.policy) : link.outlastsRecycleBin;
}

function isActive({ active, account }: Link): boolean {
  return active || account?.active === true;
}

/** Without that, leavers would be enqueued by every cycle, only to be skipped. */
function mayDisable({ actions, leaver }: UserPolicy): boolean {
  return actions.includes('disable') && leaver === 'disable';
}

type Verdict = { readonly list: Exclude<keyof UserScan, 'scanned' | 'linked'>; readonly difference: Difference };

function judge(
  user: SourceUser,
  reasons: readonly ScopeReason[],
  link: Link | undefined,
  listing: AccountListing,
  links: ReadonlyMap<string, Link>,
  { configuration, target, clock }: EngineDependencies,
): Verdict | undefined {
  const { mapping, policy, protect } = configuration.users;
  if (link?.isLeftAlone) return undefined;
  const judged = entitlementOf(user, reasons, clock.now(), configuration, link !== undefined);
  const { id, managerId } = user;
  if (!judged.entitled) {
    const top = { id, managerId: null };
    if (!link) return reasons.length > 0 ? { list: 'excluded', difference: top } : undefined;
    if (!isActive(link) || !mayDisable(policy)) return undefined;
    if (link.isProtected || isProtected(id, undefined, user, protect)) return { list: 'removals', difference: top };
    return { list: 'removals', difference: { ...top, leaving: leavingOf(user, judged) } };
  }
  const desired = target.canonical(withoutUnknownPhoto(judged.mapped.attributes, user, configuration));
  if (!link) {
    const candidate = listing.candidateFor(desired, mapping.matching);
    const isOnlySkipped = candidate === null && !policy.actions.includes('create');
    return isOnlySkipped ? undefined : { list: 'creations', difference: { id, managerId, candidate } };
  }
  const update: Verdict = { list: 'updates', difference: { id, managerId } };
  const { account } = link;
  if (!account || link.uncertain) return update;
  if (!account.active) return link.disabledInSlack && policy.disabledInSlack === 'keep' ? undefined : update;
  if (!link.active || link.disabledInSlack) return update;
  if (!policy.actions.includes('update')) return undefined;
  const manager = managerIn(managerId, link, links);
  const wanted = (name: string) => (name === TARGET.manager && name in desired ? manager : desired[name]);
  if (listing.differs(account, wanted, link.written)) return update;
  return photoDiffers(desired, link, mapping.rule) ? update : undefined;
}

function photoDiffers({ [TARGET.photo]: photo }: Attributes, link: Link, ruleOf: RuleOf): boolean {
  if (photo === undefined) return false;
  return compareAttributes({ [TARGET.photo]: photo }, {}, { [TARGET.photo]: link.photo }, ruleOf).length > 0;
}

function leavingOf({ properties }: SourceUser, { code, reason }: Omit<Removal, 'id'>): Omit<Removal, 'id'> {
  const textOf = (value: unknown) => (typeof value === 'string' ? value : null);
  const { displayName, userPrincipalName } = properties;
  return { code, reason, displayName: textOf(displayName), userPrincipalName: textOf(userPrincipalName) };
}

/**
 * The manager's Slack id; null while the manager has no active account, undefined where nothing is to be compared: nobody is
 * their manager, and we have written none.
 */
function managerIn(managerId: string | null, link: Link, links: ReadonlyMap<string, Link>): string | null | undefined {
  if (managerId === null && !link.hasManager) return undefined;
  const manager = managerId === null ? undefined : links.get(managerId);
  return mayBeReferenced(manager) ? manager.slackId : null;
}
