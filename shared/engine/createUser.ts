import { isProvisioningError, ProvisioningError } from '../errors/provisioningError.ts';
import type { Attributes } from '../model/attributes.ts';
import type { Outcome } from '../model/outcome.ts';
import type { SourceUser } from '../model/source.ts';
import type { TargetUser } from '../model/target.ts';
import { TARGET } from '../model/targetAttributes.ts';
import { snapshotAfter } from '../plan/compareAttributes.ts';
import { userNameCandidates } from '../plan/userNameCandidates.ts';
import { adoptUser, finishCreation } from './adoptUser.ts';
import { claimAccount } from './claimAccount.ts';
import { isOwnCreation, noteCreation, unfinishedCreation } from './creationUnderway.ts';
import type { EngineDependencies } from './dependencies.ts';
import { isOwnByUserName } from './matchUser.ts';
import { CREATING } from './owedOutcome.ts';
import { withPhotoData } from './photoData.ts';
import type { DesiredUser } from './provisionMember.ts';
import type { Trace } from './trace.ts';

type Creation =
  | { readonly type: 'created'; readonly account: TargetUser; readonly attributes: Attributes }
  | {
      readonly type: 'exists';
      readonly account: TargetUser;
      readonly by: 'email' | 'userName';
      /** Slack has not answered the request that most likely made it. */
      readonly isAnswerLost: boolean;
    };

export interface NewUser {
  readonly user: SourceUser;
  readonly attributes: Attributes;
  /** The look-up showed that somebody else has the mapped user name. */
  readonly nameTaken: boolean;
}

/**
 * Creates the account, and never a second one: a taken e-mail or a lost answer leads to a look-up and adoption, a taken
 * user name to a numeric suffix.
 */
export async function createUser(
  newUser: NewUser,
  desired: DesiredUser,
  trace: Trace,
  dependencies: EngineDependencies,
): Promise<Outcome> {
  const { user, attributes: planned } = newUser;
  trace.add('processing', 'success', { action: 'create', attributes: planned });
  const email = String(planned[TARGET.email]);
  const previous = await dependencies.escrows.read('user', user.id);
  const unfinished = unfinishedCreation(previous);
  const abandoned = unfinished === email ? undefined : await findAbandoned(unfinished, dependencies);
  if (abandoned) {
    trace.add('matching', 'success', { result: 'found', slackId: abandoned.slackId, basis: 'unfinished creation' });
    return finishCreation(user.id, abandoned, desired, trace, dependencies);
  }
  await noteCreation('user', user.id, email, previous, dependencies);
  const creation = await create(newUser, desired.userNames, dependencies);
  const { slackId } = creation.account;
  if (creation.type === 'exists') {
    trace.add('matching', 'success', { result: 'found', slackId, basis: 'refused creation' });
    const isOwn = creation.isAnswerLost || isOwnCreation(creation.account, unfinished);
    if (isOwn) return finishCreation(user.id, creation.account, desired, trace, dependencies);
    return adoptUser(user.id, creation, desired, trace, dependencies);
  }
  const { account, attributes } = creation;
  const claim = await claimAccount(
    {
      sourceId: user.id,
      slackId,
      matchedBy: 'created',
      active: account.active,
      snapshot: snapshotAfter(attributes, {}, []),
      references: desired.references,
      uncertain: !account.active,
      lastOutcome: CREATING,
    },
    trace,
    dependencies,
  );
  if (claim.type === 'refused') return claim.outcome;
  trace.commit = () => dependencies.anchors.update({ ...claim.anchor, lastOutcome: 'created' });
  trace.add('export', 'success', { action: 'create', slackId });
  const modified = Object.entries(attributes).map(([name, value]) => ({ name, old: null, new: value }));
  return trace.end('created', { slackId, modified });
}

/** An account that an earlier try has made under an address that is not the person's any more, so that no look-up finds it. */
async function findAbandoned(
  unfinished: string | undefined,
  { target }: EngineDependencies,
): Promise<TargetUser | undefined> {
  if (unfinished === undefined) return undefined;
  const [account] = await target.findUsers('email', unfinished);
  return account && isOwnCreation(account, unfinished) ? account : undefined;
}

/** Looks before it tries a suffix: reads are plentiful, creations are what Slack rations. */
async function create(
  { user, attributes, nameTaken }: NewUser,
  userNames: readonly string[] | undefined,
  dependencies: EngineDependencies,
): Promise<Creation> {
  const { target } = dependencies;
  const base = String(attributes[TARGET.userName]);
  const names = userNames ?? [base, ...userNameCandidates(base, user.id)];
  const { [TARGET.photo]: picture } = await withPhotoData(attributes, user.id, dependencies);
  let refusal: ProvisioningError | undefined;
  for (const userName of names) {
    const isTaken = userName === base ? nameTaken : (await target.findUsers('userName', userName)).length > 0;
    if (isTaken) continue;
    const attempt = userName === base ? attributes : withUserName(attributes, userName);
    try {
      const account = await target.createUser({ ...attempt, [TARGET.photo]: picture ?? null });
      return { type: 'created', account, attributes: attempt };
    } catch (error) {
      if (!isProvisioningError(error)) throw error;
      const existing = await findExisting(error, user, attempt, dependencies);
      if (existing) return existing;
      if (error.code !== 'username_taken') throw error;
      refusal = error;
    }
  }
  throw refusal ?? noFreeName(names);
}

function noFreeName(names: readonly string[]): ProvisioningError {
  const reason = `All ${names.length} user names that the mapping of userName gives (${names.join(', ')}) are taken in Slack. Add another one to the mapping.`;
  return new ProvisioningError('invalid', 'username_taken', reason);
}

/** Who stands in the way of a creation: the person's own account, possibly made by the very request whose answer was lost. */
async function findExisting(
  error: ProvisioningError,
  user: SourceUser,
  attributes: Attributes,
  dependencies: EngineDependencies,
): Promise<Creation | undefined> {
  const { target } = dependencies;
  const email = String(attributes[TARGET.email]);
  if (error.code === 'email_taken' || error.lostAnswer) {
    const named = error.existingId === undefined ? undefined : await target.readUser(error.existingId);
    const account = named ?? (await target.findUsers('email', email))[0];
    return account && { type: 'exists', account, by: 'email', isAnswerLost: error.lostAnswer };
  }
  if (error.code !== 'username_taken') return undefined;
  for (const account of await target.findUsers('userName', String(attributes[TARGET.userName]))) {
    if (await isOwnByUserName(user, account, dependencies))
      return { type: 'exists', account, by: 'userName', isAnswerLost: false };
  }
  return undefined;
}

/** The nick name is the user name under another name in Slack, so it follows. */
function withUserName(attributes: Attributes, userName: string): Attributes {
  const nickName = attributes[TARGET.nickName] === undefined ? {} : { [TARGET.nickName]: userName };
  return { ...attributes, ...nickName, [TARGET.userName]: userName };
}
