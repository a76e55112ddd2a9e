import { type Change, messageIdOf } from '../model/change.ts';
import type { OutgoingChange } from '../ports/changeQueue.ts';
import type { EngineDependencies } from './dependencies.ts';
import type { Difference, Scan } from './scanForDifferences.ts';
import type { LeaseHold } from './withLease.ts';

const BATCH = 500;

type Planned = Omit<Scan, 'linked'>;

/**
 * Enqueues what the scan found: leavers first, then managers before their reports, each kind spaced at the rate that Slack
 * permits for it. Scheduled messages hold no worker, and an event for the same object simply overtakes them. Each object is
 * registered with the cycle before its message is sent.
 */
export async function enqueueCycle(
  cycleId: string,
  scan: Planned,
  lease: LeaseHold,
  dependencies: EngineDependencies,
): Promise<void> {
  const { permittedPerSecond, clock, cycles, queue } = dependencies;
  const objects = plannedIn(scan).map(({ id }) => ({ kind: 'user' as const, id }));
  for (const batch of batchesOf(objects)) {
    lease.check();
    await cycles.expect(cycleId, batch);
  }
  // Spaced from now and not from before: what was due while the objects were registered would all leave at once.
  const from = clock.now().getTime();
  const messages = [
    ...space(cycleId, scan.removals, from, permittedPerSecond('disableUser')),
    ...space(cycleId, managersFirst(scan.creations), from, permittedPerSecond('createUser')),
    ...space(cycleId, managersFirst(scan.updates), from, permittedPerSecond('updateUser')),
    ...space(cycleId, scan.excluded, from, Number.POSITIVE_INFINITY),
  ];
  for (const batch of batchesOf(messages)) {
    lease.check();
    await queue.send(batch);
  }
}

/** Everybody whom the cycle enqueues. */
export function plannedIn({ removals, creations, updates, excluded }: Planned): readonly Difference[] {
  return [...removals, ...creations, ...updates, ...excluded];
}

function batchesOf<T>(items: readonly T[]): readonly T[][] {
  return Array.from({ length: Math.ceil(items.length / BATCH) }, (_, index) =>
    items.slice(index * BATCH, (index + 1) * BATCH),
  );
}

function space(cycleId: string, differences: readonly Difference[], from: number, perSecond: number): OutgoingChange[] {
  return differences.map(({ id, candidate }, index) => {
    const known = candidate === undefined ? {} : { candidate };
    const change: Change = { v: 1, kind: 'user', id, cause: 'full', cycleId, attempt: 0, ...known };
    const at = new Date(from + (index * 1000) / perSecond);
    return { change, messageId: messageIdOf(change, cycleId), at };
  });
}

/** Orders people by their distance from the top, so that most references resolve at once; a ring of managers counts as the top. */
export function managersFirst(differences: readonly Difference[]): readonly Difference[] {
  const byId = new Map(differences.map((difference) => [difference.id, difference]));
  const depths = new Map<string, number>();
  return [...differences].sort((one, other) => depthOf(one) - depthOf(other));

  function depthOf({ id }: Difference): number {
    const path: string[] = [];
    let current: string | null | undefined = id;
    while (current && byId.has(current) && !depths.has(current)) {
      if (path.includes(current)) break;
      path.push(current);
      current = byId.get(current)?.managerId;
    }
    let depth = current ? (depths.get(current) ?? -1) : -1;
    for (const step of path.reverse()) {
      depth += 1;
      depths.set(step, depth);
    }
    return depths.get(id) ?? 0;
  }
}
