import type { Cycle } from '../model/job.ts';
import type { EngineDependencies } from './dependencies.ts';
import { enqueueCycle } from './enqueueCycle.ts';
import { scanForDifferences } from './scanForDifferences.ts';
import { syncAssignments } from './syncScope.ts';
import { type LeaseHold, withLease } from './withLease.ts';

/** A cycle whose objects are still open after this time no longer keeps the next one from starting. */
const LONGEST_CYCLE_MS = 24 * 3_600_000;

/**
 * Starts a full cycle when one was asked for or the day's is due, unless one is running. It only reads and enqueues; the
 * workers do the rest. A scan that dies is started over under the same cycle, since its request is removed at the end.
 */
export async function runDueFullCycle(dependencies: EngineDependencies): Promise<void> {
  await withLease('lease-fullCycle', dependencies, async (lease) => {
    const { job, cycles, clock, gate, logger } = dependencies;
    if ((await gate.refresh()) !== 'active') return;
    const [newest] = await cycles.recent(1);
    const request = await job.read('fullRequest');
    const reason = request?.value.reason ?? dueReason(newest, dependencies);
    if (reason === undefined) return;
    if (newest?.phase === 'provisioning' && !isStuck(newest, clock.now())) {
      if ((await dependencies.progress.endIfSettled(newest)).phase !== 'ended') return;
    }
    const cycle = newest?.phase === 'scanning' ? newest : newCycle(newest, reason, dependencies);
    await cycles.put(cycle);
    try {
      await scanAndEnqueue(cycle, lease, dependencies);
    } catch (error) {
      logger.error(
        `Full cycle ${cycle.id} broke off and starts over: ${error instanceof Error ? error.message : String(error)}`,
      );
      throw error;
    }
    const after = await job.read('fullRequest');
    if (after && (!request || after.value.requestedAt === request.value.requestedAt)) await job.remove('fullRequest');
  });
}

/** The first cycle is due at once, later ones by the schedule. */
function dueReason(newest: Cycle | undefined, { configuration, clock }: EngineDependencies): string | undefined {
  if (!newest) return 'first start';
  if (newest.phase === 'scanning') return newest.reason;
  const next = configuration.nextFullCycle(new Date(newest.startedAt));
  return next && next <= clock.now() ? 'schedule' : undefined;
}

function isStuck(cycle: Cycle, now: Date): boolean {
  return now.getTime() - Date.parse(cycle.startedAt) > LONGEST_CYCLE_MS;
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
async function scanAndEnqueue(cycle: Cycle, lease: LeaseHold, dependencies: EngineDependencies): Promise<void> {
  const { source, job, cycles, clock, progress } = dependencies;
  const obtainedAt = clock.now().toISOString();
  const [users, groups] = [await source.latestDelta('users'), await source.latestDelta('groups')];
  await syncAssignments('none', dependencies);
  const scan = await scanForDifferences(async (scanned) => {
    await lease.renew();
    await cycles.put({ ...cycle, scanned });
  }, dependencies);
  await enqueueCycle(cycle.id, scan, lease, dependencies);
  await job.write('delta-users', { ...users, obtainedAt });
  await job.write('delta-groups', { ...groups, obtainedAt });
  const planned = scan.removals.length + scan.creations.length + scan.updates.length;
  const enqueued: Cycle = { ...cycle, phase: 'provisioning', scanned: scan.scanned, planned };
  await cycles.put(enqueued);
  await progress.endIfSettled(enqueued);
}
