import type { ServiceBusClient } from '@azure/service-bus';
import type { WriteLine } from '../console.ts';
import type { Invoke } from '../invocation/invoker.ts';
import type { AppFunction } from '../registration/appFunction.ts';
import type { ServiceBusSettings } from '../settings/hostSettings.ts';
import { closeSoon } from './closeSoon.ts';
import { createMessageHandler } from './messageHandler.ts';
import type { MessagePump } from './messagePump.ts';
import { openClient, resolveQueue } from './queueConnection.ts';
import { startQueuePump } from './queuePump.ts';
import { startSessionPump } from './sessionPump.ts';

export interface StartPumpsOptions {
  readonly functions: readonly AppFunction[];
  readonly settings: ServiceBusSettings;
  readonly env: NodeJS.ProcessEnv;
  readonly invoke: Invoke;
  readonly write: WriteLine;
}

function startPump(fn: AppFunction, client: ServiceBusClient, queueName: string, options: StartPumpsOptions) {
  const { settings, invoke, write } = options;
  const { autoCompleteMessages } = fn.trigger;
  const autoComplete = typeof autoCompleteMessages === 'boolean' ? autoCompleteMessages : settings.autoCompleteMessages;
  const shared = { client, queueName, write, handle: createMessageHandler({ fn, invoke, autoComplete, write }) };
  return fn.trigger.isSessionsEnabled === true
    ? startSessionPump({ ...settings, ...shared })
    : startQueuePump({ ...settings, ...shared });
}

/**
 * Starts a pump for each queue function, each with a client of its own: on Flex Consumption they don't share one either.
 * @throws HostStartError when a connection cannot be resolved; then none is started
 */
export function startPumps(options: StartPumpsOptions): MessagePump {
  const queues = options.functions.map((fn) => ({ fn, ...resolveQueue(fn, options.env) }));
  const started = queues.map(({ fn, connectionString, queueName }) => {
    const client = openClient(connectionString, options.settings);
    return { client, pump: startPump(fn, client, queueName, options) };
  });
  return {
    async stop() {
      await Promise.allSettled(started.map(({ pump }) => pump.stop()));
      await Promise.all(started.map(({ client }) => closeSoon(() => client.close())));
    },
  };
}
