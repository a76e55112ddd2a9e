import type { AttributeValue } from '../../model/attributes.ts';
import { GROUP_TARGET } from '../../model/groupAttributes.ts';
import type { ModifiedProperty } from '../../model/outcome.ts';

/** Members beyond these are counted and not named: a group of 15,000 is no log entry. */
const MOST_NAMED = 100;

export function nameModified(old: AttributeValue | undefined, displayName: string): ModifiedProperty {
  return { name: GROUP_TARGET.displayName, old, new: displayName };
}

/** Slack ids of those who came and went: `members` with the former as the new, the latter as the old value, as Entra's log shows it. */
export function membersModified(added: readonly string[], removed: readonly string[]): readonly ModifiedProperty[] {
  const name = GROUP_TARGET.members;
  return [
    ...(added.length > 0 ? [{ name, old: null, new: named(added) }] : []),
    ...(removed.length > 0 ? [{ name, old: named(removed), new: null }] : []),
  ];
}

function named(slackIds: readonly string[]): readonly string[] {
  const more = slackIds.length - MOST_NAMED;
  return more > 0 ? [...slackIds.slice(0, MOST_NAMED), `and ${more} more`] : slackIds;
}
