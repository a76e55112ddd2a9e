import type { TargetGroup } from '../../model/target.ts';
import { list, object, text } from './json.ts';

/**
 * A group as Slack answered it, the same in both versions; no `members` are none. `undefined` when it is not a group.
 */
export function readGroup(value: unknown): TargetGroup | undefined {
  const json = object(value);
  const slackId = text(json.id);
  const displayName = text(json.displayName);
  if (slackId === null || displayName === null) return undefined;
  const memberIds = list(json.members).flatMap((member) => text(member.value) ?? []);
  return { slackId, displayName, memberIds };
}

/** True when the answer tells the members at all: without the list it proves nothing about them. */
export function showsMembers(value: unknown): boolean {
  return Array.isArray(object(value).members);
}
