import type { ServiceBusReceivedMessage, ServiceBusReceiver } from '@azure/service-bus';
import type { WriteLine } from '../console.ts';
import type { Invoke } from '../invocation/invoker.ts';
import type { AppFunction } from '../registration/appFunction.ts';
import { messageInput } from './messageInput.ts';
import { firstLine } from './messagePump.ts';

/** Runs the function for a message and settles it; never rejects. */
export type HandleMessage = (message: ServiceBusReceivedMessage, receiver: ServiceBusReceiver) => Promise<void>;

export interface MessageHandlerOptions {
  readonly fn: AppFunction;
  readonly invoke: Invoke;
  /** False: nothing is settled; the lock runs out and the message comes again. */
  readonly autoComplete: boolean;
  readonly write: WriteLine;
}

/** Return completes the message, throw abandons it. A settlement that fails (a lost lock) is only logged: it comes again. */
export function createMessageHandler({ fn, invoke, autoComplete, write }: MessageHandlerOptions): HandleMessage {
  async function settle(action: 'complete' | 'abandon', settlement: () => Promise<void>): Promise<void> {
    if (!autoComplete) return;
    try {
      await settlement();
    } catch (error) {
      write('warning', 'host', `'${fn.name}' could not ${action} a message: ${firstLine(error)}`);
    }
  }

  return async (message, receiver) => {
    try {
      await invoke(fn, messageInput(message, fn.trigger.dataType));
    } catch {
      await settle('abandon', () => receiver.abandonMessage(message)); // The invoker has logged the error.
      return;
    }
    await settle('complete', () => receiver.completeMessage(message));
  };
}
