import { isProvisioningError, type ProvisioningError } from '../errors/provisioningError.ts';
import type { EngineDependencies } from './dependencies.ts';
import { enterQuarantine } from './enterQuarantine.ts';
import { endsByItself } from './jobGate.ts';

/**
 * In quarantine because a credential was refused: asks both sides whether they accept it again, and lifts the quarantine
 * as soon as they do.
 */
export async function probeQuarantine(dependencies: EngineDependencies): Promise<void> {
  const { job, gate, logger } = dependencies;
  const status = await job.read('status');
  const quarantine = status?.value.quarantine;
  if (status?.value.state !== 'quarantine' || !quarantine || !endsByItself(quarantine)) return;
  if (await findRefusal(dependencies)) return;
  if (await gate.lift(quarantine.since)) {
    logger.info(`Quarantine (${quarantine.code}) is lifted: both sides accept the credentials again.`);
  }
}

/**
 * A timer has met a refused credential. When that concerns more than the one request, the job goes into quarantine, where a
 * person sees it; what one missing permission refuses stays an error of that run.
 */
export async function quarantineIfRefused(error: unknown, dependencies: EngineDependencies): Promise<void> {
  if (!isProvisioningError(error, 'unauthorized', 'fatal')) return;
  const refusal = await findRefusal(dependencies);
  if (!refusal || !isProvisioningError(refusal, 'unauthorized', 'fatal')) return;
  const { code, message } = refusal;
  await enterQuarantine({ reason: 'EncounteredQuarantineException', code, message }, dependencies);
}

/** What one small read of each side answers, if not success. */
async function findRefusal({ source, target }: EngineDependencies): Promise<ProvisioningError | undefined> {
  try {
    await target.findUsers('email', 'quarantine-probe@invalid.example');
    await source.latestDelta('users');
    return undefined;
  } catch (error) {
    if (isProvisioningError(error)) return error;
    throw error;
  }
}
