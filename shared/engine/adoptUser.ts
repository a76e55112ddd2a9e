import type { MatchedBy } from '../model/anchor.ts';
import type { Outcome } from '../model/outcome.ts';
import type { TargetUser } from '../model/target.ts';
import { claimAccount } from './claimAccount.ts';
import { claimOwnCreation } from './creationUnderway.ts';
import type { EngineDependencies } from './dependencies.ts';
import { ADOPTING } from './owedOutcome.ts';
import type { DesiredUser } from './provisionMember.ts';
import type { Trace } from './trace.ts';
import { updateUser } from './updateUser.ts';

/** Links an account that an unfinished creation of ours has left behind, then brings it up to date. */
export async function finishCreation(
  sourceId: string,
  account: TargetUser,
  desired: DesiredUser,
  trace: Trace,
  dependencies: EngineDependencies,
): Promise<Outcome> {
  const claim = await claimOwnCreation(sourceId, account, trace, dependencies);
  if (claim.type === 'refused') return claim.outcome;
  const { active, attributes } = account;
  const linked = { anchor: claim.anchor, fresh: true, retried: true, current: { active, attributes } } as const;
  return updateUser(linked, desired, trace, dependencies);
}

/** Links an account that exists in Slack already, then updates it. */
export async function adoptUser(
  sourceId: string,
  { account, by }: { readonly account: TargetUser; readonly by: MatchedBy },
  desired: DesiredUser,
  trace: Trace,
  dependencies: EngineDependencies,
): Promise<Outcome> {
  const { slackId, active } = account;
  if (account.type === 'bot') {
    return trace.end('failed', {
      code: 'ProtectedAccount',
      reason: `The matching Slack account ${slackId} is a bot, which is never touched.`,
      slackId,
    });
  }
  const claim = await claimAccount(
    {
      sourceId,
      slackId,
      matchedBy: by,
      active,
      snapshot: {},
      references: {},
      uncertain: false,
      lastOutcome: ADOPTING,
    },
    trace,
    dependencies,
  );
  if (claim.type === 'refused') return claim.outcome;
  const current = { active, attributes: account.attributes };
  const linked = { anchor: claim.anchor, fresh: true, retried: false, isNew: true, current } as const;
  return updateUser(linked, desired, trace, dependencies);
}
