import type { StagedDeletion } from '../model/deletion.ts';
import type { Cycle, ListingMemory } from '../model/job.ts';
import { judgeListing, type ListingVerdict } from '../plan/judgeListing.ts';
import { isHandover } from './admitHandover.ts';
import { readDeletionLimit } from './deletionBudget.ts';
import { alignDeletionHold } from './deletionHold.ts';
import type { EngineDependencies } from './dependencies.ts';
import { guardRemovals } from './guardRemovals.ts';
import type { Scan } from './scan/scanForDifferences.ts';
import type { AssignmentSync } from './syncAssignments.ts';

/** Time between two looks at a listing that is suddenly much smaller. */
const LOOK_AGAIN_MS = 15 * 60_000;

export interface GuardedScan {
  /** What may be enqueued. */
  readonly scan: Scan;
  /** Why removals were left out; null when none were. */
  readonly notice: string | null;
  /** What to remember of the listing of users, once everything is enqueued. */
  readonly memory: ListingMemory;
}

/**
 * Guards what a full cycle is about to enqueue: no removals at all after a listing that is suddenly much smaller, all of them
 * staged where they are over the limit, and none that somebody has rejected. Staged deletions that the scan does not confirm go.
 */
export async function guardCycle(
  { id: runId, startedAt }: Pick<Cycle, 'id' | 'startedAt'>,
  scan: Scan,
  assignments: AssignmentSync,
  dependencies: EngineDependencies,
): Promise<GuardedScan> {
  const memory = (await dependencies.job.read('userListing'))?.value ?? {};
  const verdict = await judge(scan, memory, dependencies);
  if (verdict.type === 'doubted') {
    const notice = [assignments.notice ?? [], noticeOf(scan.scanned, memory.size ?? scan.linked)].flat().join('\n');
    return {
      scan: { ...scan, removals: [], groups: { ...scan.groups, removals: [] } },
      notice,
      memory: { ...memory, doubt: verdict.doubt },
    };
  }
  const isDoubtful = verdict.type === 'believed' || assignments.verdict === 'believed';
  const leavers = scan.removals.flatMap(({ id, leaving }) => (leaving ? [{ id, ...leaving }] : []));
  await guardRemovals(leavers, { runId, isDoubtful }, dependencies);
  const leaving = new Set(leavers.map(({ id }) => id));
  const joining = new Set(scan.creations.map(({ id }) => id));
  const isConfirmed = (staged: StagedDeletion) => (isHandover(staged) ? joining : leaving).has(staged.id);
  const rejected = await pruneUnconfirmed(isConfirmed, startedAt, dependencies);
  const removals = scan.removals.filter(({ id }) => !rejected.has(id));
  return { scan: { ...scan, removals }, notice: assignments.notice, memory: { size: scan.scanned } };
}

/** Whether a listing of users that was not believed is to be looked at again. */
export async function isAnotherLookDue({ job, clock }: Pick<EngineDependencies, 'job' | 'clock'>): Promise<boolean> {
  const doubt = (await job.read('userListing'))?.value.doubt;
  return doubt !== undefined && clock.now().getTime() - Date.parse(doubt.lookedAt) >= LOOK_AGAIN_MS;
}

async function judge(
  { scanned, linked }: Scan,
  memory: ListingMemory,
  dependencies: EngineDependencies,
): Promise<ListingVerdict> {
  const isSuddenlyEmpty = scanned === 0 && linked > 0;
  const isSmaller = memory.size !== undefined && scanned < memory.size;
  const tolerance = isSmaller ? await readDeletionLimit(dependencies) : 0;
  return judgeListing({ size: scanned, memory, tolerance, isSuddenlyEmpty, now: dependencies.clock.now() });
}

function noticeOf(size: number, before: number): string {
  const [now, then] = [size === 0 ? 'no users at all' : `${size} users`, `there were ${before}`];
  return `Graph listed ${now} where ${then}; nobody is disabled because of that. If it stays like this for half an hour, the deletions that follow are staged for approval.`;
}

/**
 * Removes staged deletions of people who are entitled again or disabled already; what was staged since the scan began is
 * newer than the scan.
 * @returns whose deletion somebody has rejected
 */
async function pruneUnconfirmed(
  isConfirmed: (staged: StagedDeletion) => boolean,
  startedAt: string,
  dependencies: EngineDependencies,
): Promise<ReadonlySet<string>> {
  const { deletions } = dependencies;
  const rejected = new Set<string>();
  const stale: StagedDeletion[] = [];
  for await (const page of deletions.list()) {
    for (const deletion of page) {
      if (deletion.kind === 'user' && !isConfirmed(deletion) && deletion.stagedAt < startedAt) stale.push(deletion);
      else if (deletion.decision === 'rejected' && !isHandover(deletion)) rejected.add(deletion.id);
    }
  }
  await deletions.remove(stale);
  if (stale.length > 0) await alignDeletionHold(dependencies);
  return rejected;
}
