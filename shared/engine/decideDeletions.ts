import { ProvisioningError } from '../errors/provisioningError.ts';
import { type Change, messageIdOf } from '../model/change.ts';
import type { StagedDeletion } from '../model/deletion.ts';
import type { OutgoingChange } from '../ports/changeQueue.ts';
import { isHandover } from './admitHandover.ts';
import { alignDeletionHold, readPending } from './deletionHold.ts';
import type { EngineDependencies } from './dependencies.ts';

export interface DeletionOrder {
  readonly decision: 'approve' | 'reject';
  /** Entra ids, or everything that was pending when somebody looked. */
  readonly ids: readonly string[] | 'all';
  /** The `runId` that they were shown; must be given with `all`. */
  readonly runId?: string | undefined;
  /** Who decides, for the record. */
  readonly decidedBy: string;
}

export interface DeletionAnswer {
  readonly decided: number;
  /** How many still wait for a decision. */
  readonly pending: number;
  /** Ids of which nothing is staged. */
  readonly unknown: readonly string[];
}

/**
 * Approves or rejects staged deletions. The decision is written down, then the objects are enqueued: the worker looks at each
 * again, so somebody who is entitled by now is not disabled, and what was decided is in the log.
 * @throws ProvisioningError `conflict` with code `HoldChanged` when "all" means something else than what was shown
 */
export async function decideDeletions(order: DeletionOrder, dependencies: EngineDependencies): Promise<DeletionAnswer> {
  const { deletions, queue, clock, logger } = dependencies;
  const now = clock.now();
  const { chosen, unknown } =
    order.ids === 'all'
      ? { chosen: await chooseAll(order.runId, dependencies), unknown: [] }
      : await chooseByIds(order.ids, dependencies);
  const decision = order.decision === 'approve' ? 'approved' : 'rejected';
  await deletions.decide(chosen, { decision, decidedAt: now.toISOString(), decidedBy: order.decidedBy });
  logger.warn(`${chosen.length} staged deletions were ${decision}.`);
  await queue.send(messagesFor(chosen, order, now, dependencies));
  const { length: pending } = await alignDeletionHold(dependencies);
  return { decided: chosen.length, pending, unknown };
}

/** What was pending when the hold was last written, and nothing that came after it. Handing over an account is decided one by one. */
async function chooseAll(
  runId: string | undefined,
  dependencies: EngineDependencies,
): Promise<readonly StagedDeletion[]> {
  const hold = (await dependencies.job.read('deletionHold'))?.value;
  if (!hold || hold.runId !== runId) {
    throw new ProvisioningError(
      'conflict',
      'HoldChanged',
      'What is staged has changed since it was shown. Look at it again and send the runId that is shown then.',
    );
  }
  return (await readPending(dependencies)).filter((one) => one.stagedAt <= hold.stagedAt && !isHandover(one));
}

async function chooseByIds(
  ids: readonly string[],
  { deletions }: EngineDependencies,
): Promise<{ readonly chosen: readonly StagedDeletion[]; readonly unknown: readonly string[] }> {
  const wanted = new Set(ids.map((id) => id.toLowerCase()));
  const chosen: StagedDeletion[] = [];
  for await (const page of deletions.list()) {
    for (const deletion of page) if (wanted.delete(deletion.id)) chosen.push(deletion);
  }
  return { chosen, unknown: [...wanted] };
}

/** Approved ones at the rate that Slack permits for disabling; rejected ones write nothing there. */
function messagesFor(
  chosen: readonly StagedDeletion[],
  { decision }: DeletionOrder,
  now: Date,
  { permittedPerSecond }: EngineDependencies,
): readonly OutgoingChange[] {
  const spacing = decision === 'approve' ? 1000 / permittedPerSecond('disableUser') : 0;
  const source = `p-${now.getTime().toString(36)}`;
  return chosen.map(({ kind, id }, index) => {
    const change: Change = { v: 1, kind, id, cause: 'onDemand', attempt: 0 };
    return { change, messageId: messageIdOf(change, source), at: new Date(now.getTime() + index * spacing) };
  });
}
