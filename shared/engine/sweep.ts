import { isProvisioningError } from '../errors/provisioningError.ts';
import { ConcurrencyError } from '../errors/storeErrors.ts';
import { type Change, messageIdOf, type ObjectKind } from '../model/change.ts';
import type { Health } from '../model/job.ts';
import type { OutgoingChange } from '../ports/changeQueue.ts';
import { announceSweep } from './announceSweep.ts';
import { compareConfiguration } from './compareConfiguration.ts';
import type { EngineDependencies } from './dependencies.ts';
import { endCycle } from './endCycle.ts';
import { restUntil } from './heartbeat.ts';
import { keepSubscriptions } from './keepSubscriptions.ts';
import { countGaps } from './notificationGap.ts';
import { probeQuarantine, quarantineIfRefused } from './probeQuarantine.ts';
import { pruneStaged } from './pruneStaged.ts';
import { quarantineByFailures } from './quarantineByFailures.ts';
import { requestFullCycle } from './requestFullCycle.ts';
import { sendAlerts } from './sendAlerts.ts';
import { announceAssignments } from './syncAssignments.ts';
import { takeHealth } from './takeHealth.ts';
import { type LeaseHold, withLease } from './withLease.ts';

/** A delta link older than this is replaced by a full cycle; Entra drops them after seven days. */
const LONGEST_LINK_AGE_MS = 6 * 86_400_000;
/** How long an escrowed object is left to the message that was sent for it. */
const ESCROW_REST_MS = 15 * 60_000;

/**
 * The minute's round: what notifications missed, what is due again, and what configuration or assignments have changed.
 * Each part runs even if another one fails; the first error is thrown at the end, so that the run shows as failed.
 */
