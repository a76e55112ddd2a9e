import { app, type InvocationContext } from '@azure/functions';
import { composition } from '../shared/compose.ts';
import { recordDeadLetter } from '../shared/engine/recordDeadLetter.ts';
import { isProvisioningError } from '../shared/errors/provisioningError.ts';
import type { Change } from '../shared/model/change.ts';

/** Messages that could not be processed: recorded, put into escrow, never silently lost. */
export async function deadLetters(message: unknown, context: InvocationContext): Promise<void> {
  const properties = context.triggerMetadata?.applicationProperties as Record<string, unknown> | undefined;
  const reason = String(properties?.deadLetterReason ?? 'unknown reason');
  await recordDeadLetter(parse(message), reason, await composition().engine(context));
}

function parse(message: unknown): Change | undefined {
  try {
    return composition().parseChange(message);
  } catch (error) {
    if (isProvisioningError(error, 'invalid')) return undefined;
    throw error;
  }
}

app.serviceBusQueue('deadLetters', {
  connection: 'ServiceBusConnection',
  queueName: 'changes/$DeadLetterQueue',
  handler: deadLetters,
});
