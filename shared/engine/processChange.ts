import { isProvisioningError, ProvisioningError } from '../errors/provisioningError.ts';
import { ConcurrencyError } from '../errors/storeErrors.ts';
import { type Change, messageIdOf } from '../model/change.ts';
import type { Outcome } from '../model/outcome.ts';
import { cycleResultOf } from './cycleProgress.ts';
import type { EngineDependencies } from './dependencies.ts';
import { enterQuarantine } from './enterQuarantine.ts';
import { noteAnnouncement } from './notificationGap.ts';
import { followRequest, type RequestProgress } from './onDemand/requestProgress.ts';
import { isProtectionRefusal, skipProtected } from './protectedAccount.ts';
import { provision } from './provision.ts';
import { recordOutcome } from './recordOutcome.ts';
import { LAST_ATTEMPT, retryDelay } from './retryDelay.ts';
import { rouseDependents } from './rouseDependents.ts';
import { Trace } from './trace.ts';

/** Graph replicates late: an unchanged object right after a notification is looked at once more after this time. */
const SECOND_LOOK_MS = 30_000;

/** How the message reached us. */
export interface MessageInfo {
  readonly messageId: string;
  /** 1 on the first delivery. */
  readonly deliveryCount: number;
  /** When it was sent, or fell due if it was scheduled. */
  readonly enqueuedAt?: Date;
}

/**
 * Processes one message of queue `changes` to its end: afterwards the message can be completed, since whatever is left to
 * do is in the queue as a scheduled copy or in a table.
 * @throws only when even that could not be written down, after a wait that grows with the message's deliveries: the message
 *   then comes back by itself, and at once
 */
export async function processChange(
  change: Change,
  message: MessageInfo,
  dependencies: EngineDependencies,
): Promise<Outcome | undefined> {
  try {
    return await dependencies.progress.track(() => process(change, message, dependencies));
  } catch (error) {
    await dependencies.clock.sleep(Math.min(2 ** message.deliveryCount, 30) * 1000);
    throw error;
  }
}

async function process(
  change: Change,
  message: MessageInfo,
  dependencies: EngineDependencies,
): Promise<Outcome | undefined> {
  const { gate, clock, progress, escrows, reservations } = dependencies;
  const trace = new Trace();
  const request = await followRequest(change, trace, dependencies);
  const state = await gate.state();
  const isProbe = change.probe === true && state === 'quarantine';
  if (state !== 'active' && !isProbe) return setAside(change, request, trace, dependencies);

  const startedAt = clock.now();
  const retried = message.deliveryCount > 1 || change.attempt > 0;
  let outcome: Outcome | undefined;
  try {
    const kept = { reservation: change.reservation, isProbe };
    outcome = await reservations.holding(kept, () => provision(change, { retried }, trace, dependencies));
  } catch (error) {
    const decided = await onError(error, change, message, trace, dependencies);
    if (decided === 'deferred') {
      await request.wait(`${messageOf(error)} It is tried again.`);
      return trace.end('deferred');
    }
    if (decided === 'setAside') return setAside(change, request, trace, dependencies);
    outcome = decided;
  }
  const afterFailure = retried || change.cause === 'retry';
  if (outcome) await rouseDependents(change, outcome, { trace, afterFailure }, dependencies);
  if (outcome)
    await recordOutcome({ change, outcome, trace, startedAt, noticedAt: noticedAt(change, message) }, dependencies);
  else if (change.cause === 'retry') await escrows.remove(change.kind, change.id);
  await trace.commit();
  if (outcome) await noteAnnouncement(change, sourceOf(change, message), outcome, trace.anchor, dependencies);
  await request.end(outcome);
  await progress.settle(change, cycleResultOf(outcome?.type));
  const isTooEarly = trace.lookAgain || outcome?.type === 'unchanged';
  if (trace.isDoubtful) await verify(change, message, dependencies);
  else if (isTooEarly && change.cause === 'notification' && change.attempt === 0) {
    await lookAgain(change, message, dependencies);
  }
  return outcome;
}

/** While nothing may be written, the object is remembered and the message completed; it comes up again when the job is active. */
async function setAside(
  change: Change,
  request: RequestProgress,
  trace: Trace,
  { dirty, progress }: EngineDependencies,
): Promise<undefined> {
  await dirty.put(change.kind, change.id);
  await progress.settle(change, 'skipped');
  await request.end(trace.end('skipped', NOT_ACTIVE));
}

const NOT_ACTIVE = {
  code: 'JobNotActive',
  reason: 'Nothing may be written to Slack now. The object is remembered, and looked at once the job is active again.',
} as const;

