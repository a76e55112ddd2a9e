import { SlackIdTakenError } from '../errors/storeErrors.ts';
import type { MatchedBy, StoredAnchor } from '../model/anchor.ts';
import type { Outcome } from '../model/outcome.ts';
import type { TargetUser } from '../model/target.ts';
import type { EngineDependencies } from './dependencies.ts';
import type { DesiredUser } from './provisionMember.ts';
import type { Trace } from './trace.ts';
import { updateUser } from './updateUser.ts';

/**
 * Links an account that exists in Slack already, then updates it. The link is taken first: the Slack id is unique in our
 * tables, so of two people who both match one account only one gets it.
 */
export async function adoptUser(
  sourceId: string,
  { account, by }: { readonly account: TargetUser; readonly by: MatchedBy },
  desired: DesiredUser,
  trace: Trace,
  dependencies: EngineDependencies,
): Promise<Outcome> {
  const { slackId } = account;
  if (account.type === 'bot') {
    return trace.end('failed', {
      code: 'ProtectedAccount',
      reason: `The matching Slack account ${slackId} is a bot, which is never touched.`,
      slackId,
    });
  }
  let anchor: StoredAnchor;
  try {
    anchor = await dependencies.anchors.claim({
      kind: 'user',
      sourceId,
      slackId,
      matchedBy: by,
      active: account.active,
      snapshot: {},
      references: {},
      uncertain: false,
      disabledInSlack: false,
      retired: false,
      lastOutcome: 'adopted',
      updatedAt: dependencies.clock.now().toISOString(),
    });
  } catch (error) {
    if (error instanceof SlackIdTakenError) return taken(account, error.ownerId, trace, dependencies);
    throw error;
  }
  const current = { active: account.active, attributes: account.attributes };
  const outcome = await updateUser({ anchor, fresh: true, current }, desired, trace, dependencies);
  return outcome.type === 'updated' || outcome.type === 'unchanged' ? { ...outcome, type: 'adopted' } : outcome;
}

/** The account belongs to somebody else: to a person who is gone (a recycled address), or to one who is here. */
async function taken(
  account: TargetUser,
  ownerId: string,
  trace: Trace,
  { anchors }: EngineDependencies,
): Promise<Outcome> {
  const { slackId } = account;
  const owner = await anchors.read('user', ownerId);
  if (owner?.retired) {
    trace.add('matching', 'skipped', { slackId, formerOwner: ownerId });
    return trace.end('staged', {
      code: 'RecycledAccount',
      reason: `Slack account ${slackId} belonged to Entra user ${ownerId}, who was deleted. Giving it to someone else needs an administrator's approval.`,
      slackId,
    });
  }
  trace.add('matching', 'failure', { slackId, owner: ownerId });
  return trace.end('failed', {
    code: 'DuplicateSourceEntries',
    reason: `Slack account ${slackId} is linked to Entra user ${ownerId}. Two users may not carry the same e-mail address.`,
    slackId,
  });
}
