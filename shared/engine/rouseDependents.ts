import type { Change } from '../model/change.ts';
import type { Outcome } from '../model/outcome.ts';
import type { EngineDependencies } from './dependencies.ts';
import { mayBeReferenced } from './mayBeReferenced.ts';
import { sendReferences } from './sendReferences.ts';
import type { Trace } from './trace.ts';
import { wakeWaiters } from './wakeWaiters.ts';

/**
 * What somebody's new state means for others. Sent before the anchor says so, so that a try which ends in between sends it again.
 *
 * | outcome                     | who is looked at again                                              |
 * |-----------------------------|---------------------------------------------------------------------|
 * | has an account now          | those who wait for it: reports, groups                              |
 * | is active again             | the same, and the groups that they are in: Slack drops memberships of disabled people |
 * | was disabled                | their reports, whose manager nobody can be without an account       |
 *
 * @param afterFailure an earlier try may have ended before it did this
 */
export async function rouseDependents(
  change: Change,
  outcome: Outcome,
  { trace, afterFailure }: { readonly trace: Trace; readonly afterFailure: boolean },
  dependencies: EngineDependencies,
): Promise<void> {
  if (change.kind === 'group') return;
  const isNew = outcome.type === 'created' || outcome.type === 'adopted';
  const isEnabled = outcome.modifiedProperties.some(({ name, new: value }) => name === 'active' && value === true);
  const isReachable = isNew || isEnabled || (afterFailure && (await hasAccount(change.id, dependencies)));
  if (isReachable) await wakeWaiters(change.id, dependencies);
  const lostLink = isNew && trace.anchor !== undefined;
  if (isEnabled || lostLink) await restoreMemberships(change.id, dependencies);
  if (outcome.type === 'disabled') await releaseReports(change.id, dependencies);
}

/** Of somebody without an active account nobody is told: whoever looked would begin to wait again, and be forgotten right after. */
async function hasAccount(userId: string, { anchors }: EngineDependencies): Promise<boolean> {
  return mayBeReferenced(await anchors.read('user', userId));
}

/** Each group by a message that names the person, since the group's own record still has them as a member. */
async function restoreMemberships(userId: string, dependencies: EngineDependencies): Promise<void> {
  const { configuration, source, anchors } = dependencies;
  if (!configuration.groups.enabled || !configuration.groups.mapping.mapsMembers) return;
  const transitive = configuration.scope.nestedGroups === 'expand';
  const groupIds = await source.listParentGroupIds({ kind: 'user', id: userId }, { transitive });
  const linked = await anchors.linksOf('group', groupIds);
  const members = { added: [userId], removed: [] };
  await sendReferences(
    [...linked.keys()],
    { kind: 'group', members },
    { why: `b-${userId.slice(0, 8)}` },
    dependencies,
  );
}

/** Looked at a moment later: by then the leaver's own record says that they are disabled. */
const RELEASE_MS = 5_000;

async function releaseReports(userId: string, dependencies: EngineDependencies): Promise<void> {
  const reportIds = await dependencies.source.listReportIds(userId);
  const at = new Date(dependencies.clock.now().getTime() + RELEASE_MS);
  await sendReferences(reportIds, { kind: 'user' }, { why: `l-${userId.slice(0, 8)}`, at }, dependencies);
}
