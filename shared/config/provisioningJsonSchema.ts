import * as z from 'zod';
import { provisioningSchema } from './provisioningSchema.ts';

/** The JSON schema that editors use for `provisioning.json`, as text; `infra/scripts/writeSchema.ts` stores it. */
export function provisioningJsonSchema(): string {
  const schema = z.toJSONSchema(provisioningSchema, { io: 'input', target: 'draft-7' });
  return `${JSON.stringify({ title: 'Provisioning from Entra to Slack', ...schema }, null, 2)}\n`;
}
