import { getAttribute, isObject } from '../rules/readText.ts';
import { SlackError } from '../state/slackError.ts';
import type { Edit } from '../writes/edit.ts';
import { parsePath } from './parsePath.ts';
import type { JsonObject } from './readResource.ts';
import type { Urns } from './urns.ts';

/** One entry of `Operations`. Without a path, `value` is a JSON object; only a removal may be without a value. */
export interface Operation {
  readonly op: Edit['op'];
  readonly path: string | undefined;
  readonly value: unknown;
}

const OPERATORS: Readonly<Record<string, Edit['op']>> = { add: 'add', replace: 'replace', remove: 'remove' };

/** @throws SlackError `invalid_request_payload` */
export function readOperations(body: JsonObject): readonly Operation[] {
  const operations = getAttribute(body, 'Operations');
  if (!Array.isArray(operations) || operations.length === 0) throw new SlackError('invalid_request_payload');
  return operations.map(readOperation);
}

function readOperation(operation: unknown): Operation {
  if (!isObject(operation)) throw new SlackError('invalid_request_payload');
  // "Replace" with a capital letter is what real clients send.
  const op = OPERATORS[String(getAttribute(operation, 'op')).toLowerCase()];
  const path = getAttribute(operation, 'path') ?? '';
  const value = getAttribute(operation, 'value');
  if (!op || typeof path !== 'string') throw new SlackError('invalid_request_payload');
  const isComplete = op === 'remove' ? path !== '' : path !== '' ? value !== undefined : isObject(value);
  if (!isComplete) throw new SlackError('invalid_request_payload');
  return { op, path: path || undefined, value };
}

/** PATCH of a user in SCIM 2.0. Without a path the value is an object of paths. */
export function readPatchV2(body: JsonObject, urns: Urns): readonly Edit[] {
  return readOperations(body).flatMap(({ op, path, value }): Edit[] => {
    if (path === undefined) {
      return Object.entries(value as JsonObject).map(([key, part]) => ({ op, ...parsePath(key, urns), value: part }));
    }
    // Only an address has no value to filter by, so its removal names it whole.
    const hasValue = op !== 'remove' || path.toLowerCase() === 'addresses';
    return [{ op, ...parsePath(path, urns), ...(hasValue && { value }) }];
  });
}
