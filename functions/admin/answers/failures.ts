import * as z from 'zod';
import { CAUSES, KINDS } from './log.ts';

const time = z.iso.datetime();
const next = z.string().nullable().describe('Send it as "after" for the following page');

export const escrowPage = z.object({
  items: z.array(
    z.looseObject({
      kind: z.enum(KINDS),
      id: z.string().describe('Entra object id'),
      code: z.string(),
      reason: z.string(),
      attempts: z.number(),
      nextAttemptAt: time,
    }),
  ),
  next,
});

export const deadLetterPage = z.object({
  items: z.array(
    z.looseObject({
      id: z.string(),
      sentAt: time,
      recordedAt: time,
      messageId: z.string(),
      reason: z.string().describe("Service Bus's"),
      change: z
        .looseObject({ kind: z.enum(KINDS), id: z.string(), cause: z.enum(CAUSES) })
        .nullable()
        .describe('null when the message cannot be read'),
      body: z.string(),
      state: z.enum(['open', 'recovered', 'putBack', 'dismissed']),
      settledAt: time.nullable(),
      settledBy: z.string().nullable(),
    }),
  ),
  next,
});

export const deadLetterAnswer = z.object({
  decided: z.number(),
  unreadable: z.array(z.string()).describe('Ids of messages that cannot be put back'),
  unknown: z.array(z.string()).describe('Ids of which there is no dead letter'),
});
