import { getAttribute, isObject } from '../rules/readText.ts';
import { SlackError } from '../state/slackError.ts';
import type { GroupEdit } from '../writes/groupEdit.ts';
import type { JsonObject } from './readResource.ts';

/** Attributes of a group that a client may send and Slack does not store. */
const IGNORED = new Set(['id', 'externalid', 'meta', 'schemas']);

/** A whole group (POST, PUT) as edits. */
export function readGroup(body: JsonObject): readonly GroupEdit[] {
  return Object.entries(body).flatMap(([key, value]) => readGroupAttribute(key.toLowerCase(), value));
}

/** One attribute with its whole value. @param name lower-case */
export function readGroupAttribute(name: string, value: unknown): readonly GroupEdit[] {
  if (IGNORED.has(name)) return [];
  if (name === 'displayname') return [{ kind: 'rename', displayName: value }];
  if (name === 'members') return [{ kind: 'replace', memberIds: readMemberIds(value) }];
  throw new SlackError('invalid_request_payload', { tail: `attribute=${name}` });
}

/** The ids in `[{ "value": "U…" }]`; one object stands for a list of one. */
export function readMemberIds(value: unknown): readonly string[] {
  if (value === undefined || value === null) return [];
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map(readMemberId);
}

export function readMemberId(member: unknown): string {
  const id = isObject(member) ? getAttribute(member, 'value') : undefined;
  if (typeof id !== 'string') throw new SlackError('invalid_attribute_format');
  return id;
}
