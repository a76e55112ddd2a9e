import type { ApplicationProperties, Settlement } from '../queue/queueMessage.ts';

interface OutcomeFields {
  readonly undeliverable_here?: boolean | null;
  readonly message_annotations?: ApplicationProperties | null;
  readonly error?: { readonly info?: ApplicationProperties | null } | null;
}

/**
 * What an AMQP outcome means in Service Bus: `modified` is abandon or, undeliverable here, defer; its annotations are
 * properties to change. `rejected` is dead-letter, with the cause and further properties in the error's info.
 */
export function readSettlement(outcome: string, fields: unknown): Settlement {
  const {
    undeliverable_here: undeliverable,
    message_annotations: annotations,
    error,
  } = (fields ?? {}) as OutcomeFields;
  if (outcome === 'accepted') return { type: 'complete' };
  if (outcome === 'modified') return { type: undeliverable ? 'defer' : 'abandon', properties: annotations ?? {} };
  if (outcome === 'released') return { type: 'abandon' };
  const { DeadLetterReason: reason, DeadLetterErrorDescription: description, ...properties } = error?.info ?? {};
  return { type: 'deadLetter', reason: text(reason), description: text(description), properties };
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
