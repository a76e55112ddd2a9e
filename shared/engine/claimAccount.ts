import { SlackIdTakenError } from '../errors/storeErrors.ts';
import type { Anchor, StoredAnchor } from '../model/anchor.ts';
import type { Outcome } from '../model/outcome.ts';
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
  try {
    const updatedAt = clock.now().toISOString();
    const anchor = await anchors.claim({ kind: 'user', disabledInSlack: false, retired: false, updatedAt, ...account });
    return { type: 'claimed', anchor };
  } catch (error) {
    if (!(error instanceof SlackIdTakenError)) throw error;
    return { type: 'refused', outcome: await taken(account.slackId, error.ownerId, trace, dependencies) };
  }
}

/** The account belongs to somebody else: to a person who has left (a recycled address), or to one who is here. */
async function taken(
  slackId: string,
  ownerId: string,
  trace: Trace,
  { anchors }: EngineDependencies,
): Promise<Outcome> {
  const owner = await anchors.read('user', ownerId);
  if (owner && !owner.active) {
    trace.add('matching', 'skipped', { slackId, formerOwner: ownerId });
    return trace.end('staged', {
      code: 'RecycledAccount',
      reason: `Slack account ${slackId} belonged to Entra user ${ownerId}, who has left. Giving it to someone else needs an administrator's approval.`,
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
