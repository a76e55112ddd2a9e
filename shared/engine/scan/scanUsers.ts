import type { Anchor } from '../../model/anchor.ts';
import type { Attributes, AttributeValue } from '../../model/attributes.ts';
import type { ScopeRow, SourceUser } from '../../model/source.ts';
import { TARGET } from '../../model/targetAttributes.ts';
import { compareAttributes, isShownBySlack, isUpdatable, type RuleOf } from '../../plan/compareAttributes.ts';
import { isProtected } from '../../plan/isProtected.ts';
import type { UserPolicy } from '../../plan/planUser.ts';
import type { AnchorLink } from '../../ports/stores.ts';
import type { EngineDependencies } from '../dependencies.ts';
import { entitlementOf } from '../entitlementOf.ts';
import type { Removal } from '../guardRemovals.ts';
import { mayBeReferenced } from '../mayBeReferenced.ts';
import { withoutUnknownPhoto } from '../photoData.ts';
import { isLeftAlone } from '../protectedAccount.ts';
import { AccountListing, type ListedAccount } from './accountListing.ts';

/** Entra keeps deleted users and groups for 30 days. */
export const RECYCLE_BIN_MS = 30 * 86_400_000;

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

/** What the scan keeps of an anchor. */
export interface Link extends AnchorLink {
  readonly sourceId: string;
  /** What Slack lists; `undefined` when it does not. */
  readonly account: ListedAccount | undefined;
  /** Why the person is in scope; added when the scope is read. */
  reasons: readonly ScopeReason[];
  readonly disabledInSlack: boolean;
  /** See `AccountListing.writtenIn`. */
  readonly written: number;
  /** A manager was written. */
  readonly hasManager: boolean;
  /** What was written last of the photo, which the listing does not tell. */
  readonly photo: AttributeValue;
  readonly isProtected: boolean;
  readonly isLeftAlone: boolean;
  /** Whoever was deleted when the anchor was last written is in the recycle bin no more. */
  readonly outlastsRecycleBin: boolean;
}

/** What was read of Slack and of our tables, and what the scan of groups needs of it. */
export interface ReadState {
  readonly listing: AccountListing;
  /** By Entra id. */
  readonly links: ReadonlyMap<string, Link>;
  /** Why somebody without a link is in scope, by Entra id; empty with scope `all`. */
  readonly unlinked: ReadonlyMap<string, readonly ScopeReason[]>;
}

/** What the scan keeps of a scope row. */
export interface ScopeReason extends Pick<ScopeRow, 'roles'> {
  /** The assigned group; null for somebody who is assigned themselves. */
  readonly groupId: string | null;
}

const NO_REASONS: readonly ScopeReason[] = [];

/** Reads the Slack accounts, the anchors and the scope of users whole. */
export async function readState(dependencies: EngineDependencies): Promise<ReadState> {
  const { target, configuration } = dependencies;
  const { mapping } = configuration.users;
  const isListed = (name: string) => isUpdatable(name, mapping.rule) && isShownBySlack(name);
  const listing = new AccountListing(mapping.targets.filter(isListed));
  for await (const page of target.listUsers()) for (const account of page) listing.add(account);
  const links = await readLinks(listing, dependencies);
  return { listing, links, unlinked: await readScope(links, dependencies) };
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
  const seen = new Set<string>();
  for await (const page of source.listUsers()) {
    for (const user of page) {
      if (seen.has(user.id)) continue;
      const link = links.get(user.id);
      // Not Graph's text of the same id, which would be kept beside it.
      seen.add(link?.sourceId ?? user.id);
      const reasons = link?.reasons ?? unlinked.get(user.id) ?? [];
      const verdict = judge(user, reasons, link, listing, links, dependencies);
      if (verdict && (verdict.list !== 'excluded' || explainExclusions)) found[verdict.list].push(verdict.difference);
    }
    await onPage(seen.size);
  }
  for (const [id, link] of links) {
    if (seen.has(id) || !isOverdueLeaver(link, dependencies)) continue;
    const isCounted = isActive(link) && !link.isProtected;
    found.removals.push({ id, managerId: null, ...(isCounted ? { leaving: UNLISTED } : {}) });
  }
  return { scanned: seen.size, linked: links.size, ...found };
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

async function readLinks(
  listing: AccountListing,
  { anchors, configuration, clock }: EngineDependencies,
): Promise<ReadonlyMap<string, Link>> {
  const links = new Map<string, Link>();
  const { protect } = configuration.users;
  const now = clock.now();
  const outcomes = new Map<string, string>();
  for await (const page of anchors.list('user')) {
    for (const anchor of page) {
      // The same text for equal ones, so that those which many anchors hold are kept once.
      const lastOutcome = outcomes.get(anchor.lastOutcome) ?? anchor.lastOutcome;
      outcomes.set(lastOutcome, lastOutcome);
      links.set(anchor.sourceId, linkOf({ ...anchor, lastOutcome }, listing, protect, now));
    }
  }
  return links;
}

function linkOf(anchor: Anchor, listing: AccountListing, protect: ReadonlySet<string>, now: Date): Link {
  const { sourceId, active, retired, disabledInSlack, uncertain, lastOutcome, updatedAt, snapshot, references } =
    anchor;
  const account = listing.get(anchor.slackId);
  return {
    ...{ sourceId, active, retired, disabledInSlack, uncertain, lastOutcome, account },
    slackId: account?.slackId ?? anchor.slackId,
    reasons: NO_REASONS,
    written: listing.writtenIn(snapshot),
    hasManager: Boolean(references[TARGET.manager]),
    photo: snapshot[TARGET.photo] ?? null,
    isProtected: isProtected(sourceId, anchor, undefined, protect),
    isLeftAlone: isLeftAlone(anchor, now),
    outlastsRecycleBin: now.getTime() - Date.parse(updatedAt) > RECYCLE_BIN_MS,
  };
}

/**
 * Adds to the links why somebody is in scope. Most people are for the very reason that others are, which is kept once.
 * @returns the same for people without a link
 */
async function readScope(
  links: ReadonlyMap<string, Link>,
  { scope, configuration }: EngineDependencies,
): Promise<ReadonlyMap<string, readonly ScopeReason[]>> {
  const unlinked = new Map<string, readonly ScopeReason[]>();
  const shared = new Map<string, readonly ScopeReason[]>();
  if (configuration.scope.mode === 'all') return unlinked;
  for await (const page of scope.list('user')) {
    for (const { sourceId, principalId, roles } of page) {
      const groupId = principalId === sourceId ? null : principalId;
      const key = JSON.stringify([groupId, roles]);
      const reason = shared.get(key) ?? [{ groupId, roles }];
      shared.set(key, reason);
      const link = links.get(sourceId);
      const others = link?.reasons ?? unlinked.get(sourceId) ?? NO_REASONS;
      const reasons = others.length === 0 ? reason : [...others, ...reason];
      if (link) link.reasons = reasons;
      else unlinked.set(sourceId, reasons);
    }
  }
  return unlinked;
}
