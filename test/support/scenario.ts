import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { odata } from '@azure/data-tables';
import { createEmptyTenant } from '../../infra/local/demo/createDemoTenant.ts';
import { DEMO_SLACK_SERVICE_PRINCIPAL_ID, DEMO_USER_ROLE_ID } from '../../infra/local/demo/demoIds.ts';
import type { TenantSeed } from '../../infra/local/graph/directory/tenantSeed.ts';
import type { Account } from '../../infra/local/slack/state/account.ts';
import type { HostProcess } from '../../infra/local/stack/hostProcess.ts';
import { type Stack, type StackOptions, startStack } from '../../infra/local/stack/stack.ts';
import type { Status } from '../../shared/engine/readStatus.ts';
import type { StoredAnchor } from '../../shared/model/anchor.ts';
import type { JobDocuments } from '../../shared/model/job.ts';
import type { LogEntry } from '../../shared/model/logEntry.ts';
import { createAnchorStore } from '../../shared/store/anchorStore.ts';
import { createJobStore } from '../../shared/store/jobStore.ts';
import { fromLogRow } from '../../shared/store/logRows.ts';
import { createTables } from '../../shared/store/tableClients.ts';
import { type AzuriteTables, startAzuriteTables } from './azurite.ts';
import { type Intercept, startHttpProxy } from './httpProxy.ts';
import { madeUpPerson } from './madeUpPerson.ts';

/** Folder of the built app: what `func start` and Azure would run. */
export const APP_FOLDER = fileURLToPath(new URL('../..', import.meta.url));

export interface ScenarioOptions
  extends Partial<Pick<StackOptions, 'settings' | 'slackLimits' | 'slackAccounts' | 'onQueueOperation' | 'queueNow'>> {
  readonly tenant?: TenantSeed;
  /** Start with the scheduled timers running; by default a test runs them itself. */
  readonly timers?: boolean;
  /** Folder of the app; by default the project, as built for the tests. */
  readonly appFolder?: string;
  /** Without a running app; call `startApp`. */
  readonly appDown?: boolean;
  /** Called for each request to the tables: slow ones, refusals, lost answers. */
  readonly interceptTables?: Intercept;
  /** The same for the app's requests to Graph. */
  readonly interceptGraph?: Intercept;
  /** The same for the app's requests to Slack. */
  readonly interceptSlack?: Intercept;
  /** Changes the standard `provisioning.json` for this app. */
  readonly configure?: (standard: ProvisioningFile) => object;
}

/** What tests change of `provisioning.json`. */
export interface ProvisioningFile {
  readonly scope: object;
  readonly safety: object;
  readonly groups: object;
  readonly users: { readonly mappings: readonly { readonly target: string; readonly source: string }[] };
}

/** Properties of a person, by Graph name; the rest is made up. */
export type Person = Readonly<Record<string, unknown>> & { readonly userPrincipalName: string };

/** The whole local stack with real HTTP, real AMQP and real tables, for one test. */
export interface Scenario {
  readonly stack: Stack;
  readonly graph: Stack['graph'];
  readonly slack: Stack['slack'];
  readonly tables: AzuriteTables;
  readonly hostLines: readonly string[];
  /** Adds somebody to the directory, assigned to the application unless said otherwise. Returns the Entra id. */
  addPerson(person: Person, options?: { readonly assigned?: boolean }): string;
  /** Adds a group to the directory; it gives access only once it is assigned. Returns the Entra id. */
  addGroup(displayName: string, memberIds?: readonly string[]): string;
  /** Assigns a person or a group to the application. */
  assign(id: string, appRoleId?: string): void;
  unassign(id: string): void;
  startApp(): Promise<HostProcess>;
  stopApp(signal?: NodeJS.Signals): Promise<void>;
  /** Runs a timer function to its end; throws with its error. */
  runTimer(name: 'sweep' | 'fullCycle' | 'renewSubscriptions' | 'housekeeping'): Promise<void>;
  /** Subscribes, then runs a full cycle until every object has an outcome. */
  provision(): Promise<Status>;
  /** Asks for a full cycle and runs it until every object has an outcome. */
  fullCycle(): Promise<Status>;
  status(): Promise<Status>;
  /** Changes a user as a person would: PATCH on Graph. */
  patchUser(id: string, patch: object): Promise<void>;
  /** Posts notification items as Graph does; resolves with the HTTP status. */
  notify(items: readonly object[]): Promise<number>;
  /** Waits until Graph has delivered every notification and no message that is due is left in the queue. */
  idle(timeoutMs?: number): Promise<void>;
  /** The Slack account with this e-mail address. */
  account(email: string): Account | undefined;
  /** The link between a person and a Slack account. */
  anchorOf(id: string): Promise<StoredAnchor | undefined>;
  readJob<K extends keyof JobDocuments>(key: K): Promise<JobDocuments[K] | undefined>;
  /** Overwrites a document of the job, as time or a crash would have left it. */
  writeJob<K extends keyof JobDocuments>(key: K, value: JobDocuments[K]): Promise<void>;
  /** The provisioning log of one person, oldest first. */
  logOf(id: string): Promise<readonly LogEntry[]>;
  close(): Promise<void>;
}

