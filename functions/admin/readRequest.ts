import type { HttpRequest } from '@azure/functions';
import type * as z from 'zod';
import { Problem } from './problem.ts';

/** In bytes; a pasted `provisioning.json` with a few hundred mappings is far below it. */
const LARGEST_BODY = 1024 * 1024;

/** Without the function key, which may come as `?code=` and is the host's business. */
export function queryOf(request: HttpRequest): Readonly<Record<string, string>> {
  const { code, clientId, ...query } = Object.fromEntries(request.query);
  return query;
}

/** @throws Problem 413 for a body that is too large, 400 for one that is no JSON */
export async function readJson(request: HttpRequest): Promise<unknown> {
  if (Number(request.headers.get('content-length') ?? 0) > LARGEST_BODY) throw tooLarge();
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength > LARGEST_BODY) throw tooLarge();
  if (bytes.byteLength === 0) throw new Problem(400, 'The request has no body; a JSON object is expected.');
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new Problem(400, 'The body is not JSON in UTF-8.');
  }
}

function tooLarge(): Problem {
  return new Problem(413, `The body is larger than ${LARGEST_BODY} bytes.`);
}

/** @throws Problem 400 that names each wrong value with its path */
export function check<T>(schema: z.ZodType<T>, value: unknown, part: 'query' | 'body'): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message }));
  const first = errors[0];
  const where = first?.path ? ` at ${first.path}` : '';
  throw new Problem(400, `The ${part} is not as expected${where}: ${first?.message ?? 'see the documentation'}`, {
    errors,
  });
}
