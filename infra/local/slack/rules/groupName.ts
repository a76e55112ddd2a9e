import type { Group } from '../state/group.ts';
import { SlackError } from '../state/slackError.ts';
import type { Workspace } from '../state/workspace.ts';

/** A group needs a name; which error says so isn't documented. */
export function readGroupName(value: unknown): string {
  if (value !== undefined && value !== null && typeof value !== 'string')
    throw new SlackError('invalid_attribute_format');
  const name = value?.trim() ?? '';
  if (name === '') throw new SlackError('invalid_request_payload', { tail: 'attribute=displayName' });
  return name;
}

/** Refused without regard to case; seen in 2016 by MidPoint's Slack connector, no longer in Slack's list. */
export function requireFreeGroupName(group: Group, { groups, settings }: Workspace): void {
  if (settings.duplicateGroupNames === 'allow') return;
  const isTaken = groups.findByName(group.displayName).some(({ id }) => id !== group.id);
  if (isTaken) throw new SlackError('name_already_exists');
}
