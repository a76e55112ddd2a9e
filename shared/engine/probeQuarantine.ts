import { isProvisioningError, type ProvisioningError } from '../errors/provisioningError.ts';
import type { Quarantine } from '../model/job.ts';
import type { EngineDependencies } from './dependencies.ts';
import { enterQuarantine } from './enterQuarantine.ts';
import { endsByItself, seriesOf } from './jobGate.ts';
import { leaveQuarantine } from './leaveQuarantine.ts';
import { probeByWriting } from './probeByWriting.ts';
import { isByFailures } from './quarantineByFailures.ts';

const DAY_MS = 86_400_000;

/**
 * The minute's look at a job in quarantine. It ends as soon as its cause is gone: when both sides accept the credentials again,
 * or when objects that failed can be written again. One that lasts for weeks switches the job off.
 */
export async function probeQuarantine(dependencies: EngineDependencies): Promise<void> {
  const status = (await dependencies.job.read('status'))?.value;
  const quarantine = status?.quarantine;
  if (status?.state !== 'quarantine' || !quarantine) return;
  if (await disableIfOverdue(quarantine, dependencies)) return;
  if (!endsByItself(quarantine)) return;
  if (isByFailures(quarantine)) return probeByWriting(quarantine, dependencies);
  const refusal = await findRefusal(dependencies);
  if (!refusal) return leaveQuarantine(quarantine, 'both sides accept the credentials again', dependencies);
  await noteOtherReason(quarantine, refusal, dependencies);
}

async function disableIfOverdue(
  quarantine: Quarantine,
  { configuration, gate, clock, logger }: EngineDependencies,
): Promise<boolean> {
  const days = configuration.quarantine.disableAfterDays;
  const { seriesBegan } = seriesOf(quarantine);
  if (clock.now().getTime() - Date.parse(seriesBegan) < days * DAY_MS) return false;
  const isDisabled = await gate.disable(quarantine.since);
  if (isDisabled) logger.error(`The job is switched off after ${days} days in quarantine: ${quarantine.code}.`);
  return isDisabled;
}

/** Another refusal than the one that began it, e.g. once the token is renewed its scope is missing. */
async function noteOtherReason(
  { since, reason, code: known }: Quarantine,
  refusal: ProvisioningError,
  { gate, logger }: EngineDependencies,
): Promise<void> {
  const { code, message } = refusal;
  if (code === known || !isProvisioningError(refusal, 'unauthorized', 'fatal')) return;
  if (!(await gate.amend(since, (quarantine) => ({ ...quarantine, code, message })))) return;
  logger.error(`Quarantine has another reason now: ${code}: ${message}`);
  logger.event('quarantineEntered', { reason, code });
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
