import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type ServiceBusEmulator,
  startServiceBusEmulator,
} from '../../infra/local/serviceBus/startServiceBusEmulator.ts';
import { type Change, messageIdOf } from '../../shared/model/change.ts';
import type { OutgoingChange } from '../../shared/ports/changeQueue.ts';
import { createChangeQueue } from '../../shared/queue/changeQueue.ts';
import { createQueueMonitor } from '../../shared/queue/queueMonitor.ts';
import { entraIdOf } from '../support/anchors.ts';

const QUEUES = [{ name: 'changes', requiresSession: true, requiresDuplicateDetection: true }];
const START = Date.parse('2026-11-22T20:00:00.000Z');
const HOUR = 3_600_000;

let emulator: ServiceBusEmulator;
let queue: ReturnType<typeof createChangeQueue>;
let monitor: ReturnType<typeof createQueueMonitor>;
let now = START;

beforeEach(async () => {
  now = START;
  emulator = await startServiceBusEmulator({ queues: QUEUES, now: () => now });
  queue = createChangeQueue({ connection: emulator });
  monitor = createQueueMonitor({ connection: emulator, most: 10 });
});
afterEach(async () => {
  await queue.close();
  await emulator.close();
});

function outgoing(n: number, at?: Date): OutgoingChange {
  const change: Change = { v: 1, kind: 'user', id: entraIdOf(n), cause: 'notification', attempt: 0 };
  return { change, messageId: messageIdOf(change, `${n}`), ...(at ? { at } : {}) };
}

describe('a look at the queue', () => {
  it('finds nothing in an empty one', async () => {
    expect(await monitor.look()).toEqual({
      activeMessages: 0,
      scheduledMessages: 0,
      deadLetterMessages: 0,
      oldestActiveAt: null,
      isPartial: false,
    });
  });

  it('tells what waits from what is due later, since when the oldest waits, and takes nothing', async () => {
    await queue.send([outgoing(1)]);
    now += 60_000;
    await queue.send([outgoing(2), outgoing(3, new Date(START + HOUR))]);
    const depth = { activeMessages: 2, scheduledMessages: 1, oldestActiveAt: new Date(START).toISOString() };
    expect(await monitor.look()).toMatchObject(depth);
    expect(await monitor.look()).toMatchObject(depth);
    expect(emulator.queueDepth('changes')).toMatchObject({ active: 2, scheduled: 1 });
  });

  it('counts the age of a scheduled message from when it was due', async () => {
    await queue.send([outgoing(1, new Date(START + HOUR))]);
    now = START + HOUR;
    expect(await monitor.look()).toMatchObject({ oldestActiveAt: new Date(now).toISOString(), scheduledMessages: 0 });
  });

  it('stops counting after a while, and says so', async () => {
    await queue.send(Array.from({ length: 300 }, (_, n) => outgoing(n)));
    const { activeMessages, isPartial } = await monitor.look();
    expect(isPartial).toBe(true);
    expect(activeMessages).toBeGreaterThan(10);
    expect(activeMessages).toBeLessThan(300);
  });

  it('fails when nobody answers, and works again afterwards', async () => {
    const { port } = emulator;
    await emulator.close();
    await expect(monitor.look()).rejects.toMatchObject({ class: 'retry', code: 'QueueUnavailable' });
    emulator = await startServiceBusEmulator({ port, queues: QUEUES, now: () => now });
    expect(await monitor.look()).toMatchObject({ activeMessages: 0 });
  });
});
