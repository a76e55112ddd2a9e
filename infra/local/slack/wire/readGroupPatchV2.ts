import type { WorkspaceSettings } from '../state/settings.ts';
import { SlackError } from '../state/slackError.ts';
import type { GroupEdit } from '../writes/groupEdit.ts';
import { parsePath } from './parsePath.ts';
import { readGroup, readGroupAttribute, readMemberIds } from './readGroup.ts';
import { type Operation, readOperations } from './readPatchV2.ts';
import type { JsonObject } from './readResource.ts';
import type { Urns } from './urns.ts';

export type RemovalSetting = WorkspaceSettings['removeMembersWithList'];

/**
 * PATCH of a group in SCIM 2.0: `members` with `add`, `replace` or `remove`, `members[value eq U123]` with `remove`, the
 * name, or an object of them without a path.
 */
export function readGroupPatchV2(body: JsonObject, urns: Urns, removal: RemovalSetting): readonly GroupEdit[] {
  // A path of a group may begin with the group's URN, as that of a user may with the user's.
  const groupUrns = { ...urns, user: urns.group };
  return readOperations(body).flatMap((operation) => readOperation(operation, groupUrns, removal));
}

function readOperation({ op, path, value }: Operation, urns: Urns, removal: RemovalSetting): readonly GroupEdit[] {
  if (path === undefined) return readPathless(op, value, removal);
  const { attribute, filter, sub } = parsePath(path, urns);
  if (sub !== undefined) throw new SlackError('invalid_request_payload');
  if (!filter) return readWhole(op, attribute, value, removal);
  const isMember = attribute === 'members' && filter.attribute === 'value' && op === 'remove';
  if (!isMember) throw new SlackError('invalid_request_payload');
  return [{ kind: 'remove', memberIds: [filter.value] }];
}

function readPathless(op: Operation['op'], value: Operation['value'], removal: RemovalSetting): readonly GroupEdit[] {
  if (op === 'replace') return readGroup(value as JsonObject);
  return Object.entries(value as JsonObject).flatMap(([key, part]) => readWhole(op, key.toLowerCase(), part, removal));
}

function readWhole(
  op: Operation['op'],
  attribute: string,
  value: unknown,
  removal: RemovalSetting,
): readonly GroupEdit[] {
  if (attribute !== 'members') return readGroupAttribute(attribute, op === 'remove' ? undefined : value);
  if (op !== 'remove') return [{ kind: op, memberIds: readMemberIds(value) }];
  const isListed = value !== undefined && removal === 'removesListed';
  return [isListed ? { kind: 'remove', memberIds: readMemberIds(value) } : { kind: 'replace', memberIds: [] }];
}
