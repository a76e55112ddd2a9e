import type { GroupMembership, StoredAnchor } from '../../model/anchor.ts';
import { GROUP_TARGET } from '../../model/groupAttributes.ts';
import type { ModifiedProperty, Outcome } from '../../model/outcome.ts';
import type { TargetGroup } from '../../model/target.ts';
import { type MembershipPlan, NO_MEMBERS, planGroupName, planMembership } from '../../plan/planGroup.ts';
import { clearStaged, STAGED } from '../clearStaged.ts';
import type { EngineDependencies } from '../dependencies.ts';
import { owedOutcome } from '../owedOutcome.ts';
import { LAST_ATTEMPT } from '../retryDelay.ts';
import { saveAnchor } from '../saveAnchor.ts';
import type { Trace } from '../trace.ts';
import { admitMemberRemovals, type RemovalAdmission } from './admitMemberRemovals.ts';
import { confirmGroup } from './confirmGroup.ts';
import { endOf, noteAdmission } from './endOfUpdate.ts';
import { type LookedUpMembers, lookUpMembers } from './lookUpMembers.ts';
import { membersModified, nameModified } from './modifiedProperties.ts';
import type { DesiredGroup } from './provisionScopedGroup.ts';
import { reportDrift } from './reportDrift.ts';
import { writeGroup } from './writeGroup.ts';

/** A linked group and what is known of it. */
export interface LinkedGroup {
  readonly anchor: StoredAnchor;
  /** An earlier try of the same message may have written. */
  readonly retried: boolean;
  /** As Slack shows it, read just now; absent: what the anchor remembers stands for it. */
  readonly shown?: TargetGroup;
  /** The members' accounts, where they were looked up just now. */
  readonly found?: LookedUpMembers;
}

/** What is to be done about a group, and what is known once it is done. */
export interface GroupPlan {
  readonly displayName: string | undefined;
  readonly members: MembershipPlan | undefined;
}

/** Brings a linked group up to date with one write where it fits into one. */
export async function updateGroup(
  linked: LinkedGroup,
  desired: DesiredGroup,
  trace: Trace,
  dependencies: EngineDependencies,
): Promise<Outcome> {
  const { anchor } = linked;
  const plan = await planUpdate(linked, desired, trace, dependencies);
  const { add = [], remove = [], reported } = plan.members ?? {};
  const hasDrift = reported !== undefined && reported.added.length + reported.removed.length > 0;
  if (plan.displayName === undefined && add.length === 0 && remove.length === 0) {
    const settled = anchor.lastOutcome === STAGED ? await withdraw(anchor, dependencies) : anchor;
    if (hasDrift || isRenamedInSlack(linked, desired)) return reportDrift(linked, plan, trace, dependencies);
    return confirmGroup({ ...linked, anchor: settled }, plan, desired, trace, dependencies);
  }
  const mayUpdate = dependencies.configuration.groups.policy.actions.includes('update');
  if (!mayUpdate && owedOutcome(anchor) !== 'created') {
    return refuseUpdate(anchor, trace);
  }
  const admission: RemovalAdmission =
    remove.length === 0 ? { type: 'admitted', anchor } : await admitMemberRemovals(anchor, remove.length, dependencies);
  return carryOut(linked, plan, { admission, attempt: desired.change.attempt }, trace, dependencies);
}

async function planUpdate(
  { anchor, shown, found }: LinkedGroup,
  { change, displayName, members: wanted }: DesiredGroup,
  trace: Trace,
  dependencies: EngineDependencies,
): Promise<GroupPlan> {
  const { mapping, policy } = dependencies.configuration.groups;
  const written = anchor.snapshot[GROUP_TARGET.displayName];
  const name = {
    current: shown ? shown.displayName : typeof written === 'string' ? written : undefined,
    written: typeof written === 'string' ? written : undefined,
    isUpdated: mapping.rule(GROUP_TARGET.displayName)?.apply === 'always',
    drift: policy.drift,
  };
  const nextName = displayName === undefined ? undefined : planGroupName({ ...name, desired: displayName });
  if (!wanted) return { displayName: nextName, members: undefined };
  const isWoken = change.cause === 'reference';
  const facts = {
    wanted,
    known: anchor.members ?? NO_MEMBERS,
    returned: new Set(isWoken ? change.members?.added : []),
  };
  const look = { groupId: anchor.sourceId, ...facts, isFresh: shown !== undefined, isWoken };
  const { lookedUp, accounts, isUnsettled } = found ?? (await lookUpMembers(look, dependencies));
  trace.isDoubtful ||= isUnsettled;
  const current = shown ? { current: new Set(shown.memberIds) } : {};
  return {
    displayName: nextName,
    members: planMembership({ ...facts, lookedUp, accounts, ...current, drift: policy.drift }),
  };
}

