import * as z from 'zod';
import { composition } from '../../shared/compose.ts';
import { adminRoute } from './adminRoute.ts';
import { preview } from './answers/preview.ts';
import { Problem } from './problem.ts';

/** Azure closes a request after 230 s; what takes longer is answered as far as it came. */
const LONGEST_MS = 180_000;

const request = z.strictObject({
  configuration: z
    .record(z.string(), z.unknown(), { error: 'Expected the contents of a provisioning.json, as an object.' })
    .optional(),
  limit: z.int().min(0).max(100_000).default(1_000),
  offset: z.int().min(0).default(0),
});

/** What a full cycle would do now, without doing it; also with a configuration that is not in force. */
export const previewRoute = adminRoute({
  summary: 'What a full cycle would do now, without doing it; also with an edited configuration',
  access: 'read',
  body: request,
  answer: preview,
  handle: async ({ body: { configuration, limit, offset } }, context) => {
    const until = new Date(Date.now() + LONGEST_MS);
    const text = configuration && JSON.stringify(configuration);
    const answer = await composition().preview({ configuration: text, until }, context);
    if ('problems' in answer) {
      const errors = answer.problems.map(({ where, what }) => ({ path: where, message: what }));
      throw new Problem(400, 'The configuration cannot be used.', { errors });
    }
    return { ...answer, items: answer.items.slice(offset, offset + limit), total: answer.items.length };
  },
});
