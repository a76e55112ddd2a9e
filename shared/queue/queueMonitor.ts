import type { ServiceBusReceivedMessage, ServiceBusReceiver } from '@azure/service-bus';
import type { QueueDepth } from '../model/job.ts';
import type { QueueMonitor } from '../ports/queueMonitor.ts';
import { createServiceBusClient, type QueueConnection, toQueueError } from './connection.ts';
import { within } from './within.ts';

export interface QueueMonitorOptions {
  readonly connection: QueueConnection;
  readonly queueName?: string;
  /** Messages looked at per queue, at most. */
  readonly most?: number;
}

const PAGE = 250;
const MOST = 2_000;
const TIMEOUT_MS = 10_000;

/**
 * Counts by peeking, which needs no more than the right to receive; the queue's own counters would need the right to manage
 * it. A scheduled message comes in the order of its sending and becomes the last one when it is due.
 */
export function createQueueMonitor(options: QueueMonitorOptions): QueueMonitor {
  const { connection, queueName = 'changes', most = MOST } = options;
  return {
    async look() {
      // A client of its own each time: one that is kept goes on behind the last message that it has seen.
      const client = createServiceBusClient(connection, { retryOptions: { maxRetries: 0 } });
      const peek = (subQueue: object) => peekAll(client.createReceiver(queueName, subQueue), most);
      try {
        const both = [peek({}), peek({ subQueueType: 'deadLetter' })] as const;
        const [messages, dead] = await within(TIMEOUT_MS, () => Promise.all(both));
        return toDepth(messages, dead, most);
      } catch (error) {
        throw toQueueError(error, queueName);
      } finally {
        // Not awaited: with the broker gone, closing takes as long as the SDK's own time-outs.
        void client.close().catch(() => undefined);
      }
    },
  };
}

async function peekAll(receiver: ServiceBusReceiver, most: number): Promise<readonly ServiceBusReceivedMessage[]> {
  const messages: ServiceBusReceivedMessage[] = [];
  while (messages.length <= most) {
    const page = await receiver.peekMessages(PAGE);
    if (page.length === 0) break;
    messages.push(...page);
  }
  return messages;
}

function toDepth(
  messages: readonly ServiceBusReceivedMessage[],
  dead: readonly ServiceBusReceivedMessage[],
  most: number,
): QueueDepth {
  const active = messages.filter(({ state }) => state === 'active');
  const times = active.flatMap(({ enqueuedTimeUtc }) => enqueuedTimeUtc?.getTime() ?? []);
  const oldest = times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
  return {
    activeMessages: active.length,
    scheduledMessages: messages.filter(({ state }) => state === 'scheduled').length,
    deadLetterMessages: dead.length,
    oldestActiveAt: Number.isFinite(oldest) ? new Date(oldest).toISOString() : null,
    isPartial: messages.length > most || dead.length > most,
  };
}
