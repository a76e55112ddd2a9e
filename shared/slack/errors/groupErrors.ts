import { conflict, gone, invalid, type KnownErrors, NO_ACTION, REPORT, retry } from './knownError.ts';

/** About one group. */
export const GROUP_ERRORS: KnownErrors = {
  no_such_group: gone('Slack does not know this group.', NO_ACTION),
  missing_group_id: invalid('The request named no group.', REPORT),
  name_already_exists: conflict(
    'A group has this name already.',
    'Match groups by displayName, or rename one of them.',
  ),
  group_creation_failed: retry('Slack could not create the group.', NO_ACTION),
  group_members_create_failed: retry('Slack could not change the members of the group.', NO_ACTION),
  failed_to_remove_users_for_linked_subteam: retry('Slack could not remove members from the group.', NO_ACTION),
  no_such_group_members: invalid('Some members are unknown to Slack.', NO_ACTION),
  unable_to_add_deleted_or_guest_to_group: invalid('Deactivated people and guests cannot join a group.', NO_ACTION),
  too_many_users: invalid('Slack takes at most 15,000 members in one request.', REPORT),
  group_member_max_exceeded: invalid(
    'The group is larger than Slack allows (5,000 members; 15,000 on Enterprise).',
    'Assign smaller groups.',
  ),
  idp_group_linked_to_channels: invalid(
    'The group is linked to channels and cannot be deleted.',
    'Unlink it from the channels in Slack first.',
  ),
};
