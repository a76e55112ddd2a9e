import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { odata } from '@azure/data-tables';
import { createEmptyTenant } from '../../infra/local/demo/createDemoTenant.ts';
import { DEMO_SLACK_SERVICE_PRINCIPAL_ID, DEMO_USER_ROLE_ID } from '../../infra/local/demo/demoIds.ts';
import { type GraphSimulator, startGraphSimulator } from '../../infra/local/graph/startGraphSimulator.ts';
import { type SlackSimulator, startSlackSimulator } from '../../infra/local/slack/startSlackSimulator.ts';
import type { Account } from '../../infra/local/slack/state/account.ts';
import { compileConfiguration } from '../../shared/compose/compileConfiguration.ts';
import { parseProvisioningConfig } from '../../shared/config/provisioningConfig.ts';
import type { Settings } from '../../shared/config/settings.ts';
import type { EngineDependencies } from '../../shared/engine/dependencies.ts';
import { runDueFullCycle } from '../../shared/engine/fullCycle.ts';
import { type MessageInfo, processChange } from '../../shared/engine/processChange.ts';
import { requestFullCycle } from '../../shared/engine/requestFullCycle.ts';
import { sweep } from '../../shared/engine/sweep.ts';
import type { StoredAnchor } from '../../shared/model/anchor.ts';
import { type Change, messageIdOf, type ObjectKind } from '../../shared/model/change.ts';
import type { Cycle } from '../../shared/model/job.ts';
import type { LogEntry } from '../../shared/model/logEntry.ts';
import type { Outcome } from '../../shared/model/outcome.ts';
import type { OutgoingChange } from '../../shared/ports/changeQueue.ts';
import type { Mailer } from '../../shared/ports/mailer.ts';
import { fromLogRow } from '../../shared/store/logRows.ts';
import { createTables, type Tables } from '../../shared/store/tableClients.ts';
import { type AzuriteTables, startAzuriteTables } from './azurite.ts';
import { type BenchClock, createBenchClock } from './benchClock.ts';
import { type AroundRequest, createInstance } from './engineInstance.ts';
import type { Intercept } from './httpProxy.ts';
import { madeUpPerson } from './madeUpPerson.ts';
import { createMemoryQueue, type MemoryQueue } from './memoryQueue.ts';

const STANDARD_CONFIGURATION = fileURLToPath(new URL('../../provisioning.json', import.meta.url));
const NOTIFICATION_URL = 'http://127.0.0.1:1/api/graph/notifications';

/** Parts of `provisioning.json` that take the place of the standard ones. */
export interface ConfigurationChanges {
  readonly enabled?: boolean;
  readonly scope?: object;
  readonly users?: object;
  readonly groups?: object;
  readonly safety?: object;
  readonly schedules?: object;
  readonly quarantine?: object;
}

/** An operational event as it is logged. */
export type BenchEvent = { readonly event: string } & Readonly<Record<string, unknown>>;

export interface InstanceChanges {
  readonly configuration?: ConfigurationChanges;
  readonly appVersion?: string;
  readonly scimVersion?: 1 | 2;
  readonly around?: AroundRequest;
  readonly mailers?: readonly Mailer[];
}

/** A delivery of a message; the second of the same message has `deliveryCount` 2. */
export interface Delivery {
  readonly deliveryCount?: number;
  /** When it was sent. */
  readonly enqueuedAt?: Date;
  readonly on?: EngineDependencies;
}

/** Properties of a person, by Graph name; the rest is made up. */
export type Person = Readonly<Record<string, unknown>> & { readonly userPrincipalName: string };

/**
 * The engine in this process, with real tables, the Graph and the Slack simulator over HTTP, a clock and a queue that the
 * test owns, and as many instances of the app as it wants.
 */
