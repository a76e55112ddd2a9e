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
  | { readonly type: 'none' }
  | { readonly type: 'found'; readonly account: TargetUser; readonly by: MatchedBy }
  | { readonly type: 'ambiguous'; readonly code: 'DuplicateTargetEntries'; readonly reason: string };

/**
 * Finds the Slack account of someone without an anchor, by the configured attributes in order of precedence; the first
 * hit counts (Entra's rule). A hit by user name counts only if its primary e-mail is one of the person's addresses.
 * Never by `externalId`: Slack does not keep it.
 *
 * `candidate` is what the full cycle found moments ago: `null` spares the look-up on the first try, since creating an
 * account with a taken e-mail fails anyway.
 */
export async function matchUser(
  change: Change,
  delivery: Delivery,
  user: SourceUser,
  desired: Attributes,
  trace: Trace,
  dependencies: EngineDependencies,
): Promise<Match> {
  if (change.candidate === null && !delivery.redelivered && change.attempt === 0) {
    trace.add('matching', 'success', { result: 'none', basis: 'listing of the full cycle' });
    return { type: 'none' };
  }
  const queries: unknown[] = [];
  for (const { target } of dependencies.configuration.users.mapping.matching) {
    const value = desired[target];
    if (typeof value !== 'string') continue;
    const by = target === TARGET.email ? 'email' : 'userName';
    const hits = await dependencies.target.findUsers(by, value);
    const usable = by === 'email' ? hits : hits.filter((account) => confirmsMatch(user, account));
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
  return { type: 'none' };
}
