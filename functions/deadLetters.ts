import type { InvocationContext } from '@azure/functions';
import { composition } from '../shared/compose.ts';
import { recordDeadLetter } from '../shared/engine/recordDeadLetter.ts';
import { isProvisioningError } from '../shared/errors/provisioningError.ts';
import type { Change } from '../shared/model/change.ts';

/** Messages that could not be processed: recorded, put into escrow, never silently lost. */
export async function deadLetters(message: unknown, context: InvocationContext): Promise<void> {
  const { messageId, enqueuedTime, applicationProperties } = context.triggerMetadata ?? {};
  const properties = applicationProperties as Record<string, unknown> | undefined;
  const sentAt = new Date(String(enqueuedTime));
  const dead = {
    messageId: String(messageId),
    body: typeof message === 'string' ? message : (JSON.stringify(message) ?? ''),
    reason: String(properties?.deadLetterReason ?? properties?.DeadLetterReason ?? 'unknown reason'),
    sentAt: Number.isNaN(sentAt.getTime()) ? new Date() : sentAt,
  };
  await recordDeadLetter(await parse(message), dead, await composition().engine(context));
}

async function parse(message: unknown): Promise<Change | undefined> {
  try {
    return await composition().parseChange(message);
  } catch (error) {
    if (isProvisioningError(error, 'invalid')) return undefined;
    throw error;
  }
}
