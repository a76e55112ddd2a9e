import type { Anchor } from '../model/anchor.ts';

/** `lastOutcome` of an anchor from the moment it is claimed until its creation or adoption is in the log. */
export const CREATING = 'creating';
export const ADOPTING = 'adopting';

/**
 * The outcome that the log has not seen yet: the try that claimed the anchor ended early. Whoever finishes the work reports
 * it under this name.
 */
export function owedOutcome({ lastOutcome }: Pick<Anchor, 'lastOutcome'>): 'created' | 'adopted' | undefined {
  if (lastOutcome === CREATING) return 'created';
  return lastOutcome === ADOPTING ? 'adopted' : undefined;
}
