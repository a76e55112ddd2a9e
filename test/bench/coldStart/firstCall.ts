import { randomUUID } from 'node:crypto';
import { startServiceBusEmulator } from '../../../infra/local/serviceBus/startServiceBusEmulator.ts';
import { SETTINGS } from '../../support/appFunctions.ts';
import { notificationItem } from '../../support/notificationItem.ts';
import { startHostProcess } from '../../support/spawnFunctionHost.ts';

export interface FirstCall {
  /** From the start of the function host, milliseconds. */
  readonly ms: number;
  /** From the moment at which it listens, milliseconds. */
  readonly callMs: number;
}

/** As on Flex Consumption, where an instance that serves HTTP serves nothing else. */
const HTTP_ONLY = { 'AzureWebJobs.processChange.Disabled': 'true', 'AzureWebJobs.deadLetters.Disabled': 'true' };

/** From the start of the function host with the app until the first notification, posted once it listens, is in the queue. */
export async function firstNotification(app: string): Promise<FirstCall> {
  const queued = Promise.withResolvers<number>();
  const bus = await startServiceBusEmulator({
    queues: [{ name: 'changes', requiresSession: true }],
    onOperation: ({ name }) => {
      if (name === 'send') queued.resolve(performance.now());
      return undefined;
    },
  });
  const { ServiceBusConnection__fullyQualifiedNamespace: _, ...settings } = SETTINGS;
  const { tenantId: ENTRA_TENANT_ID, ...item } = notificationItem(randomUUID()) as { tenantId: string };
  const env = { ...settings, ...HTTP_ONLY, ENTRA_TENANT_ID, ServiceBusConnection: bus.connectionString };
  const body = JSON.stringify({
    value: [{ ...item, tenantId: ENTRA_TENANT_ID, clientState: settings.GRAPH_CLIENT_STATE }],
  });
  try {
    return await timed(app, env, 'graph/notifications', body, queued.promise);
  } finally {
    await bus.close();
  }
}

/** From the start of the function host with the empty app until its first answer. */
export async function firstAnswer(app: string): Promise<FirstCall> {
  return timed(app, {}, 'nothing', 'nothing', undefined);
}

/** @param reached the time at which the call has done its work; undefined: when it is answered */
async function timed(
  app: string,
  env: Readonly<Record<string, string>>,
  route: string,
  body: string,
  reached: Promise<number> | undefined,
): Promise<FirstCall> {
  const from = performance.now();
  const host = await startHostProcess(app, ['--no-timers', '--quiet'], env);
  try {
    const listens = performance.now();
    const { status } = await fetch(`${host.url}/api/${route}`, { method: 'POST', body });
    if (status !== 202) throw new Error(`HTTP ${status}\n${host.lines.join('\n')}`);
    const end = reached ? await reached : performance.now();
    return { ms: end - from, callMs: end - listens };
  } finally {
    await host.stop('SIGKILL');
  }
}
