import { describe, expect, it } from 'vitest';
import type { ErrorClass } from '../../../../shared/errors/provisioningError.ts';
import { SLACK_ERRORS } from '../../../../shared/slack/errors/slackErrors.ts';

/** The names on Slack's error page, and those seen besides. */
const CLASSES: Readonly<Record<ErrorClass, string>> = {
  wait: 'resource_locked too_many_requests ratelimited',
  retry: `database_query_failure failed_to_remove_users_for_linked_subteam group_creation_failed
    group_members_create_failed invited_user_not_created`,
  conflict: 'email_taken user_creation_failed username_taken nickname_taken truncation_error name_already_exists',
  gone: 'no_such_user unknown_user cannot_decode_user_id no_such_group',
  unauthorized: 'invalid_authentication missing_authentication',
  fatal: 'bad_endpoint method_not_allowed non_org_teams_only plus_teams_only unsupported_version',
  invalid: `addresses_invalid bad_email_address cannot_disable_bot_user_with_scim cannot_disable_primary_owner
    cannot_make_user_guest cannot_modify_gdpr cannot_modify_owner email_empty email_invalid emails_invalid
    group_member_max_exceeded groups_invalid idp_group_linked_to_channels improper_enterprise_schema_format
    incomplete_filter invalid_attribute_format invalid_display_name invalid_emoji_not_allowed invalid_filter_group
    invalid_name_maxlength invalid_name_required invalid_name_specials invalid_query invalid_request_payload
    invalid_reserved_word invalid_sort_order invalid_starts_with_at long_nickname long_username missing_group_id
    missing_user_id missing_primary_email missing_schema_element no_filters no_such_group_members
    password_change_not_allowed permission_denied phoneNumbers_invalid photos_invalid roles_invalid
    primary_owner_check_failure query_building_failed too_many_users unable_to_add_deleted_or_guest_to_group
    unable_to_create_team_profile_fields username_empty username_invalid username_not_allowed username_required
    username_too_long`,
};

const expected = Object.entries(CLASSES).flatMap(([errorClass, names]) =>
  names.split(/\s+/).map((name) => [name, errorClass] as const),
);

describe('SLACK_ERRORS', () => {
  it.each(expected)('%s is of class %s', (name, errorClass) => {
    expect(SLACK_ERRORS.get(name)?.class).toBe(errorClass);
  });

  it('holds no other name', () => {
    expect([...SLACK_ERRORS.keys()].sort()).toEqual(expected.map(([name]) => name).sort());
  });

  it('explains each in sentences', () => {
    for (const { explanation, recommendedAction } of SLACK_ERRORS.values()) {
      expect(explanation).toMatch(/^[A-Z].*\.$/);
      expect(recommendedAction).toMatch(/^[A-Z].*\.$/);
    }
  });
});
