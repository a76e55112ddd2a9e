import type { EntityAddress } from './amqp/entityAddress.ts';
import { noOperations, type Operation, type OperationListener } from './operations.ts';
import type { Queue } from './queue/queue.ts';
import { QueueError } from './queue/queueError.ts';

/** All queues, and the count of what is asked of them. */
export class Broker {
  /** Requests per operation: a batch counts once. */
  readonly requests = noOperations();
  /** Messages per operation. */
  readonly messages = noOperations();
  readonly #queues: ReadonlyMap<string, Queue>;
  readonly #listener: OperationListener | undefined;

  constructor(queues: readonly Queue[], listener: OperationListener | undefined) {
    this.#queues = new Map(queues.map((queue) => [queue.settings.name.toLowerCase(), queue]));
    this.#listener = listener;
  }

  find(address: Pick<EntityAddress, 'queue' | 'isDeadLetterQueue'>): Queue | undefined {
    const queue = this.#queues.get(address.queue);
    return address.isDeadLetterQueue ? queue?.deadLetters : queue;
  }

  queues(): Queue[] {
    return [...this.#queues.values()];
  }

  /** To be called before an operation is carried out. Throws QueueError when the listener refuses it. */
  begin(operation: Operation): void {
    this.requests[operation.name] += 1;
    this.messages[operation.name] += operation.messages;
    const refusal = this.#listener?.(operation);
    if (refusal) throw new QueueError(refusal.condition, refusal.description);
  }
}
