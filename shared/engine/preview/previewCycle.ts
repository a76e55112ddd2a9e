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
import { type Difference, scanForDifferences } from '../scanForDifferences.ts';
import { syncAssignments } from '../syncAssignments.ts';
import { Trace } from '../trace.ts';
import { rehearse } from './rehearse.ts';
import { isNewAccount, slackInMemory } from './slackInMemory.ts';
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
  const differences = [
    ...scan.removals,
    ...managersFirst(scan.creations),
    ...managersFirst(scan.updates),
    ...scan.excluded,
  ];
  const acting = await inMemory(differences, reading);

  const items: PreviewItem[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < differences.length && clock.now() < until) {
      const difference = differences[next] as Difference;
      const place = next;
      next += 1;
      const item = await previewOne(difference, acting);
      if (item) items[place] = item;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const shown = items.filter((item) => item !== undefined);
  return { summary: summarize(scan.scanned, shown, notice, differences.length - next), items: shown };
}

/** Reads what the differences concern once more, whole, and keeps it. */
async function inMemory(differences: readonly Difference[], reading: EngineDependencies): Promise<EngineDependencies> {
  const ids = new Set(differences.map(({ id }) => id));
  const accounts = new Set(differences.flatMap(({ candidate }) => candidate ?? []));
  for await (const page of reading.anchors.list('user')) {
    for (const { sourceId, slackId } of page) if (ids.has(sourceId)) accounts.add(slackId);
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
async function previewOne(
  { id, candidate }: Difference,
  dependencies: EngineDependencies,
): Promise<PreviewItem | undefined> {
  const known = candidate === undefined ? {} : { candidate };
  const change: Change = { v: 1, kind: 'user', id, cause: 'full', attempt: 0, ...known };
  const trace = new Trace();
  const outcome = await outcomeOf(change, trace, dependencies);
  if (!outcome || outcome.type === 'unchanged') return undefined;
  const { redacted } = dependencies.configuration.users.mapping;
  const { type, code, reason, slackId, modifiedProperties } = redactOutcome(outcome, redacted);
  const { displayName, userPrincipalName } = trace;
  return {
    ...{ kind: change.kind, id, displayName, userPrincipalName, outcome: type, modifiedProperties },
    ...(code === undefined ? {} : { code }),
    ...(reason === undefined ? {} : { reason }),
    ...(slackId === undefined || isNewAccount(slackId) ? {} : { slackId }),
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