export async function sweep(dependencies: EngineDependencies): Promise<void> {
  await withLease('lease-sweep', dependencies, async (lease) => {
    const { job, clock, logger, gate } = dependencies;
    const started = clock.now();
    const last = (await job.read('lastSweep'))?.value;
    if (last && started < restUntil(last)) return;
    // The parts' messages about one object must not pass for duplicates: the first may be set aside before the second is sent.
    const runOf = (part: string) => `d-${started.getTime().toString(36)}-${part}`;
    const errors: unknown[] = [];
    let health: Health | undefined;
    const parts: readonly [string, () => Promise<unknown>][] = [
      ['hold', () => gate.alignHold()],
      ['probe', () => probeQuarantine(dependencies)],
      ['configuration', () => compareConfiguration(dependencies)],
      ['subscriptions', () => keepSubscriptions(dependencies)],
      ['assignments', () => syncKnownAssignments(runOf('a'), dependencies)],
      ['users', () => readChanges('users', runOf('u'), lease, dependencies)],
      ['groups', () => readChanges('groups', runOf('g'), lease, dependencies)],
      ['gaps', () => countGaps(dependencies)],
      [
        'escrows',
        async () => ((await gate.refresh()) === 'active' ? enqueueEscrows(runOf('e'), dependencies) : undefined),
      ],
      ['dirty', async () => ((await gate.refresh()) === 'active' ? enqueueDirty(runOf('s'), dependencies) : undefined)],
      ['cycles', () => endCycles(dependencies)],
      [
        'deletions',
        async () => ((await gate.state()) === 'active' ? pruneStaged(runOf('p'), dependencies) : undefined),
      ],
      [
        'health',
        async () => {
          health = await takeHealth(dependencies);
          await quarantineByFailures(health, dependencies);
        },
      ],
    ];
    for (const [name, run] of parts) {
      try {
        lease.check();
        await run();
      } catch (error) {
        logger.error(`Sweep, ${name}: ${messageOf(error)}`);
        errors.push(error);
      }
    }
    for (const error of errors) await quarantineIfRefused(error, dependencies);
    const startedAt = started.toISOString();
    const failure = { error: errors.map(messageOf).join('\n'), failingSince: last?.failingSince ?? startedAt };
    const endedAt = clock.now().toISOString();
    await job.write('lastSweep', { startedAt, endedAt, ...(errors.length > 0 ? failure : {}) });
    await sendAlerts(dependencies).catch((error: unknown) => logger.warn(`Alerts: ${messageOf(error)}`));
    await announceSweep(
      { startedAt: started, previousAt: last?.startedAt, failedParts: errors.length, health },
      dependencies,
    );
    if (errors.length > 0) throw errors[0];
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Before the first full cycle there is nothing to compare with: that cycle takes the assignments itself. */
async function syncKnownAssignments(runId: string, dependencies: EngineDependencies): Promise<void> {
  if (await dependencies.job.read('delta-users')) await announceAssignments(runId, dependencies);
}

/** Follows a delta link. The next link is stored only after everything it skips is in the queue. */
async function readChanges(
  resource: 'users' | 'groups',
  runId: string,
  lease: LeaseHold,
  dependencies: EngineDependencies,
): Promise<void> {
  const { source, job, queue, clock } = dependencies;
  const stored = await job.read(`delta-${resource}`);
  const select = source.deltaSelect(resource);
  if (!stored) return requestLink('no delta link', dependencies);
  const age = clock.now().getTime() - Date.parse(stored.value.obtainedAt);
  if (stored.value.select !== select || age > LONGEST_LINK_AGE_MS) {
    return requestLink('delta link out of date', dependencies);
  }
  const kind: ObjectKind = resource === 'users' ? 'user' : 'group';
  const obtainedAt = clock.now().toISOString();
  try {
    for await (const page of source.readDelta(resource, stored.value.link)) {
      lease.check();
      await queue.send(page.ids.map((id) => outgoing({ v: 1, kind, id, cause: 'delta', attempt: 0 }, runId)));
      if (page.nextLink !== undefined) {
        await job.write(`delta-${resource}`, { link: page.nextLink, obtainedAt, select }, stored.etag);
      }
    }
  } catch (error) {
    // A full cycle has stored a link of its own meanwhile, which shows these changes again.
    if (error instanceof ConcurrencyError) return;
    if (!isProvisioningError(error, 'gone')) throw error;
    await requestLink('delta link expired', dependencies);
  }
}

/** A new link comes with a full cycle; a scan that is under way, or about to start for the first time, brings it anyway. */
async function requestLink(reason: string, dependencies: EngineDependencies): Promise<void> {
  const [newest] = await dependencies.cycles.recent(1);
  if (newest && newest.phase !== 'scanning') await requestFullCycle(reason, dependencies);
}

/** After a change of the configuration or a quarantine that may be thousands, so that they are spaced at Slack's rate. */
async function enqueueEscrows(
  runId: string,
  { escrows, queue, clock, permittedPerSecond }: EngineDependencies,
): Promise<void> {
  const now = clock.now();
  const spacing = 1000 / permittedPerSecond('updateUser');
  let due = now.getTime();
  for await (const page of escrows.due(now)) {
    const messages: OutgoingChange[] = [];
    for (const escrow of page) {
      const { kind, id } = escrow;
      // Not again before this try had its time. Marked first: a worker that succeeds at once removes the row for good.
      await escrows.put({ ...escrow, nextAttemptAt: new Date(due + ESCROW_REST_MS).toISOString() });
      const at = due > now.getTime() ? { at: new Date(due) } : {};
      messages.push({ ...outgoing({ v: 1, kind, id, cause: 'retry', attempt: 0 }, runId), ...at });
      due += spacing;
    }
    await queue.send(messages);
  }
}

async function enqueueDirty(runId: string, { dirty, queue }: EngineDependencies): Promise<void> {
  for await (const page of dirty.list()) {
    await queue.send(page.map(({ kind, id }) => outgoing({ v: 1, kind, id, cause: 'retry', attempt: 0 }, runId)));
    await dirty.remove(page);
  }
}

async function endCycles(dependencies: EngineDependencies): Promise<void> {
  for (const cycle of await dependencies.cycles.recent(5)) {
    if (cycle.phase === 'provisioning') await endCycle(cycle, dependencies);
  }
}

function outgoing(change: Change, runId: string) {
  return { change, messageId: messageIdOf(change, runId) };
}
