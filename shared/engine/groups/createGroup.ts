import { isProvisioningError } from '../../errors/provisioningError.ts';
import type { Outcome } from '../../model/outcome.ts';
import type { TargetGroup } from '../../model/target.ts';
import { NO_MEMBERS, planMembership } from '../../plan/planGroup.ts';
import { noteCreation } from '../creationUnderway.ts';
import type { EngineDependencies } from '../dependencies.ts';
import type { Trace } from '../trace.ts';
import { linkGroup } from './linkGroup.ts';
import { lookUpMembers } from './lookUpMembers.ts';
import { type GroupMatch, matchGroup } from './matchGroup.ts';
import type { DesiredGroup } from './provisionScopedGroup.ts';
import { isMemberRefusal } from './writeGroup.ts';

type NamedGroup = DesiredGroup & { readonly displayName: string };

/**
 * Creates a group with its members in one request, and never a second one: a name that is taken or an answer that is lost leads to
 * a look-up. Members whom Slack refuses are left to the update that follows, which finds out who they are.
 */
export async function createGroup(
  desired: NamedGroup,
  trace: Trace,
  dependencies: EngineDependencies,
): Promise<Outcome> {
  const { change, displayName } = desired;
  const wanted = desired.members ?? new Set<string>();
  const facts = { wanted, known: NO_MEMBERS, returned: new Set<string>() };
  const found = await lookUpMembers({ groupId: change.id, ...facts, isFresh: true, isWoken: true }, dependencies);
  const { add } = planMembership({ ...facts, ...found, drift: 'repair' });
  trace.add('processing', 'success', { action: 'create', attributes: { displayName }, members: add.length });
  const previous = await dependencies.escrows.read('group', change.id);
  await noteCreation('group', change.id, displayName, previous, dependencies);
  const memberIds = add.map(({ slackId }) => slackId);
  const made = await createOrFind(desired, memberIds, trace, dependencies);
  if (made.type === 'refused') return made.outcome;
  return linkGroup({ ...made, found }, desired, trace, dependencies);
}

async function createOrFind(
  { change, displayName }: NamedGroup,
  memberIds: readonly string[],
  trace: Trace,
  dependencies: EngineDependencies,
): Promise<Exclude<GroupMatch, { type: 'none' }>> {
  try {
    const group = await create(displayName, memberIds, dependencies);
    trace.add('export', 'success', { action: 'create', slackId: group.slackId });
    return { type: 'found', group, by: 'created' };
  } catch (error) {
    if (!isProvisioningError(error) || !(error.lostAnswer || error.code === 'name_already_exists')) throw error;
    const match = await matchGroup({ change, retried: true, id: change.id, displayName }, trace, dependencies);
    if (match.type === 'none') throw error;
    return match;
  }
}

async function create(
  displayName: string,
  memberIds: readonly string[],
  { target }: EngineDependencies,
): Promise<TargetGroup> {
  try {
    return await target.createGroup({ displayName, memberIds });
  } catch (error) {
    if (!isMemberRefusal(error)) throw error;
    return target.createGroup({ displayName, memberIds: [] });
  }
}
