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
  /** Settings on top of the stack's own; `{slackUrl}` in a value stands for the root of the Slack simulator. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Divides Graph's own waits between delivery tries. */
  readonly graphTimeScale?: number;
  readonly onHostLine?: (line: string) => void;
  /** Sees every operation on the queue; may refuse it. */
  readonly onQueueOperation?: OperationListener;
  /** The queue's clock, in milliseconds since the epoch; after moving it, `serviceBus.runDue()`. */
  readonly queueNow?: () => number;
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

/**
 * Starts the simulators and the Service Bus emulator, and knows how to start the function host against them. When one part
 * fails to start, those that run already are stopped.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { ports = {}, dataFolder, slackLimits } = options;
  const dataFile = (name: string) => (dataFolder === undefined ? {} : { dataFile: join(dataFolder, name) });
  const running: { close(): Promise<void> }[] = [];
  const close = async () => {
    for (const part of running.splice(0).reverse()) await part.close();
  };
  try {
    const serviceBus = await startServiceBusEmulator({
      port: ports.serviceBus ?? 0,
      queues: [CHANGES_QUEUE],
      ...(options.onQueueOperation ? { onOperation: options.onQueueOperation } : {}),
      ...(options.queueNow ? { now: options.queueNow } : {}),
      ...dataFile('service-bus.json'),
    });
    running.push(serviceBus);
    const graph = await startGraphSimulator({
      port: ports.graph ?? 0,
      tenant: options.tenant,
      ...(options.graphTimeScale === undefined ? {} : { timeScale: options.graphTimeScale }),
      ...dataFile('graph.json'),
    });
    running.push(graph);
    const slack = await startSlackSimulator({ port: ports.slack ?? 0, limits: slackLimits, ...dataFile('slack.json') });
    running.push(slack);
    // A workspace that was kept has its accounts already.
    if (slack.workspace.size === 0) {
      for (const account of options.slackAccounts ?? []) slack.workspace.seedUser(account);
    }
    const functionsPort = ports.functions || (await freePort());
    const functionsUrl = `http://127.0.0.1:${functionsPort}`;
    const settings = appSettings(options, { serviceBus, graph, slack, functionsUrl });
    let host: HostProcess | undefined;
    return {
      ...{ graph, slack, serviceBus, settings, functionsUrl },
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
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The settings of an app that runs against these parts. */
function appSettings(
  { storage, tenant, slackLimits, settings = {} }: StackOptions,
  { serviceBus, graph, slack, functionsUrl }: Pick<Stack, 'serviceBus' | 'graph' | 'slack' | 'functionsUrl'>,
): Readonly<Record<string, string>> {
  return {
    FUNCTIONS_WORKER_RUNTIME: 'node',
    AzureWebJobsStorage: storage,
    TABLES_CONNECTION: storage,
    ServiceBusConnection: serviceBus.connectionString,
    GRAPH_BASE_URL: graph.url,
    GRAPH_CLIENT_STATE: 'local-client-state',
    ENTRA_TENANT_ID: tenant.tenantId,
    SLACK_APP_SERVICE_PRINCIPAL_ID: tenant.servicePrincipals[0]?.id ?? '',
    NOTIFICATION_URL: functionsUrl,
    SLACK_SCIM_BASE_URL: `${slack.url}/scim/v2`,
    SLACK_OAUTH_BASE_URL: slack.url,
    SLACK_TOKEN: 'local-token',
    SLACK_RATE_SCALE: String(slackLimits === 'off' ? UNLIMITED : slackLimits),
    ...Object.fromEntries(
      Object.entries(settings).map(([name, value]) => [name, value.replace('{slackUrl}', slack.url)]),
    ),
  };
}
