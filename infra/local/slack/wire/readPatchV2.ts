import { getAttribute, isObject } from '../rules/readText.ts';
import { SlackError } from '../state/slackError.ts';
import type { Edit } from '../writes/edit.ts';
import { parsePath } from './parsePath.ts';
import type { JsonObject } from './readResource.ts';
import type { Urns } from './urns.ts';

const OPERATORS: Readonly<Record<string, Edit['op']>> = { add: 'add', replace: 'replace', remove: 'remove' };

/** PATCH of SCIM 2.0: `Operations`. Without a path the value is an object of paths. */
export function readPatchV2(body: JsonObject, urns: Urns): readonly Edit[] {
  const operations = getAttribute(body, 'Operations');
  if (!Array.isArray(operations) || operations.length === 0) throw new SlackError('invalid_request_payload');
  return operations.flatMap((operation) => readOperation(operation, urns));
}

function readOperation(operation: unknown, urns: Urns): readonly Edit[] {
  if (!isObject(operation)) throw new SlackError('invalid_request_payload');
  // "Replace" with a capital letter is what real clients send.
  const op = OPERATORS[String(getAttribute(operation, 'op')).toLowerCase()];
  if (!op) throw new SlackError('invalid_request_payload');
  const path = getAttribute(operation, 'path');
  const value = getAttribute(operation, 'value');
  if (op === 'remove') return [{ op, ...parsePath(readPathText(path), urns), ...(isAddress(path) && { value }) }];
  if (value === undefined) throw new SlackError('invalid_request_payload');
  if (path === undefined || path === null || path === '') return readPathless(op, value, urns);
  return [{ op, ...parsePath(readPathText(path), urns), value }];
}

function readPathText(path: unknown): string {
  if (typeof path !== 'string') throw new SlackError('invalid_request_payload');
  return path;
}

/** Only an address has no value to filter by, so it is named whole. */
function isAddress(path: unknown): boolean {
  return String(path).toLowerCase() === 'addresses';
}

function readPathless(op: 'add' | 'replace', value: unknown, urns: Urns): readonly Edit[] {
  if (!isObject(value)) throw new SlackError('invalid_request_payload');
  return Object.entries(value).map(([path, part]) => ({ op, ...parsePath(path, urns), value: part }));
}
