import type { TokenCredential } from '@azure/identity';
import { isServiceBusError, ServiceBusClient, type ServiceBusClientOptions } from '@azure/service-bus';
import { ProvisioningError } from '../errors/provisioningError.ts';

export type QueueConnection =
  | { readonly connectionString: string }
  | { readonly fullyQualifiedNamespace: string; readonly credential: TokenCredential };

export function createServiceBusClient(connection: QueueConnection, options: ServiceBusClientOptions) {
  return 'connectionString' in connection
    ? new ServiceBusClient(connection.connectionString, options)
    : new ServiceBusClient(connection.fullyQualifiedNamespace, connection.credential, options);
}

/** A fault of Service Bus as ProvisioningError `retry`, named by its code. */
export function toQueueError(error: unknown, queueName: string): ProvisioningError {
  if (error instanceof ProvisioningError) return error;
  const last = lastTry(error);
  const fault = isServiceBusError(last) ? last.code : last instanceof Error ? last.name : 'unknown fault';
  return new ProvisioningError('retry', 'QueueUnavailable', `Queue ${queueName} cannot be reached now (${fault}).`, {
    cause: last,
  });
}

/** After several tries the SDK rejects with all their errors. */
export function lastTry(error: unknown): unknown {
  return error instanceof AggregateError ? (error.errors.at(-1) ?? error) : error;
}
