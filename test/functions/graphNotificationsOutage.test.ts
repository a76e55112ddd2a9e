import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import {
  type ServiceBusEmulator,
  startServiceBusEmulator,
} from '../../infra/local/serviceBus/startServiceBusEmulator.ts';
import { CHANGES_QUEUE } from '../../infra/local/stack/stack.ts';
import { eventually, type Scenario, startScenario } from '../support/scenario.ts';
import { collection, userItem } from './notificationItems.ts';

/** Graph counts an endpoint as slow when it answers later. */
const GRAPH_LIMIT_MS = 3_000;

let scenario: Scenario;
let revived: ServiceBusEmulator | undefined;
afterEach(async () => {
  await scenario.close();
  await revived?.close();
});

async function startApp(): Promise<void> {
  scenario = await startScenario({ settings: { 'AzureWebJobs.processChange.Disabled': 'true' } });
}

/** The status of a notification's answer, which has come in time. */
async function post(): Promise<number> {
  const start = performance.now();
  const answer = await fetch(`${scenario.stack.functionsUrl}/api/graph/notifications`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: collection(userItem()),
  });
  expect(performance.now() - start).toBeLessThan(GRAPH_LIMIT_MS);
  return answer.status;
}

async function reviveServiceBus(): Promise<ServiceBusEmulator> {
  const { port } = scenario.stack.serviceBus;
  revived = await startServiceBusEmulator({ port, queues: [CHANGES_QUEUE] });
  return revived;
}

it('answers 503 within 3 s while nobody listens at the address of Service Bus, and 202 again afterwards', async () => {
  await startApp();
  expect(await post()).toBe(202);

  await scenario.stack.serviceBus.close();
  // The first try meets a connection that was alive a moment ago, the second finds nobody listening.
  expect([await post(), await post()]).toEqual([503, 503]);
  expect(scenario.hostLines.filter((line) => line.includes('QueueUnavailable'))).toHaveLength(2);

  const bus = await reviveServiceBus();
  await eventually(async () => expect(await post()).toBe(202));
  expect(bus.queueDepth('changes').active).toBe(1);
});

it('answers 503 within 3 s while Service Bus takes connections and then says nothing', async () => {
  await startApp();
  expect(await post()).toBe(202);

  await scenario.stack.serviceBus.close();
  const silent = createServer((socket) => sockets.push(socket.on('error', () => {})));
  const sockets: Socket[] = [];
  await once(silent.listen(scenario.stack.serviceBus.port, '127.0.0.1'), 'listening');
  expect([await post(), await post()]).toEqual([503, 503]);
  const closed = once(silent, 'close');
  silent.close();
  for (const socket of sockets) socket.destroy();
  await closed;

  await reviveServiceBus();
  await eventually(async () => expect(await post()).toBe(202));
});
