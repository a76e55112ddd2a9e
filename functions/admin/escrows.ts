import * as z from 'zod';
import { composition } from '../../shared/compose.ts';
import { readEscrows } from '../../shared/engine/readEscrows.ts';
import { adminRoute } from './adminRoute.ts';
import { escrowPage } from './answers/failures.ts';
import { objectReference } from './objectReference.ts';

const query = z.strictObject({
  // Not `code`: that is how a function key can be sent.
  errorCode: z.string().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  after: objectReference.optional(),
});

/** Failing objects: why, how often they were tried, and when they will be again. */
export const escrowsRoute = adminRoute({
  summary: 'Failing objects: why, how often they were tried, and when they will be again',
  access: 'read',
  query,
  answer: escrowPage,
  handle: async ({ query: { limit, errorCode, after } }, context) => {
    const { items, next } = await readEscrows({ code: errorCode, after }, limit, await composition().engine(context));
    return { items, next: next && `${next.kind}:${next.id}` };
  },
});
