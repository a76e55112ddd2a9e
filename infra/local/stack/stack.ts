import { join } from 'node:path';
import type { TenantSeed } from '../graph/directory/tenantSeed.ts';
import { type GraphSimulator, startGraphSimulator } from '../graph/startGraphSimulator.ts';
import type { OperationListener } from '../serviceBus/operations.ts';
import { type ServiceBusEmulator, startServiceBusEmulator } from '../serviceBus/startServiceBusEmulator.ts';
import { type SlackSimulator, startSlackSimulator } from '../slack/startSlackSimulator.ts';
import type { SeededUser } from '../slack/state/workspace.ts';
import { freePort } from './freePort.ts';
import { type HostProcess, startHostProcess } from './hostProcess.ts';

/** Ports of the parts; 0 for any free one. */
export interface StackPorts {
  readonly functions: number;
  readonly graph: number;
  readonly slack: number;
  readonly serviceBus: number;
}

export interface StackOptions {
  readonly ports?: Partial<StackPorts>;
  /** Connection string of the tables (Azurite). */
  readonly storage: string;
  readonly tenant: TenantSeed;
  readonly slackAccounts?: readonly SeededUser[];
  /** Slack's rate limits: off, or a factor (1 = as real). The app's pacing follows. */
  readonly slackLimits: 'off' | number;
  /** Folder where the parts keep their state; without it everything is in memory. */
  readonly dataFolder?: string;
  /** Folder with host.json and the built app. */
  readonly appFolder: string;
  readonly hostArguments?: readonly string[];
  readonly useCoreTools?: boolean;
  /** Settings on top of the stack's own. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Divides Graph's own waits between delivery tries. */
  readonly graphTimeScale?: number;
  readonly onHostLine?: (line: string) => void;
  /** Sees every operation on the queue; may refuse it. */
  readonly onQueueOperation?: OperationListener;
}

/** Everything but Azurite, running. */
export interface Stack {
  readonly graph: GraphSimulator;
  readonly slack: SlackSimulator;
  readonly serviceBus: ServiceBusEmulator;
  /** The app's settings, as `local.settings.json` and the function host get them. */
  readonly settings: Readonly<Record<string, string>>;
  /** `http://127.0.0.1:<port>` of the function host. */
  readonly functionsUrl: string;
  startHost(): Promise<HostProcess>;
  /** Stops the host, if it runs, and all parts. */
  close(): Promise<void>;
}

/** How much faster than in reality Slack's limits are when they are off: fast enough never to be felt. */
const UNLIMITED = 1000;

/** The two entities of the product: queue `changes` with its dead-letter queue. As `infra/main.bicep` defines it. */
export const CHANGES_QUEUE = {
  name: 'changes',
  requiresSession: true,
  requiresDuplicateDetection: true,
  lockDurationMs: 300_000,
  maxDeliveryCount: 10,
};

/** Starts the simulators and the Service Bus emulator, and knows how to start the function host against them. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { ports = {}, dataFolder, slackLimits } = options;
  const dataFile = (name: string) => (dataFolder === undefined ? {} : { dataFile: join(dataFolder, name) });
  const serviceBus = await startServiceBusEmulator({
    port: ports.serviceBus ?? 0,
    queues: [CHANGES_QUEUE],
    ...(options.onQueueOperation ? { onOperation: options.onQueueOperation } : {}),
    ...dataFile('service-bus.json'),
  });
  const graph = await startGraphSimulator({
    port: ports.graph ?? 0,
    tenant: options.tenant,
    ...(options.graphTimeScale === undefined ? {} : { timeScale: options.graphTimeScale }),
    ...dataFile('graph.json'),
  });
  const slack = await startSlackSimulator({ port: ports.slack ?? 0, limits: slackLimits, ...dataFile('slack.json') });
  // A workspace that was kept has its accounts already.
  if (slack.workspace.size === 0) for (const account of options.slackAccounts ?? []) slack.workspace.seedUser(account);
  const functionsPort = ports.functions || (await freePort());
  const functionsUrl = `http://127.0.0.1:${functionsPort}`;
  const settings: Readonly<Record<string, string>> = {
    FUNCTIONS_WORKER_RUNTIME: 'node',
    AzureWebJobsStorage: options.storage,
    TABLES_CONNECTION: options.storage,
    ServiceBusConnection: serviceBus.connectionString,
    GRAPH_BASE_URL: graph.url,
    GRAPH_CLIENT_STATE: 'local-client-state',
    ENTRA_TENANT_ID: options.tenant.tenantId,
    SLACK_APP_SERVICE_PRINCIPAL_ID: options.tenant.servicePrincipals[0]?.id ?? '',
    NOTIFICATION_URL: functionsUrl,
    SLACK_SCIM_BASE_URL: `${slack.url}/scim/v2`,
    SLACK_TOKEN: 'local-token',
    SLACK_RATE_SCALE: String(slackLimits === 'off' ? UNLIMITED : slackLimits),
    ...options.settings,
  };
  let host: HostProcess | undefined;
  return {
    graph,
    slack,
    serviceBus,
    settings,
    functionsUrl,
    startHost: async () => {
      host = await startHostProcess({
        appFolder: options.appFolder,
        port: functionsPort,
        settings,
        ...(options.hostArguments ? { hostArguments: options.hostArguments } : {}),
        ...(options.useCoreTools ? { useCoreTools: true } : {}),
        ...(options.onHostLine ? { onLine: options.onHostLine } : {}),
      });
      return host;
    },
    close: async () => {
      await host?.stop('SIGTERM');
      await Promise.all([graph.close(), slack.close()]);
      await serviceBus.close();
    },
  };
}
