import { isProvisioningError } from '../errors/provisioningError.ts';
import type { EngineDependencies } from './dependencies.ts';

/** Codes after which only a person may let the writing go on. */
const MANUAL_CODES: ReadonlySet<string> = new Set(['UnexpectedDeactivation']);

/**
 * In quarantine because a credential was refused: asks both sides whether they accept it again, and lifts the quarantine
 * as soon as they do.
 */
export async function probeQuarantine({ job, gate, source, target, logger }: EngineDependencies): Promise<void> {
  const status = await job.read('status');
  const quarantine = status?.value.quarantine;
  if (status?.value.state !== 'quarantine' || !quarantine || MANUAL_CODES.has(quarantine.code)) return;
  try {
    await target.findUsers('email', 'quarantine-probe@invalid.example');
    await source.latestDelta('users');
  } catch (error) {
    if (isProvisioningError(error)) return;
    throw error;
  }
  await gate.activate();
  logger.info(`Quarantine (${quarantine.code}) is lifted: both sides accept the credentials again.`);
}
