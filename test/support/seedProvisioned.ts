import type { GraphSimulator } from '../../infra/local/graph/startGraphSimulator.ts';
import type { SlackSimulator } from '../../infra/local/slack/startSlackSimulator.ts';
import type { Account } from '../../infra/local/slack/state/account.ts';
import type { StoredAnchor } from '../../shared/model/anchor.ts';
import type { ObjectKind } from '../../shared/model/change.ts';
import type { ScopeRow } from '../../shared/model/source.ts';
import type { EngineBench } from './engineBench.ts';
import { entraIdOf, groupName, groupProperties, managerOf, numberOf, personOf, slackIdOf } from './madeUpCompany.ts';
import type { SeededTables } from './seededTables.ts';

/** A running app with an empty directory. */
export interface SeedPlace {
  readonly graph: GraphSimulator;
  readonly slack: SlackSimulator;
  addPerson(person: Readonly<Record<string, unknown>> & { readonly userPrincipalName: string }): string;
  /** Adds a group and assigns it. */
  addGroup(displayName: string, memberIds: readonly string[]): string;
  assign(id: string): void;
  /** A full cycle with all its messages. */
  fullCycle(): Promise<unknown>;
  anchor(id: string, kind: ObjectKind): Promise<StoredAnchor | undefined>;
  scopeRowsOf(id: string): Promise<readonly ScopeRow[]>;
}

export interface SeedSize {
  readonly people: number;
  readonly groups: number;
  readonly membersOfEach: number;
}

/**
 * Fills a place as if everybody had been provisioned: the app provisions one person with a manager and a group, and all the
 * others are made after their pattern, in Entra, in Slack and in the tables. People are in scope through their group, the rest
 * is assigned. What comes out is proved by the next full cycle, which finds nothing to do.
 * @returns the Entra ids of the people
 */
export async function seedProvisioned(
  place: SeedPlace,
  seeded: SeededTables,
  size: SeedSize,
): Promise<readonly string[]> {
  const { graph, slack } = place;
  const top = place.addPerson(personOf(0));
  const pattern = place.addPerson(personOf(1));
  graph.directory.setManager(pattern, top);
  const group = size.groups > 0 ? place.addGroup(groupName(0), [top, pattern]) : undefined;
  await place.fullCycle();
  const topAnchor = await found(place.anchor(top, 'user'));
  const personAnchor = await found(place.anchor(pattern, 'user'));
  const entraIds = [
    top,
    pattern,
    ...Array.from({ length: size.people - 2 }, (_, index) => entraIdOf('user', index + 2)),
  ];
  const slackIds = [
    topAnchor.slackId,
    personAnchor.slackId,
    ...entraIds.slice(2).map((_, index) => slackIdOf('U', index)),
  ];
  const account = await found(Promise.resolve(slack.workspace.user(personAnchor.slackId)));
  const groupAnchor = group === undefined ? undefined : await found(place.anchor(group, 'group'));
  const copy = createCopier(entraIds, slackIds);
  const { roles = [] } = (await place.scopeRowsOf(pattern))[0] ?? {};

  const scopeRows: ScopeRow[] = [];
  const groups = group === undefined ? [] : [{ id: group, first: 0, last: 2 }];
  for (let index = 1, first = 2; index < size.groups; index += 1, first += size.membersOfEach) {
    groups.push({ id: entraIdOf('group', index), first, last: Math.min(first + size.membersOfEach, size.people) });
  }
  for (let index = 2; index < size.people; index += 1) {
    const id = entraIds[index] as string;
    graph.directory.addUser({ ...personOf(index), id });
    graph.directory.setManager(id, entraIds[managerOf(index)] as string);
    slack.workspace.save(copy<Account>(account, index));
    await seeded.anchors.claim(copy(personAnchor, index));
  }
  await seeded.anchors.claim(topAnchor);
  await seeded.anchors.claim(personAnchor);
  const direct = [0, 1, ...range(groups.at(-1)?.last ?? 2, size.people)];
  for (const index of direct) {
    const sourceId = entraIds[index] as string;
    if (index > 1) place.assign(sourceId);
    scopeRows.push({ kind: 'user', sourceId, principalId: sourceId, roles });
  }
  for (const [index, { id, first, last }] of groups.entries()) {
    const members = range(first, last);
    const memberIds = members.map((member) => entraIds[member] as string);
    if (index > 0) {
      graph.directory.addGroup({ ...groupProperties(index), id }, memberIds);
      place.assign(id);
      slack.workspace.groups.seed({
        id: slackIdOf('S', index),
        displayName: groupName(index),
        memberIds: members.map((member) => slackIds[member] as string),
      });
      const text = JSON.stringify(groupAnchor).replaceAll(groupName(0), groupName(index));
      const derived = { ...(JSON.parse(text) as StoredAnchor), sourceId: id, slackId: slackIdOf('S', index) };
      await seeded.anchors.claim({ ...derived, members: { written: memberIds, awaited: [], refused: [] } });
    } else if (groupAnchor) await seeded.anchors.claim(groupAnchor);
    scopeRows.push({ kind: 'group', sourceId: id, principalId: id, roles });
    for (const sourceId of memberIds) scopeRows.push({ kind: 'user', sourceId, principalId: id, roles });
  }
  await seeded.scope.put(scopeRows);
  await seeded.scope.acknowledge(scopeRows, []);
  seeded.serve();
  return entraIds;
}

/** The same on an engine bench. */
export function seedBench(bench: EngineBench, seeded: SeededTables, size: SeedSize): Promise<readonly string[]> {
  const scopeRowsOf = (id: string) => bench.app.scope.rowsOf('user', id);
  return seedProvisioned({ ...bench, scopeRowsOf }, seeded, size);
}

/** Copies of what belongs to person 1, with the ids and the number of somebody else and of their manager. */
function createCopier(entraIds: readonly string[], slackIds: readonly string[]) {
  const texts = (index: number) => {
    const manager = managerOf(index);
    return [entraIds[index], slackIds[index], numberOf(index), entraIds[manager], slackIds[manager]] as string[];
  };
  const own = texts(1);
  const pattern = new RegExp(own.join('|'), 'g');
  return <T extends object>(template: T, index: number): T => {
    const others = texts(index);
    const text = JSON.stringify(template).replace(pattern, (match) => others[own.indexOf(match)] ?? match);
    return JSON.parse(text) as T;
  };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(to - from, 0) }, (_, index) => from + index);
}

async function found<T>(promise: Promise<T | undefined>): Promise<T> {
  const value = await promise;
  if (value === undefined) throw new Error('The pattern was not provisioned.');
  return value;
}
