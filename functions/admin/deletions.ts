import * as z from 'zod';
import { composition } from '../../shared/compose.ts';
import { decideDeletions } from '../../shared/engine/decideDeletions.ts';
import { readDeletions } from '../../shared/engine/readDeletions.ts';
import { adminRoute } from './adminRoute.ts';
import { deletion } from './answers/job.ts';
import { objectReference } from './objectReference.ts';

const entraId = z.guid({ error: 'Expected an Entra object id, e.g. 7c1e2b9a-0d4f-4f0e-9a53-2f6b8c1d7e90.' });

const query = z.strictObject({
  decision: z.enum(['pending', 'approved', 'rejected']).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  after: objectReference.optional(),
});

const order = z
  .strictObject({
    decision: z.enum(['approve', 'reject']),
    ids: z.union([z.literal('all'), z.array(entraId).min(1).max(10_000)], {
      error: 'Expected "all" or a list of Entra object ids.',
    }),
    runId: z.string().optional(),
  })
  .refine(({ ids, runId }) => ids !== 'all' || runId !== undefined, {
    path: ['runId'],
    error: 'With "all", send the runId that status or this route shows, so that nothing staged later is covered.',
  });

const page = z.object({
  hold: z
    .object({ since: z.string(), stagedAt: z.string(), runId: z.string(), reason: z.string(), count: z.number() })
    .nullable()
    .describe('null while nothing waits. Its runId is to be sent with a decision about "all"'),
  items: z.array(deletion),
  next: z.string().nullable().describe('Send it as "after" for the following page'),
});

const decided = z.object({
  decided: z.number(),
  pending: z.number().describe('How many still wait'),
  unknown: z.array(z.string()).describe('Ids of which nothing is staged'),
});

/** Deletions over the limit: who waits, and what was decided. */
export const deletionsRoute = adminRoute({
  summary: 'Deletions over the limit: who waits for approval, and what was decided',
  access: 'read',
  query,
  answer: page,
  handle: async ({ query: { limit, decision, after } }, context) => {
    const filter = { ...(decision ? { decision } : {}), ...(after ? { after } : {}) };
    const { next, ...page } = await readDeletions(filter, limit, await composition().engine(context));
    return { ...page, next: next && `${next.kind}:${next.id}` };
  },
});

/** Approves or rejects some of them, or all that were shown; 409 when "all" means something else by now. */
export const decideDeletionsRoute = adminRoute({
  summary: 'Approve or reject staged deletions',
  access: 'write',
  body: order,
  answer: decided,
  handle: async ({ body, caller }, context) =>
    decideDeletions({ ...body, decidedBy: caller }, await composition().engine(context)),
});
