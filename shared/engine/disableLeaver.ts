import { isProvisioningError } from '../errors/provisioningError.ts';
import type { StoredAnchor } from '../model/anchor.ts';
import type { Entitlement } from '../model/entitlement.ts';
import type { Outcome } from '../model/outcome.ts';
import { admitDisabling } from './admitDisabling.ts';
import { clearStaged, STAGED } from './clearStaged.ts';
import type { EngineDependencies } from './dependencies.ts';
import { DISABLING, owedOutcome } from './owedOutcome.ts';
import { saveAnchor } from './saveAnchor.ts';
import type { Trace } from './trace.ts';

type Refusal = Extract<Entitlement, { entitled: false }>;

/**
 * Disables an account if the deletion guard lets it. The order is what makes the limit strict: a place in the budget, then
 * the mark on the anchor, then Slack, then the log, then the anchor; a crash in between can waste a place, and never disable
 * somebody without one.
 */
export async function disableLeaver(
  anchor: StoredAnchor,
  { code, reason }: Refusal,
  trace: Trace,
  dependencies: EngineDependencies,
): Promise<Outcome> {
  const { slackId, kind, sourceId } = anchor;
  const { displayName, userPrincipalName } = trace;
  const admission = await admitDisabling(anchor, { code, reason, displayName, userPrincipalName }, dependencies);
  if (admission.type === 'rejected') {
    const { decidedBy, decidedAt } = admission.deletion;
    trace.add('processing', 'skipped', { action: 'disable', rejectedBy: decidedBy, rejectedAt: decidedAt });
    const explanation = `${reason} An administrator has rejected the deletion, so the account stays; approve it to disable the account all the same.`;
    return trace.end('skipped', { code: 'DeletionRejected', reason: explanation, slackId });
  }
  if (admission.type === 'staged') {
    const { stagedAt, runId } = admission.deletion;
    trace.add('processing', 'skipped', { action: 'disable', stagedAt, runId });
    if (anchor.lastOutcome === STAGED) trace.isRepeated = !admission.isNew;
    else trace.commit = () => markStaged(anchor, dependencies);
    const explanation = `${reason} Disabling waits for an administrator's approval, since it is over the limit of safety.maxDeletions.`;
    return trace.end('staged', { code, reason: explanation, slackId });
  }
  const { approval, mayHaveRow } = admission;
  if (approval) {
    const { decidedBy, decidedAt } = approval;
    trace.add('processing', 'success', { action: 'disable', approvedBy: decidedBy, approvedAt: decidedAt });
  }
  const held = await markDisabling(anchor, dependencies);
  await disable(held, dependencies);
  trace.commit = async () => {
    await settleLeaver(held, { code }, 'disabled', dependencies);
    if (mayHaveRow) await clearStaged(kind, sourceId, dependencies);
  };
  trace.add('export', 'success', { action: 'disable' });
  return trace.end('disabled', {
    code,
    reason,
    slackId,
    modified: [{ name: 'active', old: true, new: false }],
  });
}

/** From now on the anchor tells whoever finds the person entitled again that there may be a row to withdraw. */
async function markStaged(anchor: StoredAnchor, dependencies: EngineDependencies): Promise<void> {
  await saveAnchor(anchor, { active: true, disabledInSlack: false, lastOutcome: STAGED }, dependencies);
}

/**
 * Says beforehand that it is us who disable the account. A worker that ends right after it did would otherwise leave an account
 * that looks disabled by hand, and is left alone when the person comes back.
 */
async function markDisabling(anchor: StoredAnchor, dependencies: EngineDependencies): Promise<StoredAnchor> {
  if (owedOutcome(anchor) === 'disabled') return anchor;
  const mark = { active: false, uncertain: true, disabledInSlack: false, lastOutcome: DISABLING };
  return saveAnchor(anchor, mark, dependencies);
}

/** Disables the account; one that Slack no longer knows is as good as disabled. */
async function disable(anchor: StoredAnchor, { target }: EngineDependencies): Promise<void> {
  try {
    await target.disableUser(anchor.slackId);
  } catch (error) {
    if (!isProvisioningError(error, 'gone')) throw error;
  }
}

/** Someone purged is retired. That is not for ever: right after a restore Graph may not know a person in either place. */
export async function settleLeaver(
  anchor: StoredAnchor,
  { code }: Pick<Refusal, 'code'>,
  lastOutcome: string,
  dependencies: EngineDependencies,
): Promise<void> {
  const retired = code === 'HardDeleted';
  await saveAnchor(
    anchor,
    { active: false, uncertain: false, disabledInSlack: false, retired, lastOutcome },
    dependencies,
  );
}
