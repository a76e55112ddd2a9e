import * as z from 'zod';
import { composition } from '../../shared/compose.ts';
import { readAttributes } from '../../shared/engine/readAttributes.ts';
import { adminRoute } from './adminRoute.ts';
import { attributeValue } from './answers/log.ts';
import { Problem } from './problem.ts';

const entraId = z.guid();

/** What an expression or a filter sees of somebody, to try them with. */
export const userAttributesRoute = adminRoute({
  summary: 'The source attributes of a user that have a value, as mappings and filters see them',
  access: 'read',
  answer: z.object({ attributes: z.record(z.string(), attributeValue).describe('By name of the source attribute') }),
  handle: async ({ params: { id = '' } }, context) => {
    if (!entraId.safeParse(id).success) throw new Problem(400, 'Expected the Entra object id of a user in the path.');
    const engine = await composition().engine(context);
    if (engine.configuration.users.mapping.redacted.size > 0) {
      throw new Problem(
        403,
        'provisioning.json redacts values of people, so none are shown. Type made-up ones instead.',
      );
    }
    const attributes = await readAttributes(id.toLowerCase(), engine);
    if (!attributes) throw new Problem(404, 'Entra knows no user with this id.');
    return { attributes };
  },
});
