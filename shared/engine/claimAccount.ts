import { SlackIdTakenError } from '../errors/storeErrors.ts';
import type { Anchor, StoredAnchor } from '../model/anchor.ts';
import type { Outcome } from '../model/outcome.ts';
import { admitHandover, RECYCLED_ACCOUNT } from './admitHandover.ts';
import { clearStaged } from './clearStaged.ts';
import type { EngineDependencies } from './dependencies.ts';
import type { Trace } from './trace.ts';

export type Claim =
  | { readonly type: 'claimed'; readonly anchor: StoredAnchor }
  | { readonly type: 'refused'; readonly outcome: Outcome };

/** What differs between a created and an adopted account. */
export type ClaimedAccount = Pick<
  Anchor,
  'sourceId' | 'slackId' | 'matchedBy' | 'active' | 'snapshot' | 'references' | 'uncertain' | 'lastOutcome'
>;

/**
 * Links an account to a person. The Slack id is unique in our tables, so of two people who
 * claim one account only one gets it.
 */
export async function claimAccount(
  account: ClaimedAccount,
  trace: Trace,
  dependencies: EngineDependencies,
): Promise<Claim> {
  const { anchors, clock } = dependencies;
  const updatedAt = clock.now().toISOString();
  const wanted: Anchor = { kind: 'user', disabledInSlack: false, retired: false, updatedAt, ...account };
  try {
    return { type: 'claimed', anchor: await anchors.claim(wanted) };
  } catch (error) {
    if (!(error instanceof SlackIdTakenError)) throw error;
    const owner = await anchors.read('user', error.ownerId);
    if (!owner || owner.active) return { type: 'refused', outcome: taken(wanted.slackId, error.ownerId, trace) };
    return takeOver(wanted, owner, trace, dependencies);
  }
}

/**
 * The account belongs to a person who has left: their address was given to somebody else. An approval is used up before the
 * account is claimed, so that it can never be taken for one to disable it.
 */
async function takeOver(
  wanted: Anchor,
  former: StoredAnchor,
  trace: Trace,
  dependencies: EngineDependencies,
): Promise<Claim> {
  const { slackId, sourceId } = wanted;
  const reason = `Slack account ${slackId} belonged to Entra user ${former.sourceId}, who has left. Giving it to someone else needs an administrator's approval.`;
  const decision = await admitHandover(sourceId, former, reason, trace, dependencies);
  if (decision === 'approved') {
    trace.add('matching', 'success', { slackId, formerOwner: former.sourceId, result: 'approved' });
    await dependencies.anchors.release(former);
    await clearStaged('user', sourceId, dependencies);
    return { type: 'claimed', anchor: await dependencies.anchors.claim(wanted) };
  }
  trace.add('matching', 'skipped', { slackId, formerOwner: former.sourceId });
  const type = decision === 'rejected' ? 'skipped' : 'staged';
  return { type: 'refused', outcome: trace.end(type, { code: RECYCLED_ACCOUNT, reason, slackId }) };
}

/** Two people cannot have one account. */
function taken(slackId: string, ownerId: string, trace: Trace): Outcome {
  trace.add('matching', 'failure', { slackId, owner: ownerId });
  return trace.end('failed', {
    code: 'DuplicateSourceEntries',
    reason: `Slack account ${slackId} is linked to Entra user ${ownerId}. Two users may not carry the same e-mail address.`,
    slackId,
  });
}
