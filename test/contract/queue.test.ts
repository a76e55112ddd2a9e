import { ServiceBusClient, type ServiceBusReceivedMessage } from '@azure/service-bus';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type ServiceBusEmulator,
  type ServiceBusEmulatorOptions,
  startServiceBusEmulator,
} from '../../infra/local/serviceBus/startServiceBusEmulator.ts';
import { type Change, messageIdOf } from '../../shared/model/change.ts';
import type { OutgoingChange } from '../../shared/ports/changeQueue.ts';
import { createChangeQueue } from '../../shared/queue/changeQueue.ts';
import { parseChange } from '../../shared/queue/parseChange.ts';
import { entraIdOf } from '../support/anchors.ts';

const QUEUES = [{ name: 'changes', requiresSession: true, requiresDuplicateDetection: true }];

let emulator: ServiceBusEmulator;
let fault: ReturnType<NonNullable<ServiceBusEmulatorOptions['onOperation']>>;
let queue: ReturnType<typeof createChangeQueue>;
let receivers: ServiceBusClient;
let now = 0;

beforeEach(async () => {
  fault = undefined;
  now = Date.parse('2026-11-22T20:00:00Z');
  emulator = await startServiceBusEmulator({
    queues: QUEUES,
    now: () => now,
    onOperation: ({ name }) => (name === 'send' ? fault : undefined),
  });
  queue = createChangeQueue({ connection: emulator });
  receivers = new ServiceBusClient(emulator.connectionString);
});
afterEach(async () => {
  await queue.close();
  await receivers.close();
  await emulator.close();
});

function outgoing(n: number, changes: Partial<OutgoingChange> = {}): OutgoingChange {
  const change: Change = { v: 1, kind: 'user', id: entraIdOf(n), cause: 'notification', attempt: 0 };
  return { change, messageId: messageIdOf(change, `${n}`), ...changes };
}

async function receive(n: number): Promise<ServiceBusReceivedMessage | undefined> {
  const session = await receivers.acceptSession('changes', `user:${entraIdOf(n)}`);
  const [message] = await session.receiveMessages(1, { maxWaitTimeInMs: 5_000 });
  await session.close();
  return message;
}

describe('the queue of changes', () => {
  it('delivers a change in the session of its object, ready to be parsed', async () => {
    const sent = outgoing(1);
    await queue.send([sent]);
    const message = await receive(1);
    expect(message).toMatchObject({
      sessionId: `user:${entraIdOf(1)}`,
      messageId: `m-user-${entraIdOf(1)}-1-0`,
      contentType: 'application/json',
    });
    expect(parseChange(message?.body)).toEqual(sent.change);
  });

  it('takes a message of the same id once', async () => {
    await queue.send([outgoing(1), outgoing(1)]);
    await queue.send([outgoing(1), outgoing(2)]);
    expect(emulator.queueDepth('changes')).toMatchObject({ active: 2 });
  });

  it('holds a message back until its time, and an event overtakes it', async () => {
    const at = new Date(now + 60_000);
    await queue.send([
      outgoing(1, { at, messageId: 'm-later' }),
      outgoing(1, { messageId: 'm-now' }),
      outgoing(2, { at }),
    ]);
    expect(emulator.queueDepth('changes')).toMatchObject({ active: 1, scheduled: 2 });
    // A batch's envelope would pass the time of its first message on to the others.
    expect(emulator.requests.send).toBe(2);
    expect((await receive(1))?.messageId).toBe('m-now');
    now += 60_000;
    emulator.runDue();
    expect(emulator.queueDepth('changes')).toMatchObject({ active: 3, scheduled: 0 });
  });

  it('gives each of many messages its own time', async () => {
    await queue.send([1, 2, 3, 4].map((n) => outgoing(n, { at: new Date(now + n * 1_000) })));
    const seen: unknown[] = [];
    for (let second = 0; second <= 4; second++) {
      emulator.runDue();
      seen.push(emulator.queueDepth('changes').active);
      now += 1_000;
    }
    expect(seen).toEqual([0, 1, 2, 3, 4]);
  });

  it('takes thousands of messages in as few batches as their size permits', async () => {
    const members = { added: Array.from({ length: 20 }, (_, n) => entraIdOf(n)), removed: [] };
    const many = Array.from({ length: 3_000 }, (_, n) => outgoing(n));
    await queue.send(many.map((one) => ({ ...one, change: { ...one.change, members } })));
    expect(emulator.messages.send).toBe(3_000);
    expect(emulator.requests.send).toBeGreaterThan(5);
    expect(emulator.requests.send).toBeLessThan(30);
  });

  it('sends nothing when there is nothing to send', async () => {
    await queue.send([]);
    expect(emulator.requests.send).toBe(0);
  });
});

