import type { Anchor } from '../model/anchor.ts';
import type { StagedDeletion } from '../model/deletion.ts';
import { TARGET } from '../model/targetAttributes.ts';
import { isProtected } from '../plan/isProtected.ts';
import { deletionsLeft } from './deletionBudget.ts';
import { noteHold } from './deletionHold.ts';
import type { EngineDependencies } from './dependencies.ts';

/** Somebody who is about to lose their account. */
export interface Removal {
  readonly id: string;
  readonly code: string;
  readonly reason: string;
  /** Where they are known; the anchor's snapshot fills in. */
  readonly displayName?: string | null;
  readonly userPrincipalName?: string | null;
}

export interface RemovalRun {
  /** The cycle, sweep or refresh. */
  readonly runId: string;
  /** Stage them all, however few they are: they follow from a listing that is not trusted. */
  readonly isDoubtful: boolean;
}

/**
 * Counts the removals of a run before any of them is enqueued. Over what is left of the limit, all of them are staged: rows
 * first, then the hold; the objects may be enqueued afterwards, since a worker that finds a row disables nobody.
 * @param removals may hold people who have no active account any more; they are sorted out only when the count is too high
 */
export async function guardRemovals(
  removals: readonly Removal[],
  { runId, isDoubtful }: RemovalRun,
  dependencies: EngineDependencies,
): Promise<void> {
  if (removals.length === 0) return;
  const left = isDoubtful ? 0 : await deletionsLeft(dependencies);
  if (removals.length <= left) return;
  const stagedAt = dependencies.clock.now().toISOString();
  const staged = await stageable(removals, { runId, stagedAt }, dependencies);
  if (staged.length <= left) return;

  await dependencies.deletions.put(staged);
  const count = staged.length;
  const reason = isDoubtful
    ? `${count} accounts would be disabled because of a listing from Entra that is much smaller than the one before.`
    : `${count} accounts would be disabled at once; ${left} more are allowed within 24 hours.`;
  dependencies.logger.warn(`Deletion guard, run ${runId}: ${reason} They are staged until somebody decides.`);
  await noteHold({ runId, stagedAt, reason, count }, dependencies);
}

/** Those who have an active account that may be disabled and about whom nobody has been asked yet. */
async function stageable(
  removals: readonly Removal[],
  run: Pick<StagedDeletion, 'runId' | 'stagedAt'>,
  { anchors, deletions, configuration }: EngineDependencies,
): Promise<readonly StagedDeletion[]> {
  const byId = new Map(removals.map((removal) => [removal.id, removal]));
  for await (const page of deletions.list()) for (const { id } of page) byId.delete(id);
  const staged: StagedDeletion[] = [];
  for await (const page of anchors.list('user')) {
    for (const anchor of page) {
      const removal = byId.get(anchor.sourceId);
      if (!removal || !anchor.active) continue;
      if (isProtected(anchor.sourceId, anchor, undefined, configuration.users.protect)) continue;
      staged.push(pendingDeletion(anchor, removal, run));
    }
  }
  return staged;
}

/** The row of an account, or of a group, about which somebody has to decide. */
export function pendingDeletion(
  { kind, sourceId, slackId, snapshot }: Anchor,
  { code, reason, displayName, userPrincipalName }: Omit<Removal, 'id'>,
  { runId, stagedAt }: Pick<StagedDeletion, 'runId' | 'stagedAt'>,
): StagedDeletion {
  const known = [displayName, snapshot[TARGET.displayName], snapshot[TARGET.email]];
  const name = known.find((text) => typeof text === 'string' && text !== '');
  return {
    ...{ kind, id: sourceId, slackId, code, reason, stagedAt, runId },
    displayName: typeof name === 'string' ? name : null,
    userPrincipalName: userPrincipalName ?? null,
    decision: 'pending',
    decidedAt: null,
    decidedBy: null,
  };
}
