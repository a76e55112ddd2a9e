import { ServiceBusClient, type ServiceBusReceivedMessage } from '@azure/service-bus';
import { onTestFinished } from 'vitest';
import type { QueueDefinition } from '../../infra/local/serviceBus/queue/queueDefinition.ts';
import {
  type ServiceBusEmulatorOptions,
  startServiceBusEmulator,
} from '../../infra/local/serviceBus/startServiceBusEmulator.ts';

export const PLAIN: QueueDefinition = { name: 'plain' };
/** As the product's queue. */
export const CHANGES: QueueDefinition = {
  name: 'changes',
  requiresSession: true,
  requiresDuplicateDetection: true,
  lockDurationMs: 300_000,
  maxDeliveryCount: 10,
};

/** An emulator of its own for the running test, with a clock that the test can put forward, and real SDK clients. */
export async function startFixture(options: Partial<ServiceBusEmulatorOptions> = {}) {
  let ahead = 0;
  const emulator = await startServiceBusEmulator({
    queues: [PLAIN, CHANGES],
    now: () => Date.now() + ahead,
    ...options,
  });
  const clients: ServiceBusClient[] = [];
  onTestFinished(async () => {
    await Promise.all(clients.map((client) => client.close()));
    await emulator.close();
  });
  /** @param timeoutInMs how long `acceptNextSession` waits */
  const newClient = (timeoutInMs = 10_000) => {
    const client = new ServiceBusClient(emulator.connectionString, { retryOptions: { maxRetries: 0, timeoutInMs } });
    clients.push(client);
    return client;
  };
  return {
    emulator,
    newClient,
    client: newClient(),
    now: () => Date.now() + ahead,
    pass: (ms: number) => {
      ahead += ms;
      emulator.runDue();
    },
  };
}

export const bodies = (messages: readonly ServiceBusReceivedMessage[]) => messages.map(({ body }) => body as unknown);

/** The one element; a failed test otherwise. */
export function only<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined || items.length !== 1) throw new Error(`One item expected, not ${items.length}.`);
  return item;
}

/** How long the SDK looks for messages that may not be there. */
export const BRIEFLY = { maxWaitTimeInMs: 100 };
