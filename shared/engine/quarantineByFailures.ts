import type { Health, JobDocuments, Quarantine, QuarantineReason } from '../model/job.ts';
import { judgeFailures, nextAttempt } from '../plan/judgeQuarantine.ts';
import { countEntries } from './countEntries.ts';
import { countFailures } from './countFailures.ts';
import type { EngineDependencies } from './dependencies.ts';
import { enterQuarantine } from './enterQuarantine.ts';
import { seriesOf } from './jobGate.ts';

const BY_FAILURES: ReadonlySet<QuarantineReason> = new Set([
  'EncounteredEscrowProportionThreshold',
  'EncounteredBaseEscrowThreshold',
  'EncounteredTotalEscrowThreshold',
]);

/** True for a quarantine whose cause is not one refusal but that too many objects fail. */
export function isByFailures({ reason }: { readonly reason: QuarantineReason }): boolean {
  return BY_FAILURES.has(reason);
}

/** When writing is tried again at the latest, whatever the probes say; undefined for a quarantine that does not end so. */
export function nextAttemptOf(
  quarantine: Quarantine,
  { configuration }: Pick<EngineDependencies, 'configuration'>,
): Date | undefined {
  if (!isByFailures(quarantine)) return undefined;
  const began = new Date(seriesOf(quarantine).seriesBegan);
  return nextAttempt(began, new Date(quarantine.since), configuration.quarantine.probeHours);
}

/**
 * Puts the job into quarantine when too many objects fail. After a quarantine only what has failed since then counts: a fresh
 * start is not to be ended by old failures.
 */
export async function quarantineByFailures(health: Health, dependencies: EngineDependencies): Promise<void> {
  const { job, configuration, cycles } = dependencies;
  const status = (await job.read('status'))?.value;
  if (health.failures.count === 0 || (status && status.state !== 'active')) return;
  const failures = status?.lastQuarantine ? await failuresSince(status.lastQuarantine, dependencies) : health.failures;
  const [newest] = await cycles.recent(1);
  const planned = newest?.phase === 'provisioning' ? newest.planned : 0;
  // Counting the links is worth it only where the failures would be too many for a tenant without any.
  if (!judgeFailures({ failures, linked: 0, planned }, configuration.quarantine)) return;
  const entries = await countEntries((await job.read('entries'))?.value, newest, dependencies);
  const linked = entries.users + entries.groups;
  const cause = judgeFailures({ failures, linked, planned }, configuration.quarantine);
  if (cause) await enterQuarantine(cause, dependencies);
}

function failuresSince(
  { leftAt }: NonNullable<JobDocuments['status']['lastQuarantine']>,
  dependencies: EngineDependencies,
): ReturnType<typeof countFailures> {
  return countFailures(dependencies, leftAt);
}