/** Starts a scenario; close it at the end of the test. */
export async function startScenario(options: ScenarioOptions = {}): Promise<Scenario> {
  const tables = await startAzuriteTables(options.interceptTables ? { intercept: options.interceptTables } : {});
  const hostLines: string[] = [];
  const configuration = options.configure && (await writeConfiguration(options.configure));
  const detours = await startDetours(options, () => stack);
  const stack: Stack = await startStack({
    storage: tables.connectionString,
    tenant: options.tenant ?? createEmptyTenant(),
    slackLimits: options.slackLimits ?? 'off',
    appFolder: options.appFolder ?? APP_FOLDER,
    hostArguments: options.timers ? [] : ['--no-timers'],
    graphTimeScale: 100,
    onHostLine: (line) => hostLines.push(line),
    ...(options.onQueueOperation ? { onQueueOperation: options.onQueueOperation } : {}),
    ...(options.queueNow ? { queueNow: options.queueNow } : {}),
    ...(options.slackAccounts ? { slackAccounts: options.slackAccounts } : {}),
    settings: {
      ...(configuration ? { PROVISIONING_CONFIG: configuration.file } : {}),
      ...detours.settings,
      ...options.settings,
    },
  });
  const { graph, slack, functionsUrl } = stack;
  const store = createTables({ connectionString: tables.connectionString });
  let host: HostProcess | undefined;

  const scenario: Scenario = {
    stack,
    graph,
    slack,
    tables,
    hostLines,
    addPerson: (person, { assigned = true } = {}) => {
      const { id } = graph.directory.addUser({ ...madeUpPerson(person.userPrincipalName), ...person });
      if (assigned) scenario.assign(id);
      return id;
    },
    addGroup: (displayName, memberIds = []) => {
      const nickName = displayName.toLowerCase().replaceAll(' ', '-');
      const properties = { displayName, mailEnabled: false, mailNickname: nickName, securityEnabled: true };
      return graph.directory.addGroup(properties, memberIds).id;
    },
    assign: (principalId, appRoleId = DEMO_USER_ROLE_ID) => {
      graph.directory.assign({ principalId, resourceId: DEMO_SLACK_SERVICE_PRINCIPAL_ID, appRoleId });
    },
    unassign: (id) => {
      for (const assignment of graph.directory.assignmentsOf(id)) graph.directory.unassign(assignment.id);
    },
    startApp: async () => {
      host = await stack.startHost();
      return host;
    },
    stopApp: async (signal = 'SIGTERM') => {
      await host?.stop(signal);
      host = undefined;
    },
    runTimer: async (name) => {
      const answer = await fetch(`${functionsUrl}/admin/functions/${name}?wait=true`, { method: 'POST', body: '{}' });
      if (!answer.ok) throw new Error(`${name}: HTTP ${answer.status}: ${await answer.text()}`);
    },
    provision: async () => {
      await scenario.runTimer('renewSubscriptions');
      return runCycle(scenario);
    },
    fullCycle: async () => {
      await scenario.writeJob('fullRequest', { reason: 'test', requestedAt: new Date().toISOString() });
      return runCycle(scenario);
    },
    status: async () => (await (await fetch(`${functionsUrl}/api/status`)).json()) as Status,
    patchUser: async (id, patch) => {
      const answer = await fetch(`${graph.url}/v1.0/users/${id}`, {
        method: 'PATCH',
        headers: { authorization: 'Bearer person', 'content-type': 'application/json' },
        body: JSON.stringify(patch),
      });
      if (answer.status !== 204) throw new Error(`PATCH: HTTP ${answer.status}: ${await answer.text()}`);
    },
    notify: async (items) => {
      const answer = await fetch(`${functionsUrl}/api/graph/notifications`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ value: items }),
      });
      return answer.status;
    },
    idle: async (timeoutMs = 15_000) => {
      await graph.delivered();
      await eventually(() => {
        const { active } = stack.serviceBus.queueDepth('changes');
        if (active > 0) throw new Error(`${active} messages are left in the queue.`);
      }, timeoutMs);
    },
    account: (email) => slack.workspace.findByEmail(email),
    anchorOf: (id) => createAnchorStore(store).read('user', id),
    readJob: async (key) => (await createJobStore(store).read(key))?.value,
    writeJob: async (key, value) => {
      await createJobStore(store).write(key, value);
    },
    logOf: async (id) => {
      const entries: LogEntry[] = [];
      for await (const page of store.provisioningLogsByObject.pages(odata`PartitionKey eq ${id}`)) {
        entries.push(...page.map(fromLogRow));
      }
      return entries.reverse();
    },
    close: async () => {
      await stack.close();
      await detours.close();
      await tables.close();
      await configuration?.remove();
    },
  };
  if (options.appDown) return scenario;
  try {
    await scenario.startApp();
  } catch (error) {
    await scenario.close();
    throw error;
  }
  return scenario;
}

