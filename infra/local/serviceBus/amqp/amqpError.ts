import type { AmqpError } from 'rhea';
import { QueueError } from '../queue/queueError.ts';

/** What a client is told of an error. Anything but a refusal is a fault of the emulator and is printed. */
export function toAmqpError(error: unknown): AmqpError & { readonly condition: string; readonly description: string } {
  if (error instanceof QueueError) return { condition: error.condition, description: error.message };
  console.error('Service Bus emulator:', error);
  return { condition: 'amqp:internal-error', description: 'The emulator failed; see its output.' };
}

export function entityNotFound(address: string): QueueError {
  return new QueueError('amqp:not-found', `The messaging entity "${address}" could not be found.`);
}
