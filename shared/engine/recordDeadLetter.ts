import { createHash } from 'node:crypto';
import type { Change } from '../model/change.ts';
import type { DeadLetter } from '../model/deadLetter.ts';
import type { EngineDependencies } from './dependencies.ts';
import { followRequest } from './onDemand/requestProgress.ts';
import { recordOutcome } from './recordOutcome.ts';
import { Trace } from './trace.ts';

/** A message of the dead-letter queue, as it came. */
export interface DeadMessage {
  readonly messageId: string;
  readonly body: string;
  readonly reason: string;
  readonly sentAt: Date;
}

/** What counts down, so that the newest id comes first; good until 2286. */
const LATEST_MS = 9_999_999_999_999;

/**
 * A message that could not be processed at all: recorded, so that a person can put it back. Where it can be read, it is also
 * logged as failed, put into escrow so that the object comes up again by itself, and counted in its cycle.
 * @param change `undefined` when the message cannot be read
 */
export async function recordDeadLetter(
  change: Change | undefined,
  message: DeadMessage,
  dependencies: EngineDependencies,
): Promise<void> {
  const { logger, clock, progress, deadLetters } = dependencies;
  const { reason } = message;
  await deadLetters.add(deadLetterOf(change, message, clock.now()));
  logger.event('deadLettered', { kind: change?.kind ?? null, id: change?.id ?? null, reason });
  if (!change) {
    logger.error(`A message that cannot be read was dead-lettered and set aside: ${reason}`);
    return;
  }
  logger.error(`Message for ${change.kind} ${change.id} was dead-lettered: ${reason}`);
  const trace = new Trace();
  trace.add('processing', 'failure', { code: 'DeadLettered', reason });
  const outcome = trace.end('failed', {
    code: 'DeadLettered',
    reason: `The message could not be processed (${reason}). The object is tried again later.`,
  });
  await recordOutcome({ change, outcome, trace, startedAt: clock.now() }, dependencies);
  await (await followRequest(change, trace, dependencies)).end(outcome);
  await progress.settle(change, 'failed');
}

/** The id comes from the message alone, so that one that is delivered again is recorded once. */
function deadLetterOf(
  change: Change | undefined,
  { messageId, body, reason, sentAt }: DeadMessage,
  now: Date,
): DeadLetter {
  const digest = createHash('sha256').update(messageId).update(body).digest('hex').slice(0, 12);
  return {
    id: `${String(LATEST_MS - sentAt.getTime()).padStart(13, '0')}-${digest}`,
    sentAt: sentAt.toISOString(),
    recordedAt: now.toISOString(),
    ...{ messageId, reason, body },
    change: change ? { kind: change.kind, id: change.id, cause: change.cause } : null,
    state: 'open',
    settledAt: null,
    settledBy: null,
  };
}
