import type { StoredAnchor } from '../model/anchor.ts';
import type { ObjectKind } from '../model/change.ts';
import { claimAccount } from './claimAccount.ts';
import type { EngineDependencies } from './dependencies.ts';
import { CREATING } from './owedOutcome.ts';
import type { Trace } from './trace.ts';

/** Code of an escrow row that says: an account or group is being created, under the e-mail address or name in `reason`. */
export const CREATION_UNDERWAY = 'CreationUnderway';
/** When the sweep looks after a creation that nobody has finished. */
const LOOK_AFTER_MS = 15 * 60_000;

/**
 * Says before an account is created that it will be. A worker that ends between Slack's answer and the link leaves an account
 * that nobody knows; should the person leave before the next try, nothing else would ever disable it. The row goes with
 * the outcome.
 */
export async function noteCreation(
  kind: ObjectKind,
  id: string,
  name: string,
  { escrows, clock }: Pick<EngineDependencies, 'escrows' | 'clock'>,
): Promise<void> {
  const previous = await escrows.read(kind, id);
  await escrows.put({
    kind,
    id,
    code: CREATION_UNDERWAY,
    reason: name,
    attempts: previous?.attempts ?? 0,
    nextAttemptAt: new Date(clock.now().getTime() + LOOK_AFTER_MS).toISOString(),
    ...(previous?.failure ? { failure: previous.failure } : {}),
  });
}

/** The e-mail address or name of a creation that nobody has finished; `undefined` when there is none. */
export async function readCreationNote(
  kind: ObjectKind,
  id: string,
  { escrows }: Pick<EngineDependencies, 'escrows'>,
): Promise<string | undefined> {
  const note = await escrows.read(kind, id);
  return note?.code === CREATION_UNDERWAY ? note.reason : undefined;
}

/** Links the account that an unfinished creation has left behind; `undefined` when there was no such creation, or nothing came of it. */
export async function claimAbandonedCreation(
  id: string,
  trace: Trace,
  dependencies: EngineDependencies,
): Promise<StoredAnchor | undefined> {
  const email = await readCreationNote('user', id, dependencies);
  if (email === undefined) return undefined;
  const [account] = await dependencies.target.findUsers('email', email);
  if (!account || account.type === 'bot') return undefined;
  trace.add('matching', 'success', { result: 'found', slackId: account.slackId, basis: 'unfinished creation' });
  const { slackId, active } = account;
  const claim = await claimAccount(
    {
      sourceId: id,
      slackId,
      matchedBy: 'created',
      active,
      snapshot: {},
      references: {},
      uncertain: false,
      lastOutcome: CREATING,
    },
    trace,
    dependencies,
  );
  return claim.type === 'claimed' ? claim.anchor : undefined;
}
