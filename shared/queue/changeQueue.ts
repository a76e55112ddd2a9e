import {
  isServiceBusError,
  RetryMode,
  type ServiceBusClient,
  type ServiceBusMessage,
  type ServiceBusSender,
} from '@azure/service-bus';
import { ProvisioningError } from '../errors/provisioningError.ts';
import type { ChangeQueue } from '../ports/changeQueue.ts';
import { createServiceBusClient, lastTry, type QueueConnection, toQueueError } from './connection.ts';
import { toQueueMessage } from './toQueueMessage.ts';
import { within } from './within.ts';

export interface ChangeQueueOptions {
  readonly connection: QueueConnection;
  readonly queueName?: string;
  /** Longest time without progress for a few messages, milliseconds. */
  readonly timeoutMs?: number;
}

/** Graph wants its answer within 3 s; then this leaves time for a second try on a new connection. */
const TIMEOUT_MS = 2_500;
/** More messages than this are nobody's request but a cycle's bulk work, which waits rather than fails when Service Bus throttles. */
const BULK = 500;
const BULK_TIMEOUT_MS = 30_000;
/** Waits of about 0.25, 0.75, 1.75, 3.75, 4 and 4 s, as far as the time-out lets them. The Standard tier throttles by the second. */
const RETRIES = { mode: RetryMode.Exponential, maxRetries: 6, retryDelayInMs: 250, maxRetryDelayInMs: 4_000 };
/** Faults that say nothing against the connection. */
const CONNECTION_IS_FINE = new Set(['ServiceBusy', 'QuotaExceeded', 'MessageSizeExceeded']);

interface Connection {
  readonly client: ServiceBusClient;
  readonly sender: ServiceBusSender;
  /** It has carried messages before. */
  proven: boolean;
}

/**
 * Queue `changes` on Service Bus. One sender serves the whole process; it is opened by the first `send` and replaced
 * after a fault. The queue must not be partitioned: a batch holds messages of many sessions.
 */
export function createChangeQueue(options: ChangeQueueOptions): ChangeQueue & { close(): Promise<void> } {
  const { connection, queueName = 'changes', timeoutMs = TIMEOUT_MS } = options;
  let current: Connection | undefined;

  async function trySend(messages: readonly ServiceBusMessage[], isRepeat = false): Promise<void> {
    current ??= connect(connection, queueName);
    const used = current;
    const wasProven = used.proven;
    try {
      await sendInBatches(used.sender, messages, messages.length > BULK ? BULK_TIMEOUT_MS : timeoutMs);
      used.proven = true;
    } catch (error) {
      if (saysConnectionIsFine(error)) throw error;
      if (current === used) current = undefined;
      // Not awaited: with the broker gone, closing takes as long as the SDK's own time-outs.
      void used.client.close().catch(() => undefined);
      // The SDK does not notice when a connection dies under a message that is on its way. Sending again is harmless:
      // duplicate detection drops what had arrived.
      if (!wasProven || isRepeat) throw error;
      await trySend(messages, true);
    }
  }

  return {
    async send(messages) {
      if (messages.length === 0) return;
      try {
        await trySend(messages.map(toQueueMessage));
      } catch (error) {
        throw toQueueError(error, queueName);
      }
    },

    async close() {
      const used = current;
      current = undefined;
      await used?.client.close();
    },
  };
}

function connect(connection: QueueConnection, queueName: string): Connection {
  const client = createServiceBusClient(connection, { retryOptions: RETRIES });
  return { client, sender: client.createSender(queueName), proven: false };
}

/**
 * As few requests as the size limit permits. A batch's envelope repeats the annotations of its first message, the
 * scheduled time among them, so messages with and without a time never share a batch.
 */
async function sendInBatches(
  sender: ServiceBusSender,
  messages: readonly ServiceBusMessage[],
  timeoutMs: number,
): Promise<void> {
  const { now = [], later = [] } = Object.groupBy(messages, ({ scheduledEnqueueTimeUtc }) =>
    scheduledEnqueueTimeUtc ? 'later' : 'now',
  );
  for (const group of [now, later]) {
    for (let sent = 0; sent < group.length; ) {
      const batch = await within(timeoutMs, (abortSignal) => sender.createMessageBatch({ abortSignal }));
      const start = sent;
      for (let next = group[sent]; next && batch.tryAddMessage(next); next = group[sent]) sent++;
      if (sent === start)
        throw new ProvisioningError('invalid', 'MessageTooLarge', 'A change is too large to be sent.');
      await within(timeoutMs, (abortSignal) => sender.sendMessages(batch, { abortSignal }));
    }
  }
}

function saysConnectionIsFine(error: unknown): boolean {
  if (error instanceof ProvisioningError) return true;
  const last = lastTry(error);
  return isServiceBusError(last) && CONNECTION_IS_FINE.has(last.code);
}
