import type { QueueMessage } from './queueMessage.ts';

export interface DeadLetterCause {
  readonly reason?: string | undefined;
  readonly description?: string | undefined;
}

export const expired: DeadLetterCause = {
  reason: 'TTLExpiredException',
  description: 'The message expired and was dead lettered.',
};

export function deliveredTooOften(deliveryCount: number): DeadLetterCause {
  return {
    reason: 'MaxDeliveryCountExceeded',
    description: `Message could not be consumed after ${deliveryCount} delivery attempts.`,
  };
}

/**
 * The message as it lies in the dead-letter queue: same sequence number and delivery count, never expiring, the cause
 * in two application properties.
 * https://learn.microsoft.com/azure/service-bus-messaging/service-bus-dead-letter-queues
 */
export function deadLettered(message: QueueMessage, { reason, description }: DeadLetterCause): QueueMessage {
  const applicationProperties = {
    ...message.applicationProperties,
    ...(reason !== undefined && { DeadLetterReason: reason }),
    ...(description !== undefined && { DeadLetterErrorDescription: description }),
  };
  return {
    ...message,
    applicationProperties,
    state: 'active',
    expiresAt: Number.POSITIVE_INFINITY,
    lock: undefined,
  };
}
