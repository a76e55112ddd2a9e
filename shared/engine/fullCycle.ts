import type { Cycle } from '../model/job.ts';
import { noteFirstConfiguration } from './compareConfiguration.ts';
import { countEntries } from './countEntries.ts';
import type { EngineDependencies } from './dependencies.ts';
import { endCycle } from './endCycle.ts';
import { enqueueCycle, plannedIn } from './enqueueCycle.ts';
import { guardCycle, isAnotherLookDue } from './guardCycle.ts';
import { quarantineIfRefused } from './probeQuarantine.ts';
import { isPending } from './requestFullCycle.ts';
import { scanForDifferences } from './scan/scanForDifferences.ts';
import { syncAssignments } from './syncAssignments.ts';
import { type LeaseHold, withLease } from './withLease.ts';

/**
 * Starts a full cycle when one was asked for or the day's is due, unless one is running. It only reads and enqueues; the
 * workers do the rest. A scan that dies is started over under the same cycle by the next run.
 */
export async function runDueFullCycle(dependencies: EngineDependencies): Promise<void> {
  await withLease('lease-fullCycle', dependencies, async (lease) => {
    const { cycles, gate, logger } = dependencies;
    if ((await gate.refresh()) !== 'active') return;
    const [newest] = await cycles.recent(1);
    const reason = await dueReason(newest, dependencies);
    if (reason === undefined) return;
    if (newest?.phase === 'provisioning' && (await endCycle(newest, dependencies)).phase !== 'ended') return;
    const isStartedOver = newest?.phase === 'scanning';
    const cycle = isStartedOver ? newest : newCycle(newest, reason, dependencies);
    await cycles.put(cycle);
    await noteFirstConfiguration(dependencies);
    try {
      await scanAndEnqueue(cycle, { lease, isStartedOver }, dependencies);
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      logger.error(`Full cycle ${cycle.id} broke off and starts over: ${problem}`);
      lease.check();
      await cycles.put({ ...cycle, error: problem });
      await quarantineIfRefused(error, dependencies);
      throw error;
    }
  });
}

/** The first cycle is due at once, later ones on request or by the schedule. */
async function dueReason(newest: Cycle | undefined, dependencies: EngineDependencies): Promise<string | undefined> {
  const { job, configuration, clock } = dependencies;
  if (newest?.phase === 'scanning') return newest.reason;
  const request = await job.read('fullRequest');
  if (request && isPending(request.value, newest)) return request.value.reason;
  if (!newest) return 'first start';
  if (await isAnotherLookDue(dependencies)) return 'another look at a listing that was suddenly much smaller';
  const next = configuration.nextFullCycle(new Date(newest.startedAt));
  return next && next <= clock.now() ? 'schedule' : undefined;
}

function newCycle(previous: Cycle | undefined, reason: string, { clock }: EngineDependencies): Cycle {
  const startedAt = clock.now();
  return {
    id: `c${startedAt.getTime().toString(36)}`,
    kind: previous ? 'full' : 'initial',
    phase: 'scanning',
    reason,
    scanned: 0,
    planned: 0,
    done: 0,
    failed: 0,
    skipped: 0,
    startedAt: startedAt.toISOString(),
    endedAt: null,
    error: null,
  };
}

/** The delta links are taken before the listing that they follow up, and stored after its differences are enqueued. */
async function scanAndEnqueue(
  cycle: Cycle,
  { lease, isStartedOver }: { readonly lease: LeaseHold; readonly isStartedOver: boolean },
  dependencies: EngineDependencies,
): Promise<void> {
  const { source, job, cycles, clock, progress, logger } = dependencies;
  const obtainedAt = clock.now().toISOString();
  const [users, groups] = [await source.latestDelta('users'), await source.latestDelta('groups')];
  const assignments = await syncAssignments('none', dependencies);
  const found = await scanForDifferences(
    cycle.kind === 'initial',
    async (scanned) => {
      lease.check();
      await cycles.put({ ...cycle, scanned });
    },
    dependencies,
  );
  lease.check();
  const { scan, notice, memory } = await guardCycle(cycle, found, assignments, dependencies);
  if (notice !== null) logger.warn(`Deletion guard, run ${cycle.id}: ${notice}`);
  await enqueueCycle(cycle.id, scan, lease, dependencies);
  lease.check();
  await job.write('delta-users', { ...users, obtainedAt });
  await job.write('delta-groups', { ...groups, obtainedAt });
  await job.write('userListing', memory);
  if (assignments.memory) await job.write('assignments', assignments.memory);
  // The deletion guard counts in percent of these.
  await countEntries((await job.read('entries'))?.value, cycle, dependencies);
  if (isStartedOver) await settleUnplanned(cycle.id, scan, dependencies);
  const planned = plannedIn(scan).length;
  const enqueued: Cycle = {
    ...cycle,
    phase: 'provisioning',
    scanned: scan.scanned + scan.groups.scanned,
    planned,
    error: notice,
  };
  await cycles.put(enqueued);
  await progress.endIfSettled(enqueued);
}

/**
 * A scan that died may have registered objects without living to enqueue them. Those of which this one knows nothing to do have
 * been put right meanwhile, and no message would ever settle them: the cycle would stay open, and keep the next one waiting.
 */
async function settleUnplanned(
  cycleId: string,
  scan: Parameters<typeof plannedIn>[0],
  { cycles }: EngineDependencies,
): Promise<void> {
  const planned = new Set(plannedIn(scan).map(({ kind, id }) => `${kind}:${id}`));
  for await (const page of cycles.expected(cycleId)) {
    for (const { kind, id } of page) {
      if (!planned.has(`${kind}:${id}`)) await cycles.settle(cycleId, kind, id, 'done');
    }
  }
}
