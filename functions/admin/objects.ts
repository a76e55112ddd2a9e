import * as z from 'zod';
import { composition } from '../../shared/compose.ts';
import { adminRoute } from './adminRoute.ts';
import { KINDS } from './answers/log.ts';
import { hit } from './answers/provision.ts';

const query = z.strictObject({
  kind: z.enum(KINDS).default('user'),
  search: z.string().trim().min(1, 'Expected the beginning of a name or an address.').max(100),
  limit: z.coerce.number().int().min(1).max(50).default(10),
});

/** Suggestions while somebody types a name. */
export const objectsRoute = adminRoute({
  summary: 'Users or groups of Entra whose name, mail address or user principal name begins with a text',
  access: 'read',
  query,
  answer: z.object({ items: z.array(hit) }),
  handle: async ({ query: { kind, search, limit } }, context) => {
    const { source } = await composition().engine(context);
    return { items: await source.search(kind, search, limit) };
  },
});
