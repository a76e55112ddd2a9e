import type { MatchedBy } from '../model/anchor.ts';
import type { Attributes } from '../model/attributes.ts';
import type { Change } from '../model/change.ts';
import type { SourceUser } from '../model/source.ts';
import type { TargetUser } from '../model/target.ts';
import { TARGET } from '../model/targetAttributes.ts';
import { confirmsMatch } from '../plan/confirmsMatch.ts';
import type { EngineDependencies } from './dependencies.ts';
import type { Delivery } from './provision.ts';
import type { Trace } from './trace.ts';

export type Match =
  | { readonly type: 'none' /** Somebody else has the mapped user name. */; readonly nameTaken: boolean }
  | { readonly type: 'found'; readonly account: TargetUser; readonly by: MatchedBy }
  | { readonly type: 'ambiguous'; readonly code: 'DuplicateTargetEntries'; readonly reason: string };

/**
 * Finds the Slack account of someone without an anchor, by the configured attributes in order of precedence; the first
 * hit counts (Entra's rule). For a hit by user name see `isOwnByUserName`. Never by `externalId`: Slack does not
 * keep it.
 *
 * `candidate` is what the full cycle found moments ago: `null` spares the look-up on the first try, since creating an
 * account with a taken e-mail fails anyway.
 */
export async function matchUser(
  change: Change,
  { retried }: Delivery,
  user: SourceUser,
  desired: Attributes,
  trace: Trace,
  dependencies: EngineDependencies,
): Promise<Match> {
  if (change.candidate === null && !retried) {
    trace.add('matching', 'success', { result: 'none', basis: 'listing of the full cycle' });
    return { type: 'none', nameTaken: false };
  }
  const queries: unknown[] = [];
  let nameTaken = false;
  for (const { target } of dependencies.configuration.users.mapping.matching) {
    const value = desired[target];
    if (typeof value !== 'string') continue;
    const by = target === TARGET.email ? 'email' : 'userName';
    const hits = await dependencies.target.findUsers(by, value);
    const usable: TargetUser[] = [];
    for (const account of hits) {
      if (by === 'email' || (await isOwnByUserName(user, account, dependencies))) usable.push(account);
    }
    if (by === 'userName') nameTaken = hits.length > 0;
    queries.push({
      by,
      value,
      hits: hits.map(({ slackId }) => slackId),
      confirmed: usable.map(({ slackId }) => slackId),
    });
    if (usable.length > 1) {
      trace.add('matching', 'failure', { result: 'ambiguous', queries });
      const ids = usable.map(({ slackId }) => slackId).join(', ');
      return {
        type: 'ambiguous',
        code: 'DuplicateTargetEntries',
        reason: `More than one Slack account matches by ${by}: ${ids}. Keep the value on one of them only.`,
      };
    }
    const account = usable[0];
    if (account) {
      trace.add('matching', 'success', { result: 'found', slackId: account.slackId, queries });
      return { type: 'found', account, by };
    }
  }
  trace.add('matching', 'success', { result: 'none', queries });
  return { type: 'none', nameTaken };
}

/**
 * Whether an account found by its user name is the person's: its primary e-mail must be one of their addresses, and it must
 * not be linked to somebody else. Otherwise the name is merely taken.
 */
export async function isOwnByUserName(
  user: SourceUser,
  account: TargetUser,
  { anchors }: EngineDependencies,
): Promise<boolean> {
  if (!confirmsMatch(user, account)) return false;
  const owner = await anchors.ownerOf('user', account.slackId);
  return owner === undefined || owner === user.id;
}