export interface EngineBench {
  readonly graph: GraphSimulator;
  readonly slack: SlackSimulator;
  readonly azurite: AzuriteTables;
  readonly clock: BenchClock;
  readonly queue: MemoryQueue;
  /** What the instances have logged. */
  readonly lines: string[];
  /** The operational events of the instances. */
  readonly events: BenchEvent[];
  /** The instance that everything runs on unless said otherwise. */
  readonly app: EngineDependencies;
  /** Another instance of the app: nothing known, nothing cached. */
  instance(changes?: InstanceChanges): EngineDependencies;
  addPerson(person: Person, options?: { readonly assigned?: boolean }): string;
  /** A security group. */
  addGroup(displayName: string, memberIds?: readonly string[], options?: { readonly assigned?: boolean }): string;
  assign(id: string, appRoleId?: string): void;
  unassign(id: string): void;
  /** Processes one message. */
  deliver(message: Pick<OutgoingChange, 'change' | 'messageId'>, delivery?: Delivery): Promise<Outcome | undefined>;
  /** A new notification about an object, processed. */
  notify(id: string, delivery?: Delivery): Promise<Outcome | undefined>;
  /** A new message with another cause, processed. */
  process(change: Partial<Change> & Pick<Change, 'id'>, delivery?: Delivery): Promise<Outcome | undefined>;
  /** Processes everything in the queue, each message when it is due, until it is empty; time advances with that. */
  drain(on?: EngineDependencies): Promise<void>;
  /** The minute's sweep and all that follows. Subscriptions cannot be made on the bench, so a sweep always ends with that error. */
  nextSweep(on?: EngineDependencies): Promise<void>;
  /** A full cycle with all its messages. */
  fullCycle(on?: EngineDependencies): Promise<Cycle>;
  anchor(id: string, kind?: ObjectKind): Promise<StoredAnchor | undefined>;
  /** Names of the members of the Slack groups of that name, sorted; undefined when there is no such group. */
  membersOf(displayName: string): readonly string[] | undefined;
  account(email: string): Account | undefined;
  /** The provisioning log of one object, oldest first. */
  log(id: string): Promise<readonly LogEntry[]>;
  /** `type` or `type(code)` of each entry of that log. */
  outcomes(id: string): Promise<readonly string[]>;
  /** Requests that an action causes. */
  calls(action: () => Promise<unknown>): Promise<{ graph: string[]; slack: string[]; tables: readonly string[] }>;
  close(): Promise<void>;
}

export interface BenchOptions {
  readonly configuration?: ConfigurationChanges;
  /** Called for each request to the tables. */
  readonly intercept?: Intercept;
  /** The bench whose directory this one shares: another workspace, other tables, the same people. */
  readonly sharing?: Pick<EngineBench, 'graph'>;
}

