import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sweep } from '../../../../shared/engine/sweep.ts';
import { type Change, messageIdOf, type ObjectKind } from '../../../../shared/model/change.ts';
import { type EngineBench, startEngineBench } from '../../../support/engineBench.ts';

/** More of them find more; `npm test` has five minutes for everything. */
const RUNS = Number(process.env.CONVERGENCE_RUNS ?? 3);

const PEOPLE = ['ada', 'ben', 'cy', 'dee', 'eve', 'flo'];
const GROUPS = ['Red', 'Green', 'Blue', 'Grey'];

const person = fc.constantFrom(...PEOPLE);
const group = fc.constantFrom(...GROUPS);

/** One change in the directory. */
const operation = fc.oneof(
  fc.record({ type: fc.constantFrom('enable', 'disable', 'delete', 'restore', 'assign', 'unassign'), person }),
  fc.record({ type: fc.constant('manager'), person, manager: fc.option(person) }),
  fc.record({ type: fc.constantFrom('join', 'leave'), group, person }),
  fc.record({ type: fc.constantFrom('nest', 'unnest'), group, inner: group }),
  fc.record({
    type: fc.constantFrom('assignGroup', 'unassignGroup', 'rename', 'deleteGroup', 'restoreGroup'),
    group,
  }),
);

