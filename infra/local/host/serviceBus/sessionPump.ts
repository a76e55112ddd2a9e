import { setTimeout as delay } from 'node:timers/promises';
import {
  isServiceBusError,
  type ServiceBusClient,
  type ServiceBusReceivedMessage,
  type ServiceBusSessionReceiver,
} from '@azure/service-bus';
import type { WriteLine } from '../console.ts';
import { closeSoon } from './closeSoon.ts';
import type { HandleMessage } from './messageHandler.ts';
import { firstLine, type MessagePump } from './messagePump.ts';
import { keepSessionLock } from './sessionLock.ts';

export interface SessionPumpOptions {
  readonly client: ServiceBusClient;
  readonly queueName: string;
  readonly maxConcurrentSessions: number;
  /** For how long a session without messages is kept. */
  readonly sessionIdleTimeoutMs: number;
  readonly maxAutoLockRenewalMs: number;
  readonly handle: HandleMessage;
  readonly write: WriteLine;
}

const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 5_000;

/** No session waits right now: the service answers so after its own time-out, which is no trouble. */
function isNoSession(error: unknown): boolean {
  return isServiceBusError(error) && (error.code === 'ServiceTimeout' || error.code === 'SessionCannotBeLocked');
}

/**
 * Pumps a queue with sessions: up to `maxConcurrentSessions` at a time, and within each one message after the other, in
 * order. A session is given back when it has had no message for the idle time. Trouble with the connection is waited
 * out, for as long as it takes.
 */
export function startSessionPump(options: SessionPumpOptions): MessagePump {
  const { client, queueName, handle, write } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const drains = new Set<Promise<void>>();
  let trouble = '';

  /** All sessions fail alike when the connection does: one line says so, until something works again. */
  function report(error: unknown): void {
    const text = firstLine(error);
    if (text !== trouble) write('warning', 'host', `Queue '${queueName}': ${text}`);
    trouble = text;
  }

  async function nextMessage(session: ServiceBusSessionReceiver): Promise<ServiceBusReceivedMessage | undefined> {
    const [message] = await session.receiveMessages(1, {
      maxWaitTimeInMs: options.sessionIdleTimeoutMs,
      abortSignal: signal,
    });
    return message;
  }

  async function drain(session: ServiceBusSessionReceiver): Promise<void> {
    const lock = keepSessionLock(session, options.maxAutoLockRenewalMs, (error) =>
      write('warning', 'host', `Queue '${queueName}', session lock: ${firstLine(error)}`),
    );
    try {
      while (!signal.aborted) {
        const message = await nextMessage(session);
        if (!message) return;
        lock.extend();
        await handle(message, session);
        lock.extend();
      }
    } finally {
      lock.release();
      await closeSoon(() => session.close());
    }
  }

  async function oneSession(): Promise<void> {
    const session = await client.acceptNextSession(queueName, {
      receiveMode: 'peekLock',
      skipParsingBodyAsJson: true,
      maxAutoLockRenewalDurationInMs: 0,
      abortSignal: signal,
    });
    trouble = '';
    const draining = drain(session);
    drains.add(draining);
    await draining.finally(() => drains.delete(draining));
  }

  async function loop(): Promise<void> {
    let wait = 0;
    while (!signal.aborted) {
      try {
        await oneSession();
        wait = 0;
      } catch (error) {
        if (signal.aborted) return;
        wait = Math.min(LONGEST_DELAY_MS, Math.max(FIRST_DELAY_MS, wait * 2));
        if (isNoSession(error)) wait = FIRST_DELAY_MS;
        else report(error);
        await delay(wait, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  for (let started = 0; started < options.maxConcurrentSessions; started++) void loop();
  return {
    async stop() {
      stopping.abort();
      // The SDK heeds an abort only until its link is attaching, and then waits for its own time-out. A stop must not wait
      // that long: whoever still waits for a session is let go when the connection closes.
      await Promise.allSettled(drains);
    },
  };
}
