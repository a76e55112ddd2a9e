import * as z from 'zod';
import { composition } from '../../shared/compose.ts';
import { decideDeadLetters } from '../../shared/engine/decideDeadLetters.ts';
import { readDeadLetters } from '../../shared/engine/readDeadLetters.ts';
import { adminRoute } from './adminRoute.ts';
import { deadLetterAnswer, deadLetterPage } from './answers/failures.ts';

const deadLetterId = z
  .string()
  .regex(/^\d{13}-[0-9a-f]{12}$/, 'Expected the id of a dead letter, as the list shows it.');

const query = z.strictObject({
  state: z.enum(['open', 'recovered', 'putBack', 'dismissed']).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  after: deadLetterId.optional(),
});

const order = z.strictObject({
  decision: z.enum(['putBack', 'dismiss'], { error: 'Expected putBack or dismiss.' }),
  ids: z.union([z.literal('all'), z.array(deadLetterId).min(1).max(10_000)], {
    error: 'Expected "all" or a list of ids of dead letters.',
  }),
});

/** Messages that could not be processed, newest first. */
export const listDeadLettersRoute = adminRoute({
  summary: 'Messages that could not be processed, newest first',
  access: 'read',
  query,
  answer: deadLetterPage,
  handle: async ({ query: { limit, state, after } }, context) => {
    const filter = { ...(state ? { state } : {}), ...(after ? { after } : {}) };
    return readDeadLetters(filter, limit, await composition().engine(context));
  },
});

/** Puts some or all of them back into the queue, or dismisses them. */
export const decideDeadLettersRoute = adminRoute({
  summary: 'Put messages that could not be processed back into the queue, or dismiss them',
  access: 'write',
  body: order,
  answer: deadLetterAnswer,
  handle: async ({ body, caller }, context) => {
    const { parseChange, engine } = composition();
    return decideDeadLetters({ ...body, decidedBy: caller }, parseChange, await engine(context));
  },
});
