import type { InvocationContext } from '@azure/functions';
import { composition } from '../shared/compose.ts';
import { processChange } from '../shared/engine/processChange.ts';

/** One message of queue `changes`; a session is one Entra object, so each object has one worker at a time. */
export async function handleChange(message: unknown, context: InvocationContext): Promise<void> {
  const change = await composition().parseChange(message);
  const { messageId, deliveryCount, enqueuedTime } = context.triggerMetadata ?? {};
  const sent = new Date(String(enqueuedTime));
  // The worker turns metadata that look like JSON into numbers; see the host's JSON-literal trap.
  const info = {
    messageId: String(messageId),
    deliveryCount: Number(deliveryCount ?? 1),
    ...(Number.isNaN(sent.getTime()) ? {} : { enqueuedAt: sent }),
  };
  await processChange(change, info, await composition().engine(context));
}
