import type { EngineDependencies } from '../../shared/engine/dependencies.ts';
import { readState } from '../../shared/engine/scan/readState.ts';
import { scanUsers } from '../../shared/engine/scan/scanUsers.ts';
import { systemClock } from '../../shared/engine/systemClock.ts';
import { toSourceUser, userProperties } from '../../shared/entra/sourceUser.ts';
import type { Anchor } from '../../shared/model/anchor.ts';
import { DEFAULT_ACCESS_ROLE_ID, type ScopeRow } from '../../shared/model/source.ts';
import type { TargetUser } from '../../shared/model/target.ts';
import { TARGET } from '../../shared/model/targetAttributes.ts';
import { snapshotAfter } from '../../shared/plan/compareAttributes.ts';
import { canonicalAttributes } from '../../shared/slack/canonicalAttributes.ts';
import { compileStandard } from '../support/engineBench.ts';
import { entraIdOf, managerOf, personOf, slackIdOf } from '../support/madeUpCompany.ts';
import { type BenchRow, cpuOf, heapInUse, median, rowOf } from './benchRow.ts';

const PAGE = 999;
const RUNS = 5;
/** What Graph shows of a user when nothing is selected (user-get, "Response"). */
const SHOWN_OF_MANAGERS = [
  ...['businessPhones', 'displayName', 'givenName', 'id', 'jobTitle', 'mail', 'mobilePhone', 'officeLocation'],
  ...['preferredLanguage', 'surname', 'userPrincipalName'],
];
const SELECTED = userProperties();
const EXTENSION_ATTRIBUTES = Object.fromEntries(
  Array.from({ length: 15 }, (_, index) => [`extensionAttribute${index + 1}`, null]),
);
/** One in so many people has got another title, which the comparison has to find. */
const CHANGED_EACH = 1000;

/**
 * Scope, mapping of all attributes and comparison of distinct users, from Graph's pages as JSON to the list of those who differ,
 * against parsing the same pages.
 */
export async function planning({ people = 100_000 } = {}): Promise<readonly BenchRow[]> {
  const { engine: configuration } = compileStandard();
  const role = { id: `1${DEFAULT_ACCESS_ROLE_ID.slice(1)}`, value: null, displayName: 'User' };
  const numbers = Array.from({ length: people }, (_, index) => index);
  const pages: string[] = [];
  for (let start = 0; start < people; start += PAGE) {
    pages.push(JSON.stringify({ value: numbers.slice(start, start + PAGE).map((index) => graphUser(index, true)) }));
  }

  async function* everybody<T>(make: (index: number) => T): AsyncGenerator<readonly T[]> {
    for (let start = 0; start < people; start += PAGE) yield numbers.slice(start, start + PAGE).map(make);
  }
  const attributesOf = (index: number) => {
    const user = toSourceUser(graphUser(index, false), 'present');
    const { attributes } = configuration.users.mapping.map(
      { user, isSoftDeleted: false, appRoles: [role] },
      { now: new Date(0) },
    );
    const manager = index === 0 ? null : slackIdOf('U', managerOf(index));
    return canonicalAttributes({ ...attributes, [TARGET.manager]: manager });
  };
  const scopeRow = (index: number): ScopeRow => {
    const id = entraIdOf('user', index);
    return { kind: 'user', sourceId: id, principalId: id, roles: [role] };
  };
  const before = heapInUse();
  const state = await readState({
    configuration,
    clock: systemClock,
    target: { listUsers: () => everybody((index) => accountOf(index, attributesOf(index))) },
    anchors: { list: () => everybody((index) => anchorOf(index, attributesOf(index))) },
    scope: { list: () => everybody(scopeRow) },
  } as unknown as EngineDependencies);

  const kept = heapInUse() - before;

  const parse = (text: string) => (JSON.parse(text) as { value: unknown[] }).value;
  async function* listUsers() {
    for (const page of pages) yield parse(page).map((row) => toSourceUser(row, 'present'));
  }
  const dependencies = {
    configuration,
    clock: systemClock,
    source: { listUsers },
    target: { canonical: canonicalAttributes },
  } as unknown as EngineDependencies;

  const parsing: number[] = [];
  const both: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    parsing.push(await cpuOf(() => pages.forEach(parse)));
    both.push(
      await cpuOf(async () => {
        const { updates, removals, creations } = await scanUsers(state, false, async () => {}, dependencies);
        if (updates.length !== Math.ceil(people / CHANGED_EACH) || removals.length + creations.length > 0) {
          throw new Error(
            `Planned ${updates.length} updates, ${creations.length} creations, ${removals.length} removals.`,
          );
        }
      }),
    );
  }
  const planned = median(both) - median(parsing);
  return [
    rowOf(`planning of ${people} users, CPU`, planned / median(parsing), '× JSON.parse', 3),
    rowOf('  the same a user', (planned * 1000) / people, 'µs', 15),
    rowOf(
      `  memory that the scan keeps of ${people} users`,
      kept / 2 ** 20,
      'MB',
      Math.round((people * 100) / 100_000),
      0,
    ),
  ];
}

/** As the listing of users shows somebody: every selected property, and the manager with those that Graph shows by itself. */
function graphUser(index: number, isNow: boolean): Record<string, unknown> {
  const person = personOf(index);
  const set: Record<string, unknown> = {
    ...person,
    id: entraIdOf('user', index),
    ...(isNow && index % CHANGED_EACH === 0 ? { jobTitle: 'Promoted' } : {}),
    proxyAddresses: [`SMTP:${person.mail}`],
    otherMails: [],
    onPremisesExtensionAttributes: EXTENSION_ATTRIBUTES,
    createdDateTime: '2024-02-01T08:00:00Z',
  };
  const user = Object.fromEntries(SELECTED.map((name) => [name, set[name] ?? null]));
  if (index === 0) return user;
  const boss = personOf(managerOf(index)) as Record<string, unknown>;
  const shown = Object.fromEntries(SHOWN_OF_MANAGERS.map((name) => [name, boss[name] ?? null]));
  return {
    ...user,
    manager: { '@odata.type': '#microsoft.graph.user', ...shown, id: entraIdOf('user', managerOf(index)) },
  };
}

function accountOf(index: number, attributes: TargetUser['attributes']): TargetUser {
  const { mail, mailNickname } = personOf(index);
  return {
    slackId: slackIdOf('U', index),
    active: true,
    type: 'member',
    emails: [mail],
    userName: mailNickname,
    attributes,
  } as unknown as TargetUser;
}

function anchorOf(index: number, attributes: TargetUser['attributes']): Anchor {
  return {
    kind: 'user',
    sourceId: entraIdOf('user', index),
    slackId: slackIdOf('U', index),
    matchedBy: 'created',
    active: true,
    snapshot: snapshotAfter(attributes, {}, []),
    references: index === 0 ? {} : { [TARGET.manager]: entraIdOf('user', managerOf(index)) },
    uncertain: false,
    disabledInSlack: false,
    retired: false,
    lastOutcome: 'created',
    updatedAt: '2026-01-05T09:00:00.000Z',
  };
}
