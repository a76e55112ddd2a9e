import { RetryMode, ServiceBusClient } from '@azure/service-bus';
import { HostStartError } from '../hostStartError.ts';
import { type AppFunction, textOption } from '../registration/appFunction.ts';
import type { ServiceBusSettings } from '../settings/hostSettings.ts';
import { resolvePlaceholders } from '../settings/localSettings.ts';

/** Where a queue function takes its messages from. */
export interface QueueConnection {
  readonly connectionString: string;
  /** May be a sub-queue such as `changes/$DeadLetterQueue`. */
  readonly queueName: string;
}

/**
 * Resolves the trigger's `connection` (a setting's name; empty means `AzureWebJobsServiceBus`) and `queueName`.
 * @throws HostStartError when the setting is missing or stands for an identity-based connection
 */
export function resolveQueue(fn: AppFunction, env: NodeJS.ProcessEnv): QueueConnection {
  const named = resolvePlaceholders(textOption(fn.trigger, 'connection'), env);
  const setting = named === '' ? 'AzureWebJobsServiceBus' : named;
  const connectionString = env[setting] ?? env[`AzureWebJobs${setting}`];
  if (connectionString) {
    return { connectionString, queueName: resolvePlaceholders(textOption(fn.trigger, 'queueName'), env) };
  }
  const identityBased = env[`${setting}__fullyQualifiedNamespace`] !== undefined;
  throw new HostStartError(
    identityBased
      ? `The function '${fn.name}' uses an identity-based connection; this host needs a connection string in ${setting}.`
      : `The function '${fn.name}' needs the setting ${setting}: a Service Bus connection string.`,
  );
}

/** A client with the retry options of host.json `clientRetryOptions`. */
export function openClient(connectionString: string, { retry }: ServiceBusSettings): ServiceBusClient {
  return new ServiceBusClient(connectionString, {
    retryOptions: {
      mode: retry.mode === 'fixed' ? RetryMode.Fixed : RetryMode.Exponential,
      timeoutInMs: retry.tryTimeoutMs,
      retryDelayInMs: retry.delayMs,
      maxRetryDelayInMs: retry.maxDelayMs,
      maxRetries: retry.maxRetries,
    },
  });
}
