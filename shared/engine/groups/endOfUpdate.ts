import type { StoredAnchor } from '../../model/anchor.ts';
import type { ModifiedProperty, Outcome } from '../../model/outcome.ts';
import { STAGED } from '../clearStaged.ts';
import { updateOutcome } from '../owedOutcome.ts';
import type { Trace } from '../trace.ts';
import { MEMBERS_LEAVE, type RemovalAdmission } from './admitMemberRemovals.ts';

/** Adds what the guard, or somebody, has decided about the removals. */
export function noteAdmission(admission: RemovalAdmission, trace: Trace): void {
  if (admission.type === 'staged')
    trace.add('processing', 'skipped', { action: 'remove members', reason: admission.reason });
  const decision =
    admission.type === 'rejected' ? admission.deletion : admission.type === 'admitted' && admission.approval;
  if (!decision) return;
  const { decision: verdict, decidedBy, decidedAt } = decision;
  trace.add('processing', verdict === 'approved' ? 'success' : 'skipped', {
    action: 'remove members',
    decision: verdict,
    decidedBy,
    decidedAt,
  });
}

/** How an update is reported. */
export interface UpdateEnd {
  readonly type: Outcome['type'];
  readonly lastOutcome: string;
  readonly isRepeated: boolean;
  readonly said: { readonly code?: string; readonly reason?: string };
}

/**
 * How an update ends: as what was done, unless members wait for approval, were rejected or refused.
 * @param anchor as it was before
 * @param refused Slack ids that Slack does not take into the group
 */
export function endOf(
  anchor: StoredAnchor,
  admission: RemovalAdmission,
  modified: readonly ModifiedProperty[],
  refused: readonly string[],
): UpdateEnd {
  const isQuiet = modified.length === 0;
  if (admission.type === 'staged') {
    const said = { code: MEMBERS_LEAVE, reason: `${admission.reason} They stay until somebody decides.` };
    const isRepeated = isQuiet && !admission.isNew && anchor.lastOutcome === STAGED;
    return { type: 'staged', lastOutcome: STAGED, isRepeated, said };
  }
  if (admission.type === 'rejected') {
    const reason =
      'An administrator has rejected that members are taken out of the group, so they stay; approve it to remove them.';
    const isRepeated = isQuiet && anchor.lastOutcome === STAGED;
    return {
      type: isQuiet ? 'skipped' : 'updated',
      lastOutcome: STAGED,
      isRepeated,
      said: { code: 'DeletionRejected', reason },
    };
  }
  const type = updateOutcome(anchor);
  if (refused.length === 0) return { type, lastOutcome: type, isRepeated: false, said: {} };
  const said = {
    code: 'MembersRefused',
    reason: `Slack does not take ${refused.length === 1 ? 'one member' : `${refused.length} members`} into the group (deactivated or guest accounts): ${refused.slice(0, 20).join(', ')}.`,
  };
  if (isQuiet && type === 'updated') return { type: 'skipped', lastOutcome: 'skipped', isRepeated: false, said };
  return { type, lastOutcome: type, isRepeated: false, said };
}
