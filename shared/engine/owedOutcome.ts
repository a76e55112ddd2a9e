import type { Anchor } from '../model/anchor.ts';

/**
 * `lastOutcome` of an anchor while something is under way in Slack that the log has not seen yet: from the claim of an account
 * on, and from just before an account is disabled.
 */
export const CREATING = 'creating';
export const ADOPTING = 'adopting';
export const DISABLING = 'disabling';

/** `lastOutcome` of somebody who was being disabled and is enabled instead. */
export const ENABLING = 'enabling';

/** `lastOutcome` after a failure. One to disable an account has had its place in the deletion budget, and needs no other. */
export const FAILED = 'failed';
export const FAILED_TO_DISABLE = 'failedToDisable';

/**
 * `lastOutcome` of an account that Slack lets nobody touch through SCIM: an owner's, a bot's, that of a person erased. One that
 * was to be disabled has had its place in the deletion budget, too.
 */
export const PROTECTED = 'protected';
export const PROTECTED_LEAVER = 'protectedLeaver';

/** `lastOutcome` of a group while members are taken out of it, with how many places that had in the budget. */
const REMOVING = 'removing:';

export function removingMembers(count: number): string {
  return `${REMOVING}${count}`;
}

/** How many places in the budget of member removals a try that ended early has taken. */
export function reservedRemovals({ lastOutcome }: Pick<Anchor, 'lastOutcome'>): number {
  return lastOutcome.startsWith(REMOVING) ? Number(lastOutcome.slice(REMOVING.length)) : 0;
}

const OWED: ReadonlyMap<string, 'created' | 'adopted' | 'disabled'> = new Map([
  [CREATING, 'created'],
  [ADOPTING, 'adopted'],
  [DISABLING, 'disabled'],
]);

/**
 * The outcome that a try which ended early still owes to the log. Whoever finishes the work reports it under this name. The
 * message's delivery count does not tell: Service Bus does not count a delivery that ended with its session's connection.
 */
export function owedOutcome({
  lastOutcome,
}: Pick<Anchor, 'lastOutcome'>): 'created' | 'adopted' | 'disabled' | undefined {
  return OWED.get(lastOutcome);
}

/** The name under which a finished update of the account is reported. */
export function updateOutcome(anchor: Pick<Anchor, 'lastOutcome'>): 'created' | 'adopted' | 'updated' {
  const owed = owedOutcome(anchor);
  return owed === undefined || owed === 'disabled' ? 'updated' : owed;
}

/** True when the account was about to be disabled already, so that it has its place in the deletion budget. */
export function hasReservedDeletion({ lastOutcome }: Pick<Anchor, 'lastOutcome'>): boolean {
  return [DISABLING, FAILED_TO_DISABLE, PROTECTED_LEAVER].includes(lastOutcome);
}

/** True when the object failed at the last look, and so may be in escrow. */
export function hasFailed({ lastOutcome }: Pick<Anchor, 'lastOutcome'>): boolean {
  return lastOutcome === FAILED || lastOutcome === FAILED_TO_DISABLE;
}
