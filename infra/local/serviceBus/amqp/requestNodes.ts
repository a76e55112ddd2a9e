import type { Message, Receiver, Sender } from 'rhea';
import rhea from 'rhea';
import type { Broker } from '../broker.ts';
import type { Queue } from '../queue/queue.ts';
import { QueueError } from '../queue/queueError.ts';
import { toAmqpError } from './amqpError.ts';
import { managementOperations } from './managementOperations.ts';

/** HTTP-like codes of errors, as the SDKs' management clients know them. */
const STATUS_OF_CONDITION: Readonly<Record<string, number>> = {
  'com.microsoft:message-lock-lost': 410,
  'com.microsoft:session-lock-lost': 410,
  'com.microsoft:message-not-found': 404,
  'com.microsoft:server-busy': 503,
  'com.microsoft:timeout': 408,
  'com.microsoft:argument-error': 400,
  'amqp:not-allowed': 400,
  'amqp:not-found': 404,
  'amqp:not-implemented': 501,
  'amqp:internal-error': 500,
};

/** The links of one connection on which answers go out, by the `reply_to` that requests name. */
export class ReplyLinks {
  readonly #links = new Map<string, Sender>();

  /** Clients name the link or its target address. */
  add(sender: Sender): void {
    const keys = [sender.name, sender.target?.address].filter((key) => typeof key === 'string');
    for (const key of keys) this.#links.set(key, sender);
    sender.set_source({ address: sender.source.address });
    sender.set_target({ address: sender.target?.address });
    sender.on('sender_close', () => {
      for (const key of keys) this.#links.delete(key);
    });
  }

  answer(request: Message, applicationProperties: Record<string, unknown>, body: unknown = null): void {
    const sender = this.#links.get(String(request.reply_to));
    const answer = { correlation_id: request.message_id, application_properties: applicationProperties, body };
    sender?.send(rhea.message.encode(answer), undefined, 0);
  }
}

/** `$cbs`: takes any token, as Microsoft's emulator does. */
export function serveCbs(receiver: Receiver, replies: ReplyLinks): void {
  receiver.on('message', ({ message, delivery }) => {
    delivery?.accept();
    replies.answer(message, { 'status-code': rhea.types.wrap_int(202), 'status-description': 'Accepted' });
  });
}

/** `<entity>/$management`. */
export function serveManagement(receiver: Receiver, replies: ReplyLinks, queue: Queue, broker: Broker): void {
  receiver.on('message', ({ message, delivery }) => {
    delivery?.accept();
    try {
      const body = carryOut(message, queue, broker);
      const [code, description] = body ? [200, 'OK'] : [204, 'No Content'];
      replies.answer(message, { statusCode: rhea.types.wrap_int(code), statusDescription: description }, body);
    } catch (error) {
      const { condition, description } = toAmqpError(error);
      replies.answer(message, {
        statusCode: rhea.types.wrap_int(STATUS_OF_CONDITION[condition] ?? 500),
        statusDescription: description,
        errorCondition: rhea.types.wrap_symbol(condition),
      });
    }
  });
}

function carryOut(message: Message, queue: Queue, broker: Broker) {
  const { operation: name, 'associated-link-name': linkName } = message.application_properties ?? {};
  const operation = managementOperations[String(name)];
  if (!operation) throw new QueueError('amqp:not-implemented', `The emulator doesn't know operation ${name}.`);
  const body = message.body ?? {};
  broker.begin({
    name: typeof operation.name === 'string' ? operation.name : operation.name(body),
    queue: queue.settings.name,
    messages: operation.count(body),
  });
  return operation.run(queue, { body, linkName });
}
