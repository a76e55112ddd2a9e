import { isDeepStrictEqual } from 'node:util';
import type { Workspace } from '../../infra/local/slack/state/workspace.ts';
import type { Anchor } from '../../shared/model/anchor.ts';
import { createAnchorStore } from '../../shared/store/anchorStore.ts';
import { createDeadLetterStore } from '../../shared/store/deadLetterStore.ts';
import { createDeletionStore } from '../../shared/store/deletionStore.ts';
import { createDirtyStore } from '../../shared/store/dirtyStore.ts';
import { createEscrowStore } from '../../shared/store/escrowStore.ts';
import { createTables, type Tables } from '../../shared/store/tableClients.ts';
import { startEngineBench } from '../support/engineBench.ts';
import { ACCOUNTS_BEFORE } from './company.ts';
import type { Stage } from './disturbances.ts';
import type { Witness } from './watchSlack.ts';

/** @returns what is not as it should be once everything has come to rest, in words; empty when all is well */
export async function findProblems(
  stage: Stage,
  witness: Witness,
  nestedGroups: 'ignore' | 'expand',
): Promise<readonly string[]> {
  const tables = createTables(stage.scenario.tables);
  const anchors = { user: await anchorsOf('user', tables), group: await anchorsOf('group', tables) };
  return [
    ...stage.crashes.map((lines) => `the app ended of itself: ${lines}`),
    ...(await compareWithFreshCycle(stage, nestedGroups, anchors)),
    ...findOrphans(stage, anchors),
    ...findWronged(stage, witness, anchors),
    ...(await findLeftovers(stage, tables, anchors)),
    ...findConfidential(stage),
  ];
}

const MANAGER = 'urn:scim:schemas:extension:enterprise:1.0.manager';

interface Anchors {
  readonly user: readonly Anchor[];
  readonly group: readonly Anchor[];
}

async function anchorsOf(kind: 'user' | 'group', tables: Tables): Promise<readonly Anchor[]> {
  const found: Anchor[] = [];
  for await (const page of createAnchorStore(tables).list(kind)) found.push(...page);
  return found;
}

/** Slack is as a full cycle on an empty workspace would leave it. */
async function compareWithFreshCycle(
  { scenario }: Stage,
  nestedGroups: string,
  anchors: Anchors,
): Promise<readonly string[]> {
  const fresh = await startEngineBench({ sharing: scenario, configuration: { scope: { nestedGroups } } });
  // An account made by hand stays as it is until it is adopted.
  const linked = new Set(anchors.user.map(({ slackId }) => slackId));
  try {
    await fresh.fullCycle();
    return [
      ...compare(
        'account',
        activeAccounts(scenario.slack.workspace, (id) => linked.has(id)),
        activeAccounts(fresh.slack.workspace),
      ),
      ...compare('group', filledGroups(scenario.slack.workspace), filledGroups(fresh.slack.workspace)),
    ];
  } finally {
    await fresh.close();
  }
}

function compare(what: string, found: ReadonlyMap<string, object>, right: ReadonlyMap<string, object>): string[] {
  return [...new Set([...found.keys(), ...right.keys()])]
    .filter((name) => !isDeepStrictEqual(found.get(name), right.get(name)))
    .map((name) => `${what} ${name} is ${show(found.get(name))}, but should be ${show(right.get(name))}`);
}

const show = (value: object | undefined) => (value === undefined ? 'missing' : JSON.stringify(value));

/** By e-mail address; without what Slack makes up and what is written only when an account is made. */
function activeAccounts(workspace: Workspace, isLinked = (_id: string) => true): ReadonlyMap<string, object> {
  return new Map(
    workspace
      .users()
      .filter(({ id, active }) => active && isLinked(id))
      .map((account) => {
        const { title, givenName, familyName, profile } = account;
        const manager = workspace.user(profile?.managerId ?? '');
        // Who has left stays the manager in Slack until the person changes; a fresh cycle has no account to name.
        const managerEmail = manager?.active ? manager.primaryEmail : null;
        return [account.primaryEmail, { title, givenName, familyName, ...profile, managerId: managerEmail }];
      }),
  );
}

/** By name; groups that are out of scope have no members. */
function filledGroups(workspace: Workspace): ReadonlyMap<string, object> {
  return new Map(
    workspace.groups
      .all()
      .filter(({ memberIds }) => memberIds.size > 0)
      .map(({ displayName, memberIds }) => [
        displayName,
        [...memberIds].map((id) => workspace.user(id)?.primaryEmail ?? id).sort(),
      ]),
  );
}

/** Nobody has two accounts: each one that was not there before is somebody's. The same for groups. */
function findOrphans({ scenario }: Stage, anchors: Anchors): readonly string[] {
  const { workspace } = scenario.slack;
  const linked = new Set([...anchors.user, ...anchors.group].map(({ slackId }) => slackId));
  const before = new Set(ACCOUNTS_BEFORE.map(({ email }) => email));
  const accounts = workspace.users().filter(({ id, primaryEmail }) => !linked.has(id) && !before.has(primaryEmail));
  const groups = workspace.groups.all().filter(({ id }) => !linked.has(id));
  return [
    ...accounts.map(({ primaryEmail }) => `the account of ${primaryEmail} belongs to nobody`),
    ...groups
      .filter(({ memberIds }) => memberIds.size > 0)
      .map(({ displayName }) => `group ${displayName} belongs to nobody`),
    ...anchors.user
      .filter(({ slackId, active }) => workspace.user(slackId)?.active !== active)
      .map(({ sourceId }) => `the link of ${sourceId} does not know whether the account is active`),
    ...[...anchors.user, ...anchors.group]
      .filter(({ uncertain }) => uncertain)
      .map(({ kind, sourceId }) => `the link of ${kind} ${sourceId} is still uncertain`),
  ];
}