/** Turns an error into what happens next: a delayed copy, a note for later, or a failed outcome. */
async function onError(
  error: unknown,
  change: Change,
  message: MessageInfo,
  trace: Trace,
  dependencies: EngineDependencies,
): Promise<Outcome | 'deferred' | 'setAside'> {
  const { clock, random, gate, logger } = dependencies;
  const known = asProvisioningError(error);
  if (known.code === 'InternalError')
    logger.error(`Unexpected error for ${change.kind} ${change.id}: ${describe(error)}`);
  switch (known.class) {
    case 'unauthorized':
    case 'fatal': {
      const { code, message } = known;
      await enterQuarantine({ reason: 'EncounteredQuarantineException', code, message }, dependencies);
      return 'setAside';
    }
    case 'wait': {
      if (known.code === 'JobOnHold') {
        await gate.refresh();
        return 'setAside';
      }
      const at = known.until ?? new Date(clock.now().getTime() + 30_000);
      await sendCopy(withReservation(change, known.reservation), message, at, dependencies);
      return 'deferred';
    }
    case 'retry':
    case 'gone': {
      if (change.attempt >= LAST_ATTEMPT) break;
      const at = new Date(clock.now().getTime() + retryDelay(change.attempt, random));
      await sendCopy(withReservation(change, undefined), message, at, dependencies);
      return 'deferred';
    }
    default:
      break;
  }
  trace.add('export', 'failure', { code: known.code, reason: known.message });
  if (isProtectionRefusal(known)) return skipProtected(change, known, trace, dependencies);
  return trace.end('failed', { code: known.code, reason: known.message });
}

/** A place that was kept is used up, whatever came of it. */
function withReservation({ reservation: _used, ...change }: Change, reservation: string | undefined): Change {
  return reservation === undefined ? change : { ...change, reservation };
}

/** Lost races and faults nobody classified are retried like passing faults. */
function asProvisioningError(error: unknown): ProvisioningError {
  if (isProvisioningError(error)) return error;
  if (error instanceof ConcurrencyError) {
    return new ProvisioningError(
      'retry',
      'Concurrency',
      'Another writer changed the same row; the object is looked at again.',
    );
  }
  return new ProvisioningError('retry', 'InternalError', 'An unexpected error occurred in the provisioner.', {
    cause: error,
  });
}

function messageOf(error: unknown): string {
  return isProvisioningError(error) ? error.message : 'Something unexpected happened.';
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/**
 * Sends the delayed copy before the original is completed. Its id derives from the original's, so that a crash in between
 * sends the same copy again and duplicate detection drops it.
 */
async function sendCopy(change: Change, message: MessageInfo, at: Date, { queue }: EngineDependencies): Promise<void> {
  const since = noticedAt(change, message);
  const copy: Change = {
    ...change,
    attempt: change.attempt + 1,
    ...(since ? { noticedAt: since.toISOString() } : {}),
  };
  await queue.send([{ change: copy, messageId: messageIdOf(copy, sourceOf(change, message)), at }]);
}

/**
 * Sends the second look. It is no retry, since nothing was written, so the anchor's snapshot still stands for Slack; like the
 * delta that it may anticipate, it is the last look of its kind.
 */
async function lookAgain(change: Change, message: MessageInfo, { queue, clock }: EngineDependencies): Promise<void> {
  const look: Change = { ...withReservation(change, undefined), cause: 'delta', attempt: 0 };
  const at = new Date(clock.now().getTime() + SECOND_LOOK_MS);
  await queue.send([{ change: look, messageId: messageIdOf(look, `${sourceOf(change, message)}-again`), at }]);
}

/** When the change was noticed: when its first message was sent. */
function noticedAt({ noticedAt }: Change, { enqueuedAt }: MessageInfo): Date | undefined {
  return noticedAt === undefined ? enqueuedAt : new Date(noticedAt);
}

/** Slack's answer did not show what was written, and its reads lag behind: a later try compares with what Slack shows by then. */
async function verify(change: Change, message: MessageInfo, dependencies: EngineDependencies): Promise<void> {
  if (change.attempt >= LAST_ATTEMPT) return;
  const at = new Date(dependencies.clock.now().getTime() + SECOND_LOOK_MS);
  await sendCopy(withReservation(change, undefined), message, at, dependencies);
}

/** The part of the message id that names the cause: what stands between the object's id and the attempt. */
function sourceOf(change: Change, { messageId }: MessageInfo): string {
  const prefix = messageIdOf({ ...change, attempt: 0 }, '').replace(/-0$/, '');
  const suffix = `-${change.attempt}`;
  if (!messageId.startsWith(prefix) || !messageId.endsWith(suffix)) return messageId;
  return messageId.slice(prefix.length, messageId.length - suffix.length);
}
