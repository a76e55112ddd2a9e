import type { AnchorLink } from '../ports/stores.ts';
import { DISABLING, owedOutcome } from './owedOutcome.ts';

/**
 * Whether others may refer to the account, as their manager or as a member of a group: it is active, or is being created, adopted
 * or enabled by a worker who wakes those who wait for it before it says so on the anchor.
 */
export function mayBeReferenced(link: AnchorLink | undefined): link is AnchorLink {
  if (!link || link.retired) return false;
  if (link.active) return true;
  const owed = owedOutcome(link);
  return owed === 'created' || owed === 'adopted' || (link.uncertain && link.lastOutcome !== DISABLING);
}

/** A worker is about to change whether others may refer to the account; which way it went is seen a little later. */
export function isInTransition(link: AnchorLink | undefined): boolean {
  return link?.uncertain === true && !link.retired;
}