/** Leads the app's requests past a test that wants to see them. */
async function startDetours({ interceptGraph, interceptSlack }: ScenarioOptions, stack: () => Stack) {
  const graph = interceptGraph && (await startHttpProxy(() => stack().graph.url, interceptGraph));
  const slack = interceptSlack && (await startHttpProxy(() => stack().slack.url, interceptSlack));
  return {
    settings: {
      ...(graph ? { GRAPH_BASE_URL: graph.url } : {}),
      ...(slack ? { SLACK_SCIM_BASE_URL: `${slack.url}/scim/v2` } : {}),
    },
    close: async () => {
      await graph?.close();
      await slack?.close();
    },
  };
}

/** Runs the cycle that is due until it has ended. */
async function runCycle(scenario: Scenario): Promise<Status> {
  const before = (await scenario.status()).cycle;
  await scenario.runTimer('fullCycle');
  return eventually(async () => {
    const status = await scenario.status();
    if (status.cycle === null || status.cycle.id === before?.id || status.cycle.endedAt === null) {
      throw new Error(`The cycle has not ended: ${JSON.stringify(status.cycle)}`);
    }
    return status;
  }, 60_000);
}

/** Writes a changed `provisioning.json` to a folder of its own. */
async function writeConfiguration(configure: NonNullable<ScenarioOptions['configure']>) {
  const folder = await mkdtemp(join(tmpdir(), 'provisioning-'));
  const file = join(folder, 'provisioning.json');
  const standard = JSON.parse(await readFile(join(APP_FOLDER, 'provisioning.json'), 'utf8')) as ProvisioningFile;
  await writeFile(file, JSON.stringify(configure(standard)));
  return { file, remove: () => rm(folder, { recursive: true }) };
}

/** Repeats an action until it no longer throws, less and less often; throws its last error when the time is up. */
export async function eventually<T>(action: () => T | Promise<T>, timeoutMs = 15_000): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (let pauseMs = 10; ; pauseMs = Math.min(200, pauseMs * 1.2)) {
    try {
      return await action();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}
