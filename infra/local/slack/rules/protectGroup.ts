import type { Group } from '../state/group.ts';
import { SlackError } from '../state/slackError.ts';

/** Groups that Slack makes itself can't be changed by SCIM (docs.slack.dev/admins/scim-api); the name is our guess. */
export function refuseProtectedGroup(group: Group): void {
  if (group.madeBySlack) throw new SlackError('permission_denied');
}

/** Linked by `admin.conversations.restrictAccess.addGroup`; the link has to go first. */
export function refuseLinkedGroup(group: Group): void {
  if (group.linkedToChannels) throw new SlackError('idp_group_linked_to_channels');
}
