import type { Quarantine } from '../model/job.ts';
import type { EngineDependencies } from './dependencies.ts';
import { isLongStop } from './longStop.ts';
import { makeEscrowsDue } from './makeEscrowsDue.ts';
import { isByFailures } from './quarantineByFailures.ts';
import { requestFullCycle } from './requestFullCycle.ts';

/**
 * Ends a quarantine, if it is still the job's state: what failed is tried again at once, and after more than a day everything is
 * compared.
 */
export async function leaveQuarantine(
  quarantine: Quarantine,
  why: string,
  dependencies: EngineDependencies,
): Promise<void> {
  const { gate, clock, logger } = dependencies;
  const { since, reason, code } = quarantine;
  if (isLongStop(since, clock.now())) await requestFullCycle('in quarantine for more than a day', dependencies);
  if (!(await gate.lift(since))) return;
  if (isByFailures(quarantine)) await makeEscrowsDue(dependencies);
  logger.info(`Quarantine (${code}) is lifted: ${why}.`);
  logger.event('quarantineLeft', { reason, code, tookMs: clock.now().getTime() - Date.parse(since) });
}
