import { type Change, messageIdOf } from '../model/change.ts';
import type { OutgoingChange } from '../ports/changeQueue.ts';
import type { EngineDependencies } from './dependencies.ts';
import type { Difference, Scan } from './scanForDifferences.ts';
import type { LeaseHold } from './withLease.ts';

const BATCH = 500;

/**
 * Enqueues what the scan found: leavers first, then managers before their reports, each kind spaced at the rate that Slack
 * permits for it. Scheduled messages hold no worker, and an event for the same object simply overtakes them. Each object is
 * registered with the cycle before its message is sent.
 */
export async function enqueueCycle(
  cycleId: string,
  scan: Scan,
  lease: LeaseHold,
  dependencies: EngineDependencies,
): Promise<void> {
  const { permittedPerSecond, clock } = dependencies;
  const from = clock.now().getTime();
  const messages = [
    ...space(cycleId, scan.removals, from, permittedPerSecond('disableUser')),
    ...space(cycleId, managersFirst(scan.creations), from, permittedPerSecond('createUser')),
    ...space(cycleId, managersFirst(scan.updates), from, permittedPerSecond('updateUser')),
  ];
  for (let start = 0; start < messages.length; start += BATCH) {
    lease.check();
    const batch = messages.slice(start, start + BATCH);
    await dependencies.cycles.expect(
      cycleId,
      batch.map(({ change }) => ({ kind: change.kind, id: change.id })),
    );
    await dependencies.queue.send(batch);
  }
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
