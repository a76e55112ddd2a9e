import rhea, { type EventContext, type Receiver } from 'rhea';
import type { Broker } from '../broker.ts';
import type { Queue } from '../queue/queue.ts';
import { QueueError } from '../queue/queueError.ts';
import type { NewMessage } from '../queue/queueMessage.ts';
import { toAmqpError } from './amqpError.ts';
import { BATCH_FORMAT, decodeMessage, splitBatch, toNewMessage } from './messageCoding.ts';

/** Limit of the Standard tier, for a message and for a batch. */
export const MAX_MESSAGE_BYTES = 262_144;

/** Serves a link on which the client sends to a queue: each transfer is a message or a batch, taken whole or refused. */
export function serveSendLink(receiver: Receiver, queue: Queue, broker: Broker): void {
  receiver.on('message', (context: EventContext) => {
    const { delivery } = context;
    if (!delivery) return;
    try {
      const messages = readTransfer(context);
      broker.begin({ name: 'send', queue: queue.settings.name, messages: messages.length });
      queue.enqueue(messages);
      delivery.accept();
    } catch (error) {
      delivery.reject(toAmqpError(error));
    }
  });
}

function readTransfer({ message, delivery }: EventContext): NewMessage[] {
  if (!message) return [];
  if (delivery?.format === BATCH_FORMAT && Buffer.isBuffer(message)) {
    refuseOversized(message.length);
    return splitBatch(message).map(decodeMessage);
  }
  // rhea has decoded it already and doesn't tell its size.
  refuseOversized(rhea.message.encode(message).length);
  return [toNewMessage(message)];
}

function refuseOversized(bytes: number): void {
  if (bytes <= MAX_MESSAGE_BYTES) return;
  throw new QueueError(
    'amqp:link:message-size-exceeded',
    `The message or batch of ${bytes} bytes exceeds the limit of ${MAX_MESSAGE_BYTES} bytes.`,
  );
}
