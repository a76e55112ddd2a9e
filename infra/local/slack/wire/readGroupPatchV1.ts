import { getAttribute, isObject } from '../rules/readText.ts';
import { SlackError } from '../state/slackError.ts';
import type { GroupEdit } from '../writes/groupEdit.ts';
import { readGroupAttribute, readMemberId } from './readGroup.ts';
import type { JsonObject } from './readResource.ts';

/**
 * PATCH of a group in SCIM 1.1: members are added, or removed with `"operation":"delete"`; `meta.attributes` with
 * `members` empties the group.
 */
export function readGroupPatchV1(body: JsonObject): readonly GroupEdit[] {
  const edits = Object.entries(body).flatMap(([key, value]) => {
    const name = key.toLowerCase();
    return name === 'members' ? readMemberEdits(value) : readGroupAttribute(name, value);
  });
  return [...readRemovals(body), ...edits];
}

function readMemberEdits(members: unknown): readonly GroupEdit[] {
  if (!Array.isArray(members)) throw new SlackError('invalid_attribute_format');
  return [
    { kind: 'add', memberIds: members.filter((member) => !isDeletion(member)).map(readMemberId) },
    { kind: 'remove', memberIds: members.filter(isDeletion).map(readMemberId) },
  ];
}

function isDeletion(member: unknown): boolean {
  return isObject(member) && String(getAttribute(member, 'operation')).toLowerCase() === 'delete';
}

function readRemovals(body: JsonObject): readonly GroupEdit[] {
  const meta = getAttribute(body, 'meta');
  const paths = isObject(meta) ? (getAttribute(meta, 'attributes') ?? []) : [];
  if (!Array.isArray(paths)) throw new SlackError('invalid_attribute_format');
  return paths.flatMap((path) => readGroupAttribute(String(path).toLowerCase(), undefined));
}