function isRenamedInSlack({ anchor, shown }: LinkedGroup, { displayName }: DesiredGroup): boolean {
  const written = anchor.snapshot[GROUP_TARGET.displayName];
  return shown !== undefined && written === displayName && written !== undefined && shown.displayName !== written;
}

/** Nobody would leave the group any more, so there is nothing to decide about. */
async function withdraw(anchor: StoredAnchor, dependencies: EngineDependencies): Promise<StoredAnchor> {
  await clearStaged(anchor.kind, anchor.sourceId, dependencies);
  return saveAnchor(anchor, { lastOutcome: 'unchanged' }, dependencies);
}

function refuseUpdate({ slackId }: StoredAnchor, trace: Trace): Outcome {
  const reason = 'Updating is switched off in groups.actions.';
  trace.add('processing', 'skipped', { code: 'ActionNotAllowed', reason });
  return trace.end('skipped', { code: 'ActionNotAllowed', reason, slackId });
}

/** Removals that wait for approval, or that somebody has rejected, are left out; everything else is written. */
async function carryOut(
  linked: LinkedGroup,
  { displayName, members }: GroupPlan,
  { admission, attempt }: { readonly admission: RemovalAdmission; readonly attempt: number },
  trace: Trace,
  dependencies: EngineDependencies,
): Promise<Outcome> {
  const before = linked.anchor;
  const { slackId } = before;
  const anchor = admission.type === 'admitted' ? admission.anchor : before;
  const add = members?.add ?? [];
  const remove = admission.type === 'admitted' ? (members?.remove ?? []) : [];
  const update = {
    ...(displayName === undefined ? {} : { displayName }),
    add: add.map((member) => member.slackId),
    remove: remove.map((member) => member.slackId),
  };
  trace.add('processing', 'success', { action: 'update', ...(displayName ? { displayName } : {}), add, remove });
  noteAdmission(admission, trace);
  const { refused, isDoubtful } = await writeGroup(anchor, update, trace, dependencies);
  const isRefused = new Set(refused);
  const added = add.filter((member) => !isRefused.has(member.slackId));
  if (isDoubtful && attempt >= LAST_ATTEMPT) {
    await saveAnchor(anchor, { uncertain: true }, dependencies);
    const reason = 'Slack has accepted the change of the group several times and still does not show it.';
    trace.add('export', 'failure', { code: 'NotAsWritten', slackId });
    return trace.end('failed', { code: 'NotAsWritten', reason, slackId });
  }
  const oldName = linked.shown?.displayName ?? before.snapshot[GROUP_TARGET.displayName];
  const modified: readonly ModifiedProperty[] = [
    ...(displayName === undefined ? [] : [nameModified(oldName, displayName)]),
    ...membersModified(
      added.map((member) => member.slackId),
      update.remove,
    ),
  ];
  const end = endOf(before, admission, modified, refused);
  trace.isRepeated = end.isRepeated;
  trace.isDoubtful ||= isDoubtful;
  trace.commit = async () => {
    await saveAnchor(
      anchor,
      {
        active: true,
        retired: false,
        uncertain: isDoubtful,
        snapshot: displayName === undefined ? anchor.snapshot : { [GROUP_TARGET.displayName]: displayName },
        ...(members ? { members: membersAfter(members, isRefused, admission) } : {}),
        lastOutcome: end.lastOutcome,
      },
      dependencies,
    );
    const isSettled = admission.type === 'admitted' && (admission.approval || before.lastOutcome === STAGED);
    if (isSettled) await clearStaged('group', before.sourceId, dependencies);
  };
  const details = { slackId, ...(refused.length > 0 ? { refused } : {}), ...(isDoubtful ? { verify: true } : {}) };
  trace.add('export', end.type === 'skipped' ? 'skipped' : 'success', details);
  return trace.end(end.type, { ...end.said, slackId, modified });
}

/** Who is refused is not asked for again; who was to leave and stays is looked at again. */
function membersAfter(
  { after, add, remove }: MembershipPlan,
  refused: ReadonlySet<string>,
  admission: RemovalAdmission,
): GroupMembership {
  const refusedIds = new Set(add.flatMap(({ id, slackId }) => (refused.has(slackId) ? [id] : [])));
  const staying = admission.type === 'admitted' ? [] : remove.flatMap(({ id }) => id ?? []);
  return {
    written: [...after.written.filter((id) => !refusedIds.has(id)), ...staying],
    awaited: after.awaited,
    refused: [...after.refused, ...refusedIds],
  };
}
