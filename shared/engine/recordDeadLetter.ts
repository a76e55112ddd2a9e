import type { Change } from '../model/change.ts';
import type { EngineDependencies } from './dependencies.ts';
import { recordOutcome } from './recordOutcome.ts';
import { Trace } from './trace.ts';

/**
 * A message that could not be processed at all: logged as failed, put into escrow so that the object comes up again, and
 * counted in its cycle.
 * @param change `undefined` when the message cannot be read
 */
export async function recordDeadLetter(
  change: Change | undefined,
  reason: string,
  dependencies: EngineDependencies,
): Promise<void> {
  const { logger, clock, progress } = dependencies;
  if (!change) {
    logger.error(`A message that cannot be read was dead-lettered and is dropped: ${reason}`);
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
  await progress.settle(change, 'failed');
}
