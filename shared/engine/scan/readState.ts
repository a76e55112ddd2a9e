import type { Anchor } from '../../model/anchor.ts';
import type { AttributeValue } from '../../model/attributes.ts';
import type { ScopeRow } from '../../model/source.ts';
import { TARGET } from '../../model/targetAttributes.ts';
import { isShownBySlack, isUpdatable } from '../../plan/compareAttributes.ts';
import { isProtected } from '../../plan/isProtected.ts';
import type { AnchorLink } from '../../ports/stores.ts';
import type { EngineDependencies } from '../dependencies.ts';
import { isLeftAlone } from '../protectedAccount.ts';
import { AccountListing, type ListedAccount } from './accountListing.ts';
import { readAhead } from './readAhead.ts';

/** Entra keeps deleted users and groups for 30 days. */
export const RECYCLE_BIN_MS = 30 * 86_400_000;

/** What the scan keeps of an anchor. */
export interface Link extends AnchorLink {
  /** Its place among the links. */
  readonly position: number;
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
  for await (const page of readAhead(target.listUsers())) for (const account of page) listing.add(account);
  const links = await readLinks(listing, dependencies);
  return { listing, links, unlinked: await readScope(links, dependencies) };
}

async function readLinks(
  listing: AccountListing,
  { anchors, configuration, clock }: EngineDependencies,
): Promise<ReadonlyMap<string, Link>> {
  const links = new Map<string, Link>();
  const texts = new Map<string, string>();
  const reading: LinkReading = {
    listing,
    protect: configuration.users.protect,
    now: clock.now(),
    once: (text) => {
      const known = texts.get(text) ?? text;
      texts.set(known, known);
      return known;
    },
  };
  for await (const page of readAhead(anchors.list('user'))) {
    for (const anchor of page) {
      const position = links.get(anchor.sourceId)?.position ?? links.size;
      links.set(anchor.sourceId, linkOf(anchor, position, reading));
    }
  }
  return links;
}

interface LinkReading {
  readonly listing: AccountListing;
  readonly protect: ReadonlySet<string>;
  readonly now: Date;
  /** The same text for equal ones, so that those which many anchors hold are kept once. */
  readonly once: (text: string) => string;
}

function linkOf(anchor: Anchor, position: number, { listing, protect, now, once }: LinkReading): Link {
  const { active, retired, disabledInSlack, uncertain, lastOutcome, updatedAt, snapshot, references } = anchor;
  const account = listing.get(anchor.slackId);
  return {
    position,
    account,
    slackId: account?.slackId ?? anchor.slackId,
    active,
    retired,
    disabledInSlack,
    uncertain,
    lastOutcome: once(lastOutcome),
    reasons: NO_REASONS,
    written: listing.writtenIn(snapshot),
    hasManager: Boolean(references[TARGET.manager]),
    photo: snapshot[TARGET.photo] ?? null,
    isProtected: isProtected(anchor.sourceId, anchor, undefined, protect),
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
  for await (const page of readAhead(scope.list('user'))) {
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
