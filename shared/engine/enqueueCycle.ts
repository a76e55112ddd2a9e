import { type Change, messageIdOf, type ObjectKind } from '../model/change.ts';
import type { OutgoingChange } from '../ports/changeQueue.ts';
import type { EngineDependencies } from './dependencies.ts';
import type { Scan } from './scan/scanForDifferences.ts';
import type { GroupDifference } from './scan/scanGroups.ts';
import type { Difference } from './scan/scanUsers.ts';
import type { LeaseHold } from './withLease.ts';

const BATCH = 500;

type Planned = Pick<Scan, 'removals' | 'creations' | 'updates' | 'excluded' | 'groups'>;

/** Time that people who were created last have before the first group that may hold them. */
const SETTLING_MS = 5_000;

/**
 * Enqueues what the scan found: leavers first, then managers before their reports, then groups once their members should have
 * an account, each kind spaced at the rate that Slack permits for it. Scheduled messages hold no worker, and an event for the
 * same object simply overtakes them. Each object is registered with the cycle before its message is sent.
 */
export async function enqueueCycle(
  cycleId: string,
  scan: Planned,
  lease: LeaseHold,
  dependencies: EngineDependencies,
): Promise<void> {
  const { permittedPerSecond, clock, cycles, queue } = dependencies;
  for (const batch of batchesOf(plannedIn(scan))) {
    lease.check();
    await cycles.expect(cycleId, batch);
  }
  // Spaced from now and not from before: what was due while the objects were registered would all leave at once.
  const from = clock.now().getTime();
  const { groups } = scan;
  const people = scan.creations.length;
  const afterPeople = people === 0 ? from : from + (people * 1000) / permittedPerSecond('createUser') + SETTLING_MS;
  const users = (list: readonly Difference[], perSecond: number) => space(cycleId, 'user', list, { from, perSecond });
  const messages = [
    ...users(scan.removals, permittedPerSecond('disableUser')),
    ...users(managersFirst(scan.creations), permittedPerSecond('createUser')),
    ...users(managersFirst(scan.updates), permittedPerSecond('updateUser')),
    ...users(scan.excluded, Number.POSITIVE_INFINITY),
    ...space(cycleId, 'group', [...groups.removals, ...groups.updates], {
      from,
      perSecond: permittedPerSecond('updateGroup'),
    }),
    ...space(cycleId, 'group', groups.creations, { from: afterPeople, perSecond: permittedPerSecond('createGroup') }),
    ...space(cycleId, 'group', groups.excluded, { from, perSecond: Number.POSITIVE_INFINITY }),
  ];
  for (const batch of batchesOf(messages)) {
    lease.check();
    await queue.send(batch);
  }
}

/** Every object that the cycle enqueues. */
export function plannedIn(scan: Planned): readonly { readonly kind: ObjectKind; readonly id: string }[] {
  const { removals, creations, updates, excluded, groups } = scan;
  const listed = (kind: ObjectKind, ...lists: (readonly { readonly id: string }[])[]) =>
    lists.flat().map(({ id }) => ({ kind, id }));
  return [
    ...listed('user', removals, creations, updates, excluded),
    ...listed('group', groups.removals, groups.creations, groups.updates, groups.excluded),
  ];
}

function batchesOf<T>(items: readonly T[]): readonly T[][] {
  return Array.from({ length: Math.ceil(items.length / BATCH) }, (_, index) =>
    items.slice(index * BATCH, (index + 1) * BATCH),
  );
}

function space(
  cycleId: string,
  kind: ObjectKind,
  differences: readonly GroupDifference[],
  { from, perSecond }: { readonly from: number; readonly perSecond: number },
): OutgoingChange[] {
  return differences.map(({ id, candidate }, index) => {
    const known = candidate === undefined ? {} : { candidate };
    const change: Change = { v: 1, kind, id, cause: 'full', cycleId, attempt: 0, ...known };
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