/** Nobody was disabled or taken out of a group, not even for a moment, who belonged there all the time. */
function findWronged({ company }: Stage, { disabled, takenOut }: Witness, anchors: Anchors): readonly string[] {
  const sourceOf = new Map([...anchors.user, ...anchors.group].map(({ slackId, sourceId }) => [slackId, sourceId]));
  const wronged = disabled
    .map((slackId) => sourceOf.get(slackId) ?? slackId)
    .filter((id) => company.alwaysEntitled.has(id));
  const removed = takenOut
    .map((pair) =>
      pair
        .split('/')
        .map((slackId) => sourceOf.get(slackId) ?? slackId)
        .join('/'),
    )
    .filter((pair) => company.alwaysMembers.has(pair));
  return [
    ...wronged.map((id) => `${id} was disabled, but had a right to the account all the time`),
    ...removed.map((pair) => `${pair} was taken out of the group, but belonged there all the time`),
  ];
}

/** No message and no note is left but those that must be. */
async function findLeftovers(
  { scenario, company, poison }: Stage,
  tables: Tables,
  anchors: Anchors,
): Promise<readonly string[]> {
  const problems: string[] = [];
  const depth = scenario.stack.serviceBus.queueDepth('changes');
  for (const [state, count] of Object.entries(depth)) if (count > 0) problems.push(`${count} messages are ${state}`);
  const { state, cycle } = await scenario.status();
  if (state !== 'active') problems.push(`the job is ${state}`);
  if (cycle?.phase !== 'ended' || cycle.percent !== 100)
    problems.push(`the cycle has not ended: ${JSON.stringify(cycle)}`);
  for await (const page of createEscrowStore(tables).list()) {
    for (const { kind, id, code, reason } of page) {
      if (!company.lacksMail(id)) problems.push(`${kind} ${id} is still in escrow: ${code} ${reason}`);
    }
  }
  for await (const page of createDirtyStore(tables).list()) {
    for (const { kind, id } of page) problems.push(`${kind} ${id} is still set aside`);
  }
  for await (const page of createDeletionStore(tables).list()) {
    for (const { kind, id } of page) problems.push(`${kind} ${id} is staged`);
  }
  const unread = new Set(poison);
  for await (const page of createDeadLetterStore(tables).list()) {
    for (const { messageId, change, state: settled, reason } of page) {
      if (change === null) unread.delete(messageId);
      else if (settled === 'open') problems.push(`a message about ${change.kind} ${change.id} is dead: ${reason}`);
    }
  }
  for (const messageId of unread) problems.push(`message ${messageId}, which nobody can read, is not recorded`);
  return [...problems, ...(await findForgotten(tables, anchors))];
}

/** Whoever waits for somebody's account is noted there, or nobody would bring them up when it comes. */
async function findForgotten({ waiting }: Tables, anchors: Anchors): Promise<readonly string[]> {
  const noted = new Set<string>();
  for await (const page of waiting.pages('')) {
    for (const { partitionKey, rowKey } of page) noted.add(`${rowKey} waits for ${partitionKey}`);
  }
  const linked = new Set(anchors.user.map(({ sourceId }) => sourceId));
  const awaited = [...anchors.user, ...anchors.group].flatMap(({ kind, sourceId, references, members, active }) => {
    if (!active) return [];
    const managerId = references[`waiting:${MANAGER}`] ?? null;
    // Whoever has an account that is disabled brings up their groups by themselves when they return.
    const accountless = (members?.awaited ?? []).filter((id) => !linked.has(id));
    const awaitedIds = managerId === null ? accountless : [...accountless, managerId];
    return awaitedIds.map((id) => `${kind}~${sourceId} waits for ${id}`);
  });
  return awaited.filter((wait) => !noted.has(wait)).map((wait) => `${wait}, which is not noted`);
}

/** Neither a secret nor anything personal is in what the app prints: people appear in operational logs by their ids only. */
function findConfidential({ scenario: { hostLines, stack }, company }: Stage): readonly string[] {
  const { SLACK_TOKEN, GRAPH_CLIENT_STATE } = stack.settings;
  const secrets = [SLACK_TOKEN ?? '', GRAPH_CLIENT_STATE ?? '', 'AccountKey', 'SharedAccessKey', 'SharedKey', 'Bearer'];
  const confidential = [...secrets, ...company.personalData()].filter((text) => text !== '');
  const lines = hostLines.filter((line) => confidential.some((text) => line.includes(text)));
  if (hostLines.length === 0) return ['the app has printed nothing'];
  return lines.map((line) => `the app has printed something confidential: ${line}`);
}