/** What becomes of the notification about a change, and when the queue is worked off. */
const step = fc.record({
  operation,
  copies: fc.constantFrom(0, 1, 1, 1, 2),
  isOvertaken: fc.boolean(),
  isDrained: fc.boolean(),
  isSwept: fc.constantFrom(false, false, false, true),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
type Operation = Step['operation'];

interface World {
  readonly bench: EngineBench;
  readonly ids: ReadonlyMap<string, string>;
}

/** Six people and four groups, some of each in scope. */
async function begin(nestedGroups: 'ignore' | 'expand'): Promise<World> {
  const limits = { maxDeletions: { count: 10_000 }, maxMemberRemovals: { count: 10_000 } };
  const bench = await startEngineBench({ configuration: { scope: { nestedGroups }, safety: limits } });
  const ids = new Map<string, string>();
  for (const [index, name] of PEOPLE.entries()) {
    ids.set(name, bench.addPerson({ userPrincipalName: `${name}@contoso.example` }, { assigned: index < 2 }));
  }
  for (const [index, name] of GROUPS.entries()) {
    const members = PEOPLE.filter((_, place) => place % (index + 2) === 0).map((member) => ids.get(member) as string);
    ids.set(name, bench.addGroup(name, members, { assigned: index < 2 }));
  }
  await bench.fullCycle();
  return { bench, ids };
}

/** Carries out a change; what Entra refuses (somebody is there already, or is not) changes nothing. @returns what it is about */
function apply(operation: Operation, { bench, ids }: World): readonly { kind: ObjectKind; id: string }[] {
  const { directory } = bench.graph;
  const idOf = (name: string | null) => ids.get(name ?? '') as string;
  try {
    if ('manager' in operation) {
      directory.setManager(idOf(operation.person), operation.manager === null ? null : idOf(operation.manager));
    } else if ('inner' in operation) {
      const change = operation.type === 'nest' ? directory.addMembers : directory.removeMembers;
      change(idOf(operation.group), [idOf(operation.inner)]);
    } else if ('group' in operation && 'person' in operation) {
      const change = operation.type === 'join' ? directory.addMembers : directory.removeMembers;
      change(idOf(operation.group), [idOf(operation.person)]);
    } else if ('group' in operation) changeGroup(operation.type, idOf(operation.group), bench);
    else changePerson(operation.type, idOf(operation.person), bench);
  } catch {
    return [];
  }
  const about: { kind: ObjectKind; id: string }[] = [];
  if ('group' in operation) about.push({ kind: 'group', id: idOf(operation.group) });
  else about.push({ kind: 'user', id: idOf(operation.person) });
  return about;
}

function changePerson(type: string, id: string, { graph, assign, unassign }: EngineBench): void {
  if (type === 'enable' || type === 'disable') graph.directory.patchUser(id, { accountEnabled: type === 'enable' });
  else if (type === 'delete') graph.directory.deleteUser(id);
  else if (type === 'restore') graph.directory.restoreUser(id);
  else if (type === 'assign') assign(id);
  else unassign(id);
}

function changeGroup(type: string, id: string, { graph, assign, unassign }: EngineBench): void {
  if (type === 'assignGroup') assign(id);
  else if (type === 'unassignGroup') unassign(id);
  else if (type === 'rename') graph.directory.patchGroup(id, { displayName: `Group ${randomUUID().slice(0, 6)}` });
  else if (type === 'deleteGroup') graph.directory.deleteGroup(id);
  else graph.directory.restoreGroup(id);
}

async function play(steps: readonly Step[], world: World): Promise<void> {
  const { bench } = world;
  const late: Change[] = [];
  const send = (changes: readonly Change[]) =>
    bench.queue.send(changes.map((change) => ({ change, messageId: messageIdOf(change, randomUUID()) })));
  for (const { operation, copies, isOvertaken, isDrained, isSwept } of steps) {
    bench.clock.advance(1_500);
    const about = apply(operation, world);
    const changes = about.flatMap((object) =>
      Array.from({ length: copies }, (): Change => ({ v: 1, ...object, cause: 'notification', attempt: 0 })),
    );
    if (isOvertaken) late.push(...changes);
    else await send([...changes, ...late.splice(0)]);
    if (isSwept) await nextSweep(bench);
    if (isDrained) await bench.drain();
  }
  await send(late.reverse());
  await bench.drain();
  await nextSweep(bench);
  await bench.drain();
  await nextSweep(bench);
  await bench.drain();
}

/** Nobody listens at the bench's notification URL, so that keeping the subscriptions fails; nothing else may. */
async function nextSweep(bench: EngineBench): Promise<void> {
  bench.clock.advance(60_000);
  await sweep(bench.app).catch((error: Error) => {
    if (!error.message.includes('POST /subscriptions')) throw error;
  });
}

/** Everybody active with their manager, and every group with its members; groups that are out of scope have none. */
function stateOf({ slack }: EngineBench) {
  const { workspace } = slack;
  const nameOf = (id: string | null | undefined) => (id ? (workspace.user(id)?.primaryEmail ?? 'unknown') : null);
  const people = workspace
    .users()
    .filter(({ active }) => active)
    .map(({ primaryEmail, profile }) => [primaryEmail, nameOf(profile?.managerId)] as const);
  const groups = workspace.groups
    .all()
    .filter(({ memberIds }) => memberIds.size > 0)
    .map(({ displayName, memberIds }) => [displayName, [...memberIds].map(nameOf).sort()] as const);
  return { people: Object.fromEntries(people), groups: Object.fromEntries(groups) };
}

it.each(['ignore', 'expand'] as const)(
  'whatever happens in the directory and to its notifications, Slack ends as a fresh full cycle on an empty workspace would leave it (nested groups: %s)',
  async (nestedGroups) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
        const world = await begin(nestedGroups);
        const { bench } = world;
        const limits = { maxDeletions: { count: 10_000 }, maxMemberRemovals: { count: 10_000 } };
        const fresh = await startEngineBench({
          sharing: bench,
          configuration: { scope: { nestedGroups }, safety: limits },
        });
        try {
          await play(steps, world);
          await bench.fullCycle();
          await fresh.fullCycle();
          expect(stateOf(bench)).toEqual(stateOf(fresh));
          expect(await bench.fullCycle()).toMatchObject({ planned: 0 });
        } finally {
          await fresh.close();
          await bench.close();
        }
      }),
      { numRuns: RUNS },
    );
  },
  RUNS * 20_000,
);
