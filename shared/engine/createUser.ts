import { isProvisioningError, type ProvisioningError } from '../errors/provisioningError.ts';
import type { MatchedBy } from '../model/anchor.ts';
import type { Attributes } from '../model/attributes.ts';
import type { Outcome } from '../model/outcome.ts';
import type { SourceUser } from '../model/source.ts';
import type { TargetUser } from '../model/target.ts';
import { TARGET } from '../model/targetAttributes.ts';
import { snapshotAfter } from '../plan/compareAttributes.ts';
import { confirmsMatch } from '../plan/confirmsMatch.ts';
import { userNameCandidates } from '../plan/userNameCandidates.ts';
import { adoptUser } from './adoptUser.ts';
import type { EngineDependencies } from './dependencies.ts';
import type { DesiredUser } from './provisionMember.ts';
import type { Trace } from './trace.ts';

type Creation =
  | { readonly type: 'created'; readonly account: TargetUser; readonly attributes: Attributes }
  | { readonly type: 'exists'; readonly account: TargetUser; readonly by: MatchedBy };

/**
 * Creates the account, and never a second one: a taken e-mail or a lost answer leads to a look-up and adoption, a taken
 * user name to a numeric suffix.
 */
export async function createUser(
  user: SourceUser,
  attributes: Attributes,
  desired: DesiredUser,
  trace: Trace,
  dependencies: EngineDependencies,
): Promise<Outcome> {
  trace.add('processing', 'success', { action: 'create', attributes });
  const creation = await create(user, attributes, dependencies);
  if (creation.type === 'exists') {
    trace.add('matching', 'success', { result: 'found', slackId: creation.account.slackId, basis: 'refused creation' });
    return adoptUser(user.id, { account: creation.account, by: creation.by }, desired, trace, dependencies);
  }
  const { account } = creation;
  await dependencies.anchors.claim({
    kind: 'user',
    sourceId: user.id,
    slackId: account.slackId,
    matchedBy: 'created',
    active: account.active,
    snapshot: snapshotAfter(creation.attributes, {}, []),
    references: desired.references,
    uncertain: !account.active,
    disabledInSlack: false,
    retired: false,
    lastOutcome: 'created',
    updatedAt: dependencies.clock.now().toISOString(),
  });
  trace.add('export', 'success', { action: 'create', slackId: account.slackId });
  const modified = Object.entries(creation.attributes).map(([name, value]) => ({ name, old: null, new: value }));
  return trace.end('created', { slackId: account.slackId, modified });
}

async function create(user: SourceUser, attributes: Attributes, dependencies: EngineDependencies): Promise<Creation> {
  const base = String(attributes[TARGET.userName]);
  let refusal: ProvisioningError | undefined;
  for (const userName of [base, ...userNameCandidates(base)]) {
    const attempt = userName === base ? attributes : withUserName(attributes, userName);
    try {
      return { type: 'created', account: await dependencies.target.createUser(attempt), attributes: attempt };
    } catch (error) {
      if (!isProvisioningError(error)) throw error;
      const existing = await findExisting(error, user, attempt, dependencies);
      if (existing) return existing;
      if (error.code !== 'username_taken') throw error;
      refusal = error;
    }
  }
  throw refusal;
}

/** Who stands in the way of a creation: the person's own account, possibly made by the very request whose answer was lost. */
async function findExisting(
  error: ProvisioningError,
  user: SourceUser,
  attributes: Attributes,
  { target }: EngineDependencies,
): Promise<Creation | undefined> {
  const email = String(attributes[TARGET.email]);
  if (error.code === 'email_taken' || error.lostAnswer) {
    const named = error.existingId === undefined ? undefined : await target.readUser(error.existingId);
    const account = named ?? (await target.findUsers('email', email))[0];
    return account && { type: 'exists', account, by: 'email' };
  }
  if (error.code !== 'username_taken') return undefined;
  const holders = await target.findUsers('userName', String(attributes[TARGET.userName]));
  const own = holders.find((account) => confirmsMatch(user, account));
  return own && { type: 'exists', account: own, by: 'userName' };
}

/** The nick name is the user name under another name in Slack, so it follows. */
function withUserName(attributes: Attributes, userName: string): Attributes {
  const nickName = attributes[TARGET.nickName] === undefined ? {} : { [TARGET.nickName]: userName };
  return { ...attributes, ...nickName, [TARGET.userName]: userName };
}
