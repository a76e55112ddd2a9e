import { isProvisioningError } from '../../errors/provisioningError.ts';
import type { Change } from '../../model/change.ts';
import type { Outcome } from '../../model/outcome.ts';
import type { Preview, PreviewItem } from '../../model/preview.ts';
import type { SourceUser } from '../../model/source.ts';
import type { Source } from '../../ports/source.ts';
import type { EngineDependencies } from '../dependencies.ts';
import { managersFirst } from '../enqueueCycle.ts';
import { guardCycle } from '../guardCycle.ts';
import { provision } from '../provision.ts';
import { redactOutcome } from '../redactOutcome.ts';
import { scanForDifferences } from '../scan/scanForDifferences.ts';
import { syncAssignments } from '../syncAssignments.ts';
import { Trace } from '../trace.ts';
import { isNewObject } from './newObject.ts';
import { rehearse } from './rehearse.ts';
import { slackInMemory } from './slackInMemory.ts';
import { summarize } from './summarize.ts';

const RUN_ID = 'preview';
/** Objects that are looked at side by side; each costs a few table reads. */
const AT_ONCE = 16;

/**
 * What a full cycle would do now: the same scan, the same deletion guard and the same path for each object, on top of what is
 * really there, with everything written in memory only. Costs two listings of Slack and of Entra, and no call to Slack per person.
 * @param until objects that are not looked at by then are only counted
 * @throws ProvisioningError as the ports throw it; nothing has been changed then either
 */
export async function previewCycle(dependencies: EngineDependencies, until: Date): Promise<Preview> {
  const { clock } = dependencies;
  const reading = rehearse(dependencies);
  const startedAt = clock.now().toISOString();
  const assignments = await syncAssignments('none', reading);
  const found = await scanForDifferences(true, async () => undefined, reading);
  const { scan, notice } = await guardCycle({ id: RUN_ID, startedAt }, found, assignments, reading);
  const { groups } = scan;
  const people = objectsOf('user', [
    ...scan.removals,
    ...managersFirst(scan.creations),
    ...managersFirst(scan.updates),
    ...scan.excluded,
  ]);
  const teams = objectsOf('group', [...groups.removals, ...groups.updates, ...groups.creations, ...groups.excluded]);
  const acting = await inMemory([...people, ...teams], reading);
  // A group finds its members' accounts only once those are there.
  const ofPeople = await previewAll(people, until, acting);
  const ofTeams = await previewAll(teams, until, acting);
  const items = [...ofPeople.items, ...ofTeams.items];
  const notLookedAt = ofPeople.notLookedAt + ofTeams.notLookedAt;
  return { summary: summarize(scan.scanned + groups.scanned, items, notice, notLookedAt), items };
}

/** An object to look at. */
type Previewed = Pick<Change, 'kind' | 'id' | 'candidate'>;

function objectsOf(
  kind: Change['kind'],
  differences: readonly { readonly id: string; readonly candidate?: string | null }[],
): readonly Previewed[] {
  return differences.map(({ id, candidate }) => ({ kind, id, ...(candidate === undefined ? {} : { candidate }) }));
}

async function previewAll(
  objects: readonly Previewed[],
  until: Date,
  dependencies: EngineDependencies,
): Promise<{ readonly items: readonly PreviewItem[]; readonly notLookedAt: number }> {
  const items: (PreviewItem | undefined)[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < objects.length && dependencies.clock.now() < until) {
      const place = next;
      next += 1;
      items[place] = await previewOne(objects[place] as Previewed, dependencies);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { items: items.filter((item) => item !== undefined), notLookedAt: objects.length - next };
}

/** Reads what the differences concern once more, whole, and keeps it. */
async function inMemory(objects: readonly Previewed[], reading: EngineDependencies): Promise<EngineDependencies> {
  const ids = new Set(objects.map(({ id }) => id));
  const accounts = new Set(objects.flatMap(({ candidate }) => candidate ?? []));
  for (const kind of ['user', 'group'] as const) {
    for await (const page of reading.anchors.list(kind)) {
      for (const { sourceId, slackId } of page) if (ids.has(sourceId)) accounts.add(slackId);
    }
  }
  const target = await slackInMemory(reading.target, accounts);
  return { ...reading, target, source: await sourceInMemory(reading.source, ids) };
}

async function sourceInMemory(real: Source, ids: ReadonlySet<string>): Promise<Source> {
  const users = new Map<string, SourceUser>();
  for await (const page of real.listUsers()) for (const user of page) if (ids.has(user.id)) users.set(user.id, user);
  return { ...real, readUser: async (id) => users.get(id) ?? real.readUser(id), readPhoto: async () => undefined };
}

/** @returns undefined when nothing would be done or said */
async function previewOne(object: Previewed, dependencies: EngineDependencies): Promise<PreviewItem | undefined> {
  const change: Change = { v: 1, cause: 'full', attempt: 0, ...object };
  const { kind, id } = object;
  const trace = new Trace();
  const outcome = await outcomeOf(change, trace, dependencies);
  if (!outcome || outcome.type === 'unchanged') return undefined;
  const { redacted } = dependencies.configuration[`${kind}s`].mapping;
  const { type, code, reason, slackId, modifiedProperties } = redactOutcome(outcome, redacted);
  const { displayName, userPrincipalName } = trace;
  return {
    ...{ kind, id, displayName, userPrincipalName, outcome: type, modifiedProperties },
    ...(code === undefined ? {} : { code }),
    ...(reason === undefined ? {} : { reason }),
    ...(slackId === undefined || isNewObject(slackId) ? {} : { slackId }),
  };
}

/** What is wrong with one object is its outcome; a fault of Graph, Slack or the tables ends the preview. */
async function outcomeOf(change: Change, trace: Trace, dependencies: EngineDependencies): Promise<Outcome | undefined> {
  try {
    const outcome = await provision(change, { retried: false }, trace, dependencies);
    await trace.commit();
    return outcome;
  } catch (error) {
    if (!isProvisioningError(error, 'invalid', 'conflict', 'gone')) throw error;
    return trace.end('failed', { code: error.code, reason: error.message });
  }
}
