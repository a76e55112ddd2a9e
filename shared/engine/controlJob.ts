import { ProvisioningError } from '../errors/provisioningError.ts';
import type { JobDocuments, JobState } from '../model/job.ts';
import { decideDeletions } from './decideDeletions.ts';
import type { EngineDependencies } from './dependencies.ts';
import { isLongStop } from './longStop.ts';
import { makeEscrowsDue } from './makeEscrowsDue.ts';
import { reconsiderDisabled } from './reconsiderDisabled.ts';
import { requestFullCycle } from './requestFullCycle.ts';

/** Entra's names of what a restart resets (synchronizationJobRestartCriteria). */
export const RESET_SCOPES = ['None', 'QuarantineState', 'Watermark', 'Escrows', 'ForceDeletes', 'Full'] as const;
export type ResetScope = (typeof RESET_SCOPES)[number];

/** As Entra's portal does it with "Restart provisioning". */
const USUAL: readonly ResetScope[] = ['QuarantineState', 'Watermark', 'Escrows'];

export interface JobAnswer {
  readonly state: JobState;
  /** ISO 8601, UTC. */
  readonly since: string;
  /** What was done, a sentence each. */
  readonly done: readonly string[];
}

/** Stops all writing. What changes meanwhile is remembered; messages that are under way are set aside. */
export async function pauseJob(by: string, dependencies: EngineDependencies): Promise<JobAnswer> {
  await dependencies.gate.pause(by);
  dependencies.logger.warn('The job was paused.');
  return answer(
    ['Nothing is written to Slack until the job is started; what changes meanwhile is remembered.'],
    dependencies,
  );
}

/**
 * Lets the job go on, whatever had stopped it; a quarantine comes back if its cause persists. What was remembered is enqueued by
 * the next sweep; after more than a day a full cycle compares everything.
 * @throws ProvisioningError `conflict` with code `Disabled` when `provisioning.json` itself has it switched off
 */
export async function startJob(by: string, dependencies: EngineDependencies): Promise<JobAnswer> {
  const { job, gate, clock, logger } = dependencies;
  if (gate.isSwitchedOff) {
    const reason = 'provisioning.json says "enabled": false. Set it to true and deploy that.';
    throw new ProvisioningError('conflict', 'SwitchedOff', reason);
  }
  const before: JobDocuments['status'] | undefined = (await job.read('status'))?.value;
  const done = ['What changed meanwhile is enqueued within a minute.'];
  if (before && before.state !== 'active' && isLongStop(before.since, clock.now())) {
    await requestFullCycle('started after more than a day', dependencies);
    done.push('A full cycle is requested, since the job has rested for more than a day.');
  }
  const quarantine = before?.state === 'active' ? undefined : before?.quarantine;
  if (quarantine?.code === 'UnexpectedDeactivation') {
    const count = await reconsiderDisabled(quarantine, dependencies);
    if (count > 0) done.push(`${count} accounts that seemed disabled by hand at that time are enabled again.`);
  }
  await gate.start(by);
  logger.warn('The job was started.');
  if (quarantine) {
    const { reason, code, since } = quarantine;
    logger.event('quarantineLeft', { reason, code, tookMs: clock.now().getTime() - Date.parse(since) });
  }
  return answer(done, dependencies);
}

/**
 * Entra's restart: forgets what stands in the way of a fresh start.
 * @param scopes none: `QuarantineState`, `Watermark` and `Escrows`, as in Entra's portal
 * @throws ProvisioningError as `startJob`
 */
export async function restartJob(
  scopes: readonly ResetScope[],
  by: string,
  dependencies: EngineDependencies,
): Promise<JobAnswer> {
  const given = scopes.length === 0 ? USUAL : scopes;
  const has = (scope: ResetScope) => given.includes(scope) || (given.includes('Full') && USUAL.includes(scope));
  const { done } = has('QuarantineState') || has('None') ? await startJob(by, dependencies) : { done: [] };
  const more: string[] = [];
  if (has('Watermark')) {
    await requestFullCycle(`restarted by ${by}`, dependencies);
    more.push('A full cycle is requested.');
  }
  if (has('Escrows'))
    more.push(`${await makeEscrowsDue(dependencies)} failing objects are tried again within a minute.`);
  if (has('ForceDeletes')) more.push(`${await approveAll(by, dependencies)} staged deletions are approved.`);
  return answer([...done, ...more], dependencies);
}

async function approveAll(decidedBy: string, dependencies: EngineDependencies): Promise<number> {
  const hold = (await dependencies.job.read('deletionHold'))?.value;
  if (!hold) return 0;
  const order = { decision: 'approve', ids: 'all', runId: hold.runId, decidedBy } as const;
  return (await decideDeletions(order, dependencies)).decided;
}

async function answer(done: readonly string[], { job, gate, clock }: EngineDependencies): Promise<JobAnswer> {
  const status = (await job.read('status'))?.value;
  return { state: gate.stateOf(status), since: status?.since ?? clock.now().toISOString(), done };
}
