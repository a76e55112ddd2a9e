import { ConcurrencyError } from '../errors/storeErrors.ts';
import type { EngineDependencies } from './dependencies.ts';
import { leaveQuarantine } from './leaveQuarantine.ts';
import { makeEscrowsDue } from './makeEscrowsDue.ts';
import { isByFailures } from './quarantineByFailures.ts';
import { requestFullCycle } from './requestFullCycle.ts';

/**
 * Only the sweep compares the configuration. A changed mapping or scope asks for a full cycle; an older version of the app
 * never overwrites a newer one's hash, so that a rolling deployment does not flip back and forth.
 */
export async function compareConfiguration(dependencies: EngineDependencies): Promise<void> {
  const { configuration, job, clock } = dependencies;
  const { hash, appVersion } = configuration;
  const stored = await job.read('config');
  if (stored?.value.hash === hash) return;
  if (stored && compareVersions(appVersion, stored.value.appVersion) < 0) return;
  if (stored) {
    await requestFullCycle(`configuration changed (${hash.slice(0, 8)})`, dependencies);
    // What failed may have failed because of the old one.
    await makeEscrowsDue(dependencies);
    await leaveIfByFailures(dependencies);
  }
  await job.write('config', { hash, appVersion, since: clock.now().toISOString() }, stored?.etag ?? null);
}

async function leaveIfByFailures(dependencies: EngineDependencies): Promise<void> {
  const status = (await dependencies.job.read('status'))?.value;
  if (status?.state !== 'quarantine' || !status.quarantine || !isByFailures(status.quarantine)) return;
  await leaveQuarantine(status.quarantine, 'the configuration has changed', dependencies);
}

/** Notes under which configuration the first cycle runs: one that is changed before the first sweep is noticed, too. */
export async function noteFirstConfiguration({ configuration, job, clock }: EngineDependencies): Promise<void> {
  const { hash, appVersion } = configuration;
  if (await job.read('config')) return;
  try {
    await job.write('config', { hash, appVersion, since: clock.now().toISOString() }, null);
  } catch (error) {
    if (!(error instanceof ConcurrencyError)) throw error;
  }
}

function compareVersions(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true });
}
