import { getAttribute, isObject } from '../rules/readText.ts';
import { SlackError } from '../state/slackError.ts';
import type { Edit } from '../writes/edit.ts';
import { parsePath } from './parsePath.ts';
import { attributesOf, type JsonObject } from './readResource.ts';
import type { Urns } from './urns.ts';

const MULTI_VALUED = new Set(['emails', 'phonenumbers', 'photos', 'addresses', 'roles']);

/**
 * PATCH of SCIM 1.1: a partial resource. Elements are added, or removed with `"operation":"delete"`;
 * `meta.attributes` lists attributes to remove.
 */
export function readPatchV1(body: JsonObject, urns: Urns): readonly Edit[] {
  const edits = attributesOf(body, urns).flatMap(([attribute, value]) =>
    MULTI_VALUED.has(attribute) && Array.isArray(value)
      ? readElementEdits(attribute, value)
      : [{ op: 'add' as const, attribute, value }],
  );
  return [...readRemovals(body, urns), ...edits];
}

function readRemovals(body: JsonObject, urns: Urns): readonly Edit[] {
  const meta = getAttribute(body, 'meta');
  const paths = isObject(meta) ? getAttribute(meta, 'attributes') : undefined;
  if (paths === undefined) return [];
  if (!Array.isArray(paths)) throw new SlackError('invalid_attribute_format');
  return paths.map((path) => ({ op: 'remove', ...parsePath(String(path), urns) }));
}

function readElementEdits(attribute: string, elements: readonly unknown[]): readonly Edit[] {
  const removed = elements.filter(isDeletion);
  const added = elements.filter((element) => !isDeletion(element));
  const removals = removed.map((element) => removalOf(attribute, element));
  if (removed.length > 0 && added.length === 0) return removals;
  if (attribute !== 'emails') return [...removals, { op: 'add', attribute, value: added }];
  // The primary address can't be removed, only replaced: by the element marked primary, else by the work address.
  const primary = added.find(isPrimary) ?? added.find(isWork);
  const others = added.filter((element) => element !== primary);
  const value = isObject(primary) ? getAttribute(primary, 'value') : undefined;
  const replacement: Edit = { op: 'replace', attribute, filter: { attribute: 'primary', value: 'true' }, value };
  return [...(primary ? [replacement] : []), ...removals, { op: 'add', attribute, value: others }];
}

function removalOf(attribute: string, element: unknown): Edit {
  if (attribute === 'addresses') return { op: 'remove', attribute, value: [element] };
  const value = isObject(element) ? String(getAttribute(element, 'value')) : '';
  return { op: 'remove', attribute, filter: { attribute: 'value', value } };
}

function isDeletion(element: unknown): boolean {
  return isObject(element) && String(getAttribute(element, 'operation')).toLowerCase() === 'delete';
}

function isPrimary(element: unknown): boolean {
  return isObject(element) && String(getAttribute(element, 'primary')).toLowerCase() === 'true';
}

function isWork(element: unknown): boolean {
  if (!isObject(element) || getAttribute(element, 'primary') !== undefined) return false;
  return String(getAttribute(element, 'type')).toLowerCase() === 'work';
}