describe('a queue fault', () => {
  const unavailable = { name: 'ProvisioningError', class: 'retry', code: 'QueueUnavailable' };

  it('that passes is not seen by the caller', async () => {
    fault = { condition: 'com.microsoft:server-busy', description: 'busy' };
    const patient = createChangeQueue({ connection: emulator, timeoutMs: 20_000 });
    const sent = patient.send([outgoing(1)]);
    await vi.waitUntil(() => emulator.requests.send >= 2, { timeout: 10_000 });
    fault = undefined;
    await sent;
    await patient.close();
    expect(emulator.queueDepth('changes')).toMatchObject({ active: 1 });
  });

  it('that lasts is to be retried, within the time-out; the next send works again', async () => {
    const impatient = createChangeQueue({ connection: emulator, timeoutMs: 1_000 });
    fault = { condition: 'com.microsoft:server-busy', description: 'busy' };
    await expect(impatient.send([outgoing(1)])).rejects.toMatchObject(unavailable);
    fault = undefined;
    await impatient.send([outgoing(1)]);
    await impatient.close();
    expect(emulator.queueDepth('changes')).toMatchObject({ active: 1 });
  });

  it('of several tries names the last one', async () => {
    const failing = createChangeQueue({ connection: emulator });
    fault = { condition: 'com.microsoft:server-busy', description: 'busy' };
    const sent = failing.send([outgoing(1)]);
    const expectation = expect(sent).rejects.toMatchObject({
      message: 'Queue changes cannot be reached now (ServiceCommunicationProblem).',
    });
    await vi.waitUntil(() => emulator.requests.send >= 1, { timeout: 10_000 });
    fault = { condition: 'amqp:not-found', description: 'deleted' };
    await expectation;
    await failing.close();
  });

  it('of throttling that lasts makes bulk work wait longer than a few messages', async () => {
    const impatient = createChangeQueue({ connection: emulator, timeoutMs: 50 });
    fault = { condition: 'com.microsoft:server-busy', description: 'busy' };
    const sent = impatient.send(Array.from({ length: 501 }, (_, n) => outgoing(n)));
    await vi.waitUntil(() => emulator.requests.send >= 2, { timeout: 10_000 });
    fault = undefined;
    await sent;
    await impatient.close();
    expect(emulator.queueDepth('changes')).toMatchObject({ active: 501 });
  });

  it('of a refused credential is to be retried, within the time-out, and the next send works again', async () => {
    const impatient = createChangeQueue({ connection: emulator, timeoutMs: 1_000 });
    fault = { condition: 'amqp:unauthorized-access', description: 'no Send claim' };
    await expect(impatient.send([outgoing(1)])).rejects.toMatchObject(unavailable);
    fault = undefined;
    await impatient.send([outgoing(1)]);
    await impatient.close();
    await queue.send([outgoing(1)]);
    expect(emulator.queueDepth('changes')).toMatchObject({ active: 1 });
  });

  it('of a dropped connection is not seen by the next send', async () => {
    const patient = createChangeQueue({ connection: emulator, timeoutMs: 500 });
    await patient.send([outgoing(1)]);
    emulator.dropConnections();
    await patient.send([outgoing(2)]);
    await patient.close();
    expect(emulator.queueDepth('changes')).toMatchObject({ active: 2 });
  });

  it('of an unknown queue is to be retried', async () => {
    const other = createChangeQueue({ connection: emulator, queueName: 'other' });
    await expect(other.send([outgoing(1)])).rejects.toMatchObject(unavailable);
    await other.close();
  });
});

describe('an unreachable broker', () => {
  it('is to be retried, within the time-out, and is found again when it is back', async () => {
    const away = await startServiceBusEmulator({ queues: QUEUES });
    await away.close();
    const patient = createChangeQueue({ connection: away, timeoutMs: 1_000 });
    const start = performance.now();
    await expect(patient.send([outgoing(1)])).rejects.toMatchObject({ class: 'retry', code: 'QueueUnavailable' });
    expect(performance.now() - start).toBeLessThan(3_000);
    const back = await startServiceBusEmulator({ queues: QUEUES, port: away.port });
    await patient.send([outgoing(1)]);
    expect(back.queueDepth('changes')).toMatchObject({ active: 1 });
    await patient.close();
    await back.close();
  });
});
