import type { StoredAnchor } from '../model/anchor.ts';
import type { StagedDeletion } from '../model/deletion.ts';
import { isHandover } from './admitHandover.ts';
import { reserveDeletion } from './deletionBudget.ts';
import { noteHold } from './deletionHold.ts';
import type { EngineDependencies } from './dependencies.ts';
import { pendingDeletion, type Removal } from './guardRemovals.ts';
import { hasReservedDeletion } from './owedOutcome.ts';

/** Whether an account may be disabled now. */
export type Admission =
  | {
      readonly type: 'admitted';
      /** Whoever approved it; absent within the limit. */
      readonly approval?: StagedDeletion;
      /** There may be a row to remove once the account is disabled. */
      readonly mayHaveRow: boolean;
    }
  | { readonly type: 'rejected'; readonly deletion: StagedDeletion }
  | { readonly type: 'staged'; readonly deletion: StagedDeletion; readonly isNew: boolean };

/**
 * Asks the deletion guard for one account, just before it would be disabled: what somebody has decided counts, else the
 * budget of the last 24 hours. A try that died after it had its place in the budget needs no second one.
 */
export async function admitDisabling(
  anchor: StoredAnchor,
  leaving: Omit<Removal, 'id'>,
  dependencies: EngineDependencies,
): Promise<Admission> {
  const { deletions, clock, configuration, logger } = dependencies;
  const { kind, sourceId } = anchor;
  if (hasReservedDeletion(anchor)) return { type: 'admitted', mayHaveRow: true };
  const stored = await deletions.read(kind, sourceId);
  const deletion = stored && !isHandover(stored) ? stored : undefined;
  if (deletion?.decision === 'approved') return { type: 'admitted', approval: deletion, mayHaveRow: true };
  if (deletion?.decision === 'rejected') return { type: 'rejected', deletion };
  if (deletion) return { type: 'staged', deletion, isNew: false };
  if (await reserveDeletion(dependencies)) return { type: 'admitted', mayHaveRow: false };

  const now = clock.now();
  const run = { runId: `e-${now.getTime().toString(36)}-${sourceId.slice(0, 8)}`, stagedAt: now.toISOString() };
  const staged = pendingDeletion(anchor, leaving, run);
  await deletions.put([staged]);
  const { count, percent } = configuration.maxDeletions;
  const reason = `More accounts would be disabled within 24 hours than safety.maxDeletions allows (${count}, or ${percent} %).`;
  logger.warn(`Deletion guard: disabling ${kind} ${sourceId} is over the limit and is staged until somebody decides.`);
  await noteHold({ ...run, reason, count: 1 }, dependencies);
  return { type: 'staged', deletion: staged, isNew: true };
}
