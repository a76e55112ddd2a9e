import type { ServiceBusClient } from '@azure/service-bus';
import type { WriteLine } from '../console.ts';
import { closeSoon } from './closeSoon.ts';
import type { HandleMessage } from './messageHandler.ts';
import { firstLine, type MessagePump } from './messagePump.ts';

export interface QueuePumpOptions {
  readonly client: ServiceBusClient;
  readonly queueName: string;
  readonly maxConcurrentCalls: number;
  readonly maxAutoLockRenewalMs: number;
  readonly handle: HandleMessage;
  readonly write: WriteLine;
}

/** Pumps a queue without sessions, or a dead-letter queue. The SDK reconnects by itself for as long as it takes. */
export function startQueuePump(options: QueuePumpOptions): MessagePump {
  const { client, queueName, handle, write } = options;
  const receiver = client.createReceiver(queueName, {
    receiveMode: 'peekLock',
    skipParsingBodyAsJson: true,
    maxAutoLockRenewalDurationInMs: options.maxAutoLockRenewalMs,
  });
  const running = new Set<Promise<void>>();
  const subscription = receiver.subscribe(
    {
      async processMessage(message) {
        const handling = handle(message, receiver);
        running.add(handling);
        await handling;
        running.delete(handling);
      },
      async processError({ error, errorSource }) {
        write('warning', 'host', `Queue '${queueName}', ${errorSource}: ${firstLine(error)}`);
      },
    },
    { autoCompleteMessages: false, maxConcurrentCalls: options.maxConcurrentCalls },
  );
  return {
    async stop() {
      await closeSoon(() => subscription.close());
      await Promise.allSettled(running);
      await closeSoon(() => receiver.close());
    },
  };
}
