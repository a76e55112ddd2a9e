import * as z from 'zod';
import { ProvisioningError } from '../errors/provisioningError.ts';
import type { Cause, Change, ObjectKind } from '../model/change.ts';

const KINDS = ['user', 'group'] as const satisfies readonly ObjectKind[];
const CAUSES = [
  'notification',
  'delta',
  'assignment',
  'reference',
  'full',
  'retry',
  'onDemand',
] as const satisfies readonly Cause[];

/** Not `z.uuid`: an Entra id need not be a UUID of a known version. */
const entraId = z.guid().toLowerCase();

/** Unknown keys are dropped, not refused: during a rolling deployment a newer version may say more. */
const changeSchema = z.object({
  v: z.literal(1),
  kind: z.enum(KINDS),
  id: entraId,
  cause: z.enum(CAUSES),
  cycleId: z.exactOptional(z.string().min(1).max(100)),
  attempt: z.int().min(0),
  members: z.exactOptional(z.object({ added: z.array(entraId), removed: z.array(entraId) })),
  candidate: z.exactOptional(z.nullable(z.string().min(1).max(256))),
  reservation: z.exactOptional(z.string().min(1).max(50)),
  probe: z.exactOptional(z.literal(true)),
  noticedAt: z.exactOptional(z.iso.datetime()),
  requestId: z.exactOptional(z.string().min(1).max(50)),
}) satisfies z.ZodType<Change>;

/**
 * Body of a message of queue `changes`.
 * @param body the object, or its JSON text
 * @returns a Change with lower-case ids
 * Throws ProvisioningError `invalid` (`MalformedMessage`) that names the wrong paths and shows no values.
 */
export function parseChange(body: unknown): Change {
  const result = changeSchema.safeParse(typeof body === 'string' ? fromJson(body) : body);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
  throw new ProvisioningError('invalid', 'MalformedMessage', `The message is not a change. ${problems.join('; ')}`);
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
