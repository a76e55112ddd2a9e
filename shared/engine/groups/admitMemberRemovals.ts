import type { StoredAnchor } from '../../model/anchor.ts';
import type { StagedDeletion } from '../../model/deletion.ts';
import { reserveMemberRemovals } from '../deletionBudget.ts';
import { noteHold } from '../deletionHold.ts';
import type { EngineDependencies } from '../dependencies.ts';
import { pendingDeletion } from '../guardRemovals.ts';
import { owedOutcome, removingMembers, reservedRemovals } from '../owedOutcome.ts';
import { saveAnchor } from '../saveAnchor.ts';

/** Code of staged removals: a group would lose members, or would be deleted. */
export const MEMBERS_LEAVE = 'MembersLeave';

export type RemovalAdmission =
  | {
      readonly type: 'admitted';
      /** As it is now. */
      readonly anchor: StoredAnchor;
      /** Whoever approved it; absent within the limit. */
      readonly approval?: StagedDeletion;
    }
  | { readonly type: 'staged'; readonly isNew: boolean; readonly reason: string }
  | { readonly type: 'rejected'; readonly deletion: StagedDeletion };

/**
 * Asks the guard for all members whom a group is about to lose: what somebody has decided counts, else the budget of the last 24
 * hours, all or none. The mark on the anchor spares a try that died a second place in the budget.
 */
export async function admitMemberRemovals(
  anchor: StoredAnchor,
  count: number,
  dependencies: EngineDependencies,
): Promise<RemovalAdmission> {
  const { deletions, clock, configuration, logger } = dependencies;
  const { kind, sourceId } = anchor;
  const reserved = reservedRemovals(anchor);
  if (count <= reserved) return { type: 'admitted', anchor };
  const stored = await deletions.read(kind, sourceId);
  if (stored?.decision === 'approved') return { type: 'admitted', anchor, approval: stored };
  if (stored?.decision === 'rejected') return { type: 'rejected', deletion: stored };
  const limit = configuration.maxMemberRemovals;
  const reason = `${count} members would be taken out of the group; more than ${limit.count}, or ${limit.percent} % of the managed accounts, within 24 hours need approval (safety.maxMemberRemovals).`;
  if (stored) return { type: 'staged', isNew: false, reason };
  if (await reserveMemberRemovals(count - reserved, dependencies)) {
    if (owedOutcome(anchor)) return { type: 'admitted', anchor };
    const marked = await saveAnchor(anchor, { lastOutcome: removingMembers(count) }, dependencies);
    return { type: 'admitted', anchor: marked };
  }
  const now = clock.now();
  const run = { runId: `g-${now.getTime().toString(36)}-${sourceId.slice(0, 8)}`, stagedAt: now.toISOString() };
  await deletions.put([pendingDeletion(anchor, { code: MEMBERS_LEAVE, reason }, run)]);
  logger.warn(`Removal guard: group ${sourceId} would lose ${count} members; it is staged until somebody decides.`);
  await noteHold({ ...run, reason, count: 1 }, dependencies);
  return { type: 'staged', isNew: true, reason };
}