/** Starts a bench; close it at the end of the test. */
export async function startEngineBench(options: BenchOptions = {}): Promise<EngineBench> {
  const clock = createBenchClock();
  const azurite = await startAzuriteTables(options.intercept ? { intercept: options.intercept } : {});
  const tables = createTables(azurite);
  const simulatorClock = {
    now: () => clock.ms(),
    after: (ms: number, run: () => void) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  };
  const graph =
    options.sharing?.graph ?? (await startGraphSimulator({ tenant: createEmptyTenant(), clock: simulatorClock }));
  graph.faults.resourceUnitLimits = false;
  const slack = await startSlackSimulator({ now: () => clock.ms() });
  const queue = createMemoryQueue();
  const lines: string[] = [];
  const events: BenchEvent[] = [];
  const log = (level: string) => (message: string) => void lines.push(`${level} ${message}`);
  let instances = 0;

  const instance = (changes: InstanceChanges = {}): EngineDependencies => {
    instances += 1;
    const compiled = compileStandard(changes.configuration ?? options.configuration ?? {});
    const engine = { ...compiled.engine, ...(changes.appVersion ? { appVersion: changes.appVersion } : {}) };
    return createInstance({
      configuration: { ...compiled, engine },
      graphUrl: graph.url,
      slackUrl: slack.url,
      servicePrincipalId: DEMO_SLACK_SERVICE_PRINCIPAL_ID,
      clientState: 'test',
      tables,
      queue,
      clock,
      instanceId: `instance-${instances}`,
      logger: {
        info: log('info'),
        warn: log('warn'),
        error: log('error'),
        event: (name, properties) => void events.push({ event: name, ...properties }),
      },
      ...(changes.around ? { around: changes.around } : {}),
      ...(changes.scimVersion ? { scimVersion: changes.scimVersion } : {}),
      ...(changes.mailers ? { mailers: changes.mailers } : {}),
    });
  };
  const app = instance();

  const bench: EngineBench = {
    graph,
    slack,
    azurite,
    clock,
    queue,
    lines,
    events,
    app,
    instance,
    addPerson: (person, { assigned = true } = {}) => {
      const { id } = graph.directory.addUser({ ...madeUpPerson(person.userPrincipalName), ...person });
      if (assigned) bench.assign(id);
      return id;
    },
    addGroup: (displayName, memberIds = [], { assigned = true } = {}) => {
      const mailNickname = displayName.toLowerCase().replaceAll(/[^a-z0-9]/g, '-');
      const properties = { displayName, mailEnabled: false, mailNickname, securityEnabled: true };
      const { id } = graph.directory.addGroup(properties, [...memberIds]);
      if (assigned) bench.assign(id);
      return id;
    },
    assign: (principalId, appRoleId = DEMO_USER_ROLE_ID) => {
      graph.directory.assign({ principalId, resourceId: DEMO_SLACK_SERVICE_PRINCIPAL_ID, appRoleId });
    },
    unassign: (id) => {
      for (const assignment of graph.directory.assignmentsOf(id)) graph.directory.unassign(assignment.id);
    },
    deliver: ({ change, messageId }, { deliveryCount = 1, enqueuedAt, on = app } = {}) => {
      const info: MessageInfo = { messageId, deliveryCount, ...(enqueuedAt ? { enqueuedAt } : {}) };
      return processChange(change, info, on);
    },
    notify: (id, delivery) => bench.process({ id, cause: 'notification' }, delivery),
    process: (given, delivery) => {
      const change: Change = { v: 1, kind: 'user', cause: 'onDemand', attempt: 0, ...given };
      return bench.deliver({ change, messageId: messageIdOf(change, randomUUID()) }, delivery);
    },
    drain: async (on = app) => {
      for (let message = queue.take(); message; message = queue.take()) {
        clock.advance(Math.max(0, (message.at?.getTime() ?? 0) - clock.ms()));
        await bench.deliver(message, { on });
        if (queue.sent.length > 10_000) throw new Error('The queue does not become empty.');
      }
    },
    nextSweep: async (on = app) => {
      clock.advance(60_000);
      await sweep(on).catch(() => undefined);
      await bench.drain(on);
    },
    fullCycle: async (on = app) => {
      clock.advance(1000);
      await requestFullCycle(`test ${randomUUID()}`, on);
      await runDueFullCycle(on);
      await bench.drain(on);
      const [newest] = await on.cycles.recent(1);
      if (!newest) throw new Error('No cycle was started.');
      return newest;
    },
    anchor: (id, kind = 'user') => app.anchors.read(kind, id),
    membersOf: (displayName) => {
      const groups = slack.workspace.groups.findByName(displayName);
      if (groups.length === 0) return undefined;
      const nameOf = (slackId: string) => slack.workspace.user(slackId)?.primaryEmail?.split('@')[0] ?? slackId;
      return groups.flatMap(({ memberIds }) => [...memberIds].map(nameOf)).sort();
    },
    account: (email) => slack.workspace.findByEmail(email),
    log: (id) => readLog(tables, id),
    outcomes: async (id) =>
      (await bench.log(id)).map(({ type, code }) => (code === undefined ? type : `${type}(${code})`)),
    calls: async (action) => {
      const [graphStart, slackStart] = [graph.requests.length, slack.requests.length];
      const operations = await azurite.operationsOf(action);
      const line = ({ method, path }: { method: string; path: string }) => `${method} ${path.split('?')[0]}`;
      return {
        graph: graph.requests.slice(graphStart).map(line),
        slack: slack.requests.slice(slackStart).map(line),
        tables: operations,
      };
    },
    close: async () => {
      await Promise.all([options.sharing ? undefined : graph.close(), slack.close()]);
      await azurite.close();
    },
  };
  return bench;
}

async function readLog({ provisioningLogsByObject }: Tables, id: string): Promise<readonly LogEntry[]> {
  const entries: LogEntry[] = [];
  for await (const page of provisioningLogsByObject.pages(odata`PartitionKey eq ${id}`)) {
    entries.push(...page.map(fromLogRow));
  }
  return entries.reverse();
}

/** The standard configuration with some parts replaced, checked and compiled as at the start of the app. */
export function compileStandard(changes: ConfigurationChanges = {}) {
  const standard = JSON.parse(readFileSync(STANDARD_CONFIGURATION, 'utf8')) as Record<string, object>;
  const merged = {
    ...standard,
    ...changes,
    scope: { ...standard.scope, ...changes.scope },
    users: { ...standard.users, ...changes.users },
    groups: { ...standard.groups, ...changes.groups },
    safety: { ...standard.safety, ...changes.safety },
  };
  const config = parseProvisioningConfig(JSON.stringify(merged), 'provisioning.json');
  return compileConfiguration(config, { notificationUrl: NOTIFICATION_URL, graphClientState: 'test' } as Settings);
}

/** The standard mappings with one replaced or added, for `ConfigurationChanges.users`. */
export function mappingsWith(mapping: { readonly target: string; readonly source: string; readonly match?: number }) {
  const { users } = JSON.parse(readFileSync(STANDARD_CONFIGURATION, 'utf8')) as {
    users: { mappings: (typeof mapping)[] };
  };
  return { mappings: [...users.mappings.filter(({ target }) => target !== mapping.target), mapping] };
}
