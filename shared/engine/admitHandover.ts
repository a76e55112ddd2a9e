import type { StoredAnchor } from '../model/anchor.ts';
import type { DeletionDecision, StagedDeletion } from '../model/deletion.ts';
import { noteHold } from './deletionHold.ts';
import type { EngineDependencies } from './dependencies.ts';
import { pendingDeletion } from './guardRemovals.ts';
import type { Trace } from './trace.ts';

/** Code of a staged handover: the account of somebody who has left would go to somebody else (a recycled address). */
export const RECYCLED_ACCOUNT = 'RecycledAccount';

/** What waits under the id of the new owner is not about disabling anybody. */
export function isHandover({ code }: Pick<StagedDeletion, 'code'>): boolean {
  return code === RECYCLED_ACCOUNT;
}

/** What an administrator has decided about giving the account of somebody who has left to somebody else; stages it when nobody was asked yet. */
export async function admitHandover(
  newOwnerId: string,
  former: StoredAnchor,
  reason: string,
  { displayName, userPrincipalName }: Trace,
  dependencies: EngineDependencies,
): Promise<DeletionDecision> {
  const { deletions, clock, logger } = dependencies;
  const stored = await deletions.read('user', newOwnerId);
  if (stored && isHandover(stored) && stored.slackId === former.slackId) return stored.decision;
  const now = clock.now();
  const run = { runId: `h-${now.getTime().toString(36)}-${newOwnerId.slice(0, 8)}`, stagedAt: now.toISOString() };
  const leaving = { code: RECYCLED_ACCOUNT, reason, displayName, userPrincipalName };
  await deletions.put([{ ...pendingDeletion(former, leaving, run), id: newOwnerId }]);
  logger.warn(
    `Slack account ${former.slackId} of a former user would go to user ${newOwnerId}; it is staged until somebody decides.`,
  );
  await noteHold({ ...run, reason, count: 1 }, dependencies);
  return 'pending';
}
