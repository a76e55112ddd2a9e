import { SlackIdTakenError } from '../../errors/storeErrors.ts';
import type { Anchor, MatchedBy, StoredAnchor } from '../../model/anchor.ts';
import { GROUP_TARGET } from '../../model/groupAttributes.ts';
import type { Outcome } from '../../model/outcome.ts';
import type { TargetGroup } from '../../model/target.ts';
import { NO_MEMBERS } from '../../plan/planGroup.ts';
import type { EngineDependencies } from '../dependencies.ts';
import { ADOPTING, CREATING } from '../owedOutcome.ts';
import type { Trace } from '../trace.ts';
import type { LookedUpMembers } from './lookUpMembers.ts';
import type { DesiredGroup } from './provisionScopedGroup.ts';
import { updateGroup } from './updateGroup.ts';

export interface FoundGroup {
  readonly group: TargetGroup;
  readonly by: MatchedBy;
  /** The members' accounts, where they were looked up just now. */
  readonly found?: LookedUpMembers;
}

/** Links a group that exists in Slack, found by its name or made just now, then brings it up to date. */
export async function linkGroup(
  { group, by, found }: FoundGroup,
  desired: DesiredGroup,
  trace: Trace,
  dependencies: EngineDependencies,
): Promise<Outcome> {
  const isOurs = by === 'created';
  const anchor = await claimGroup(
    {
      kind: 'group',
      sourceId: desired.change.id,
      slackId: group.slackId,
      matchedBy: by,
      active: true,
      snapshot: isOurs ? { [GROUP_TARGET.displayName]: group.displayName } : {},
      references: {},
      ...(desired.members ? { members: NO_MEMBERS } : {}),
      uncertain: false,
      disabledInSlack: false,
      retired: false,
      lastOutcome: isOurs ? CREATING : ADOPTING,
      updatedAt: dependencies.clock.now().toISOString(),
    },
    dependencies,
  );
  if (typeof anchor !== 'string') {
    return updateGroup(
      { anchor, retried: false, shown: group, ...(found ? { found } : {}) },
      desired,
      trace,
      dependencies,
    );
  }
  trace.add('matching', 'failure', { slackId: group.slackId, owner: anchor });
  return trace.end('failed', {
    code: 'DuplicateSourceEntries',
    reason: `Slack group ${group.slackId} is linked to Entra group ${anchor}. Two groups may not carry the same name.`,
    slackId: group.slackId,
  });
}

/** @returns the Entra id of another group that holds on to the Slack group, where that is still in scope */
async function claimGroup(wanted: Anchor, { anchors }: EngineDependencies): Promise<StoredAnchor | string> {
  try {
    return await anchors.claim(wanted);
  } catch (error) {
    if (!(error instanceof SlackIdTakenError)) throw error;
    const owner = await anchors.read('group', error.ownerId);
    if (owner?.active) return error.ownerId;
    if (owner) await anchors.release(owner);
    return anchors.claim(wanted);
  }
}
