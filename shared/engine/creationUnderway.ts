import type { StoredAnchor } from '../model/anchor.ts';
import type { ObjectKind } from '../model/change.ts';
import type { TargetUser } from '../model/target.ts';
import { TARGET } from '../model/targetAttributes.ts';
import { snapshotAfter } from '../plan/compareAttributes.ts';
import type { Escrow } from '../ports/stores.ts';
import { type Claim, claimAccount } from './claimAccount.ts';
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
 * @param previous the object's row as it is now
 */
export async function noteCreation(
  kind: ObjectKind,
  id: string,
  name: string,
  previous: Escrow | undefined,
  { escrows, clock }: Pick<EngineDependencies, 'escrows' | 'clock'>,
): Promise<void> {
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
  return unfinishedCreation(await escrows.read(kind, id));
}

/** The same of a row that has been read. */
export function unfinishedCreation(row: Escrow | undefined): string | undefined {
  return row?.code === CREATION_UNDERWAY ? row.reason : undefined;
}

/** Whether an account is what an unfinished creation under this address has left behind. */
export function isOwnCreation({ type, attributes }: TargetUser, unfinished: string | undefined): boolean {
  const email = attributes[TARGET.email];
  return type !== 'bot' && typeof email === 'string' && email.toLowerCase() === unfinished?.toLowerCase();
}

/**
 * Links an account that an unfinished creation of ours has left behind. Whatever it shows was written by us, so that a value which
 * Entra has emptied since is cleared like any other.
 */
export function claimOwnCreation(
  sourceId: string,
  { slackId, active, attributes }: TargetUser,
  trace: Trace,
  dependencies: EngineDependencies,
): Promise<Claim> {
  const { targets } = dependencies.configuration.users.mapping;
  const mapped = Object.fromEntries(targets.map((target) => [target, attributes[target] ?? null]));
  return claimAccount(
    {
      sourceId,
      slackId,
      matchedBy: 'created',
      active,
      snapshot: snapshotAfter(mapped, {}, []),
      references: {},
      uncertain: false,
      lastOutcome: CREATING,
    },
    trace,
    dependencies,
  );
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
  const claim = await claimOwnCreation(id, account, trace, dependencies);
  return claim.type === 'claimed' ? claim.anchor : undefined;
}
