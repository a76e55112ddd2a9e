import { isProvisioningError } from '../../errors/provisioningError.ts';
import type { StoredAnchor } from '../../model/anchor.ts';
import type { Change } from '../../model/change.ts';
import type { Entitlement } from '../../model/entitlement.ts';
import type { ModifiedProperty, Outcome } from '../../model/outcome.ts';
import { NO_MEMBERS } from '../../plan/planGroup.ts';
import { clearStaged, STAGED } from '../clearStaged.ts';
import type { EngineDependencies } from '../dependencies.ts';
import { mayBeReferenced } from '../mayBeReferenced.ts';
import { needsFreshRead } from '../needsFreshRead.ts';
import { hasFailed, reservedRemovals } from '../owedOutcome.ts';
import type { Delivery } from '../provision.ts';
import { saveAnchor } from '../saveAnchor.ts';
import type { Trace } from '../trace.ts';
import { admitMemberRemovals } from './admitMemberRemovals.ts';
import { membersModified } from './modifiedProperties.ts';
import { writeGroup } from './writeGroup.ts';

export interface LeavingGroup {
  readonly change: Change;
  readonly delivery: Delivery;
  readonly anchor: StoredAnchor;
  readonly entitlement: Extract<Entitlement, { entitled: false }>;
}

/**
 * A group that should not be in Slack any more: the members whom we put there are taken out and the group stays, since Slack
 * deletes for good; it is deleted only where `groups.actions` says so. Both are counted by the guard, by members.
 */
export async function provisionLeavingGroup(
  given: LeavingGroup,
  trace: Trace,
  dependencies: EngineDependencies,
): Promise<Outcome> {
  const { change, delivery, anchor, entitlement } = given;
  const { slackId } = anchor;
  const { actions } = dependencies.configuration.groups.policy;
  const { code, reason } = entitlement;
  const isDeleting = actions.includes('delete');
  if (!isDeleting && isSettled(given)) return trace.end('unchanged', { code, reason, slackId });
  if (!isDeleting && !actions.includes('update')) {
    const why = `${reason} Updating is switched off in groups.actions.`;
    return trace.end('skipped', { code: 'ActionNotAllowed', reason: why, slackId });
  }
  const isFresh = needsFreshRead(change, delivery, anchor, dependencies);
  const shown = isFresh ? await dependencies.target.readGroup(slackId) : undefined;
  const isGone = isFresh && !shown;
  const members = isGone ? [] : await membersToRemove(anchor, shown && new Set(shown.memberIds), dependencies);
  const count = isDeleting && !isGone ? Math.max(1, members.length) : members.length;
  const admission = count > 0 ? await admitMemberRemovals(anchor, count, dependencies) : undefined;
  if (admission?.type === 'staged') return stage(given, admission, trace, dependencies);
  if (admission?.type === 'rejected') {
    const { decidedBy, decidedAt } = admission.deletion;
    trace.add('processing', 'skipped', { action: 'remove members', rejectedBy: decidedBy, rejectedAt: decidedAt });
    const why = `${reason} An administrator has rejected that its members are taken out, so they stay.`;
    return trace.end('skipped', { code: 'DeletionRejected', reason: why, slackId });
  }
  const held = admission?.anchor ?? anchor;
  trace.add('processing', 'success', { action: isDeleting ? 'delete' : 'remove members', members: members.length });
  if (isDeleting && !isGone) await deleteGroup(slackId, dependencies);
  else if (members.length > 0) await writeGroup(held, { add: [], remove: members }, trace, dependencies);
  trace.commit = async () => {
    if (isDeleting) await dependencies.anchors.release(held);
    else await settle(held, entitlement, dependencies);
    if (admission?.approval || anchor.lastOutcome === STAGED) {
      await clearStaged('group', anchor.sourceId, dependencies);
    }
  };
  trace.add('export', 'success', { action: isDeleting ? 'delete' : 'remove members', slackId });
  const modified: readonly ModifiedProperty[] = membersModified([], members);
  return trace.end('disabled', { code, reason, slackId, modified });
}

/** Nothing of ours is left in the group, and the anchor says so. */
function isSettled({ anchor, entitlement }: LeavingGroup): boolean {
  const { active, uncertain, retired, members } = anchor;
  if (active || uncertain || hasFailed(anchor) || reservedRemovals(anchor) > 0) return false;
  return (members?.written.length ?? 0) === 0 && retired === (entitlement.code === 'HardDeleted');
}

/** Slack ids of the members whom we have put there and who are there still: Slack has dropped those without an active account. */
async function membersToRemove(
  { members }: StoredAnchor,
  current: ReadonlySet<string> | undefined,
  { anchors }: EngineDependencies,
): Promise<readonly string[]> {
  const links = await anchors.linksOf('user', members?.written ?? []);
  const slackIds = [...links.values()].filter(mayBeReferenced).map(({ slackId }) => slackId);
  return current ? slackIds.filter((id) => current.has(id)) : slackIds;
}

/** One that Slack no longer knows is as good as deleted. */
async function deleteGroup(slackId: string, { target }: EngineDependencies): Promise<void> {
  try {
    await target.deleteGroup(slackId);
  } catch (error) {
    if (!isProvisioningError(error, 'gone')) throw error;
  }
}

async function settle(
  anchor: StoredAnchor,
  { code }: LeavingGroup['entitlement'],
  dependencies: EngineDependencies,
): Promise<void> {
  const retired = code === 'HardDeleted';
  const members = anchor.members ? { members: NO_MEMBERS } : {};
  const changes = { active: false, uncertain: false, retired, ...members, lastOutcome: 'disabled' };
  await saveAnchor(anchor, changes, dependencies);
}

function stage(
  { anchor, entitlement }: LeavingGroup,
  { isNew, reason }: { readonly isNew: boolean; readonly reason: string },
  trace: Trace,
  dependencies: EngineDependencies,
): Outcome {
  trace.add('processing', 'skipped', { action: 'remove members', reason });
  trace.isRepeated = !isNew && anchor.lastOutcome === STAGED;
  if (anchor.lastOutcome !== STAGED) {
    trace.commit = () => saveAnchor(anchor, { lastOutcome: STAGED }, dependencies);
  }
  const why = `${entitlement.reason} ${reason} They stay until somebody decides.`;
  return trace.end('staged', { code: entitlement.code, reason: why, slackId: anchor.slackId });
}
