import type { QuarantineCause } from '../model/job.ts';
import type { EngineDependencies } from './dependencies.ts';

/** Stops all writing to Slack for a reason, and says so; not again when the job is in quarantine for that reason already. */
export async function enterQuarantine(
  cause: QuarantineCause,
  { gate, logger }: Pick<EngineDependencies, 'gate' | 'logger'>,
): Promise<void> {
  const { reason, code, message } = cause;
  if (!(await gate.quarantine(cause))) return;
  logger.error(`Job goes into quarantine: ${code}: ${message}`);
  logger.event('quarantineEntered', { reason, code });
}
