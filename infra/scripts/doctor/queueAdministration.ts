import type { TokenCredential } from '@azure/identity';
import { ServiceBusAdministrationClient } from '@azure/service-bus';

export type QueueAdministrationConnection =
  | { readonly connectionString: string }
  | { readonly fullyQualifiedNamespace: string; readonly credential: TokenCredential };

/** Whoever waits for the doctor is told soon. */
const OPTIONS = { retryOptions: { maxRetries: 1, retryDelayInMs: 200 } };

/** For questions about a queue; an emulator on this machine is asked over plain HTTP, which the SDK does not do by itself. */
export function createQueueAdministration(connection: QueueAdministrationConnection): ServiceBusAdministrationClient {
  if (!('connectionString' in connection)) {
    return new ServiceBusAdministrationClient(connection.fullyQualifiedNamespace, connection.credential, OPTIONS);
  }
  const { connectionString } = connection;
  const administration = new ServiceBusAdministrationClient(connectionString, OPTIONS);
  if (!/(?:^|;)\s*UseDevelopmentEmulator=true/i.test(connectionString)) return administration;
  administration.pipeline.addPolicy({
    name: 'plainHttp',
    sendRequest: (request, next) => {
      request.url = request.url.replace(/^https:/, 'http:');
      request.allowInsecureConnection = true;
      return next(request);
    },
  });
  return administration;
}
