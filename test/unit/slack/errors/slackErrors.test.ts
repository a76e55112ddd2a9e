import { describe, expect, it } from 'vitest';
import { PROTECTED_ACCOUNT_CODES } from '../../../../shared/errors/protectedAccountCodes.ts';
import type { ErrorClass } from '../../../../shared/errors/provisioningError.ts';
import { ACCESS_ERRORS } from '../../../../shared/slack/errors/accessErrors.ts';
import { GROUP_ERRORS } from '../../../../shared/slack/errors/groupErrors.ts';
import { REQUEST_ERRORS } from '../../../../shared/slack/errors/requestErrors.ts';
import { SLACK_ERRORS } from '../../../../shared/slack/errors/slackErrors.ts';
import { USER_ERRORS } from '../../../../shared/slack/errors/userErrors.ts';

/** The names on Slack's error page, and those seen besides. */
const CLASSES: Readonly<Record<ErrorClass, string>> = {
  wait: 'resource_locked too_many_requests ratelimited',
  retry: `database_query_failure failed_to_remove_users_for_linked_subteam group_creation_failed
    group_members_create_failed invited_user_not_created`,
  conflict: 'email_taken user_creation_failed username_taken nickname_taken truncation_error name_already_exists',
  gone: 'no_such_user unknown_user cannot_decode_user_id no_such_group',
  unauthorized: `invalid_authentication missing_authentication invalid_auth not_authed token_revoked token_expired
    account_inactive missing_scope`,
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

/** The 70 names of https://docs.slack.dev/reference/scim-api (errors), in its order. */
const DOCUMENTED =
  `addresses_invalid bad_email_address bad_endpoint cannot_decode_user_id cannot_disable_bot_user_with_scim
  cannot_disable_primary_owner cannot_make_user_guest cannot_modify_gdpr cannot_modify_owner database_query_failure
  email_empty email_invalid email_taken emails_invalid failed_to_remove_users_for_linked_subteam group_creation_failed
  group_member_max_exceeded group_members_create_failed groups_invalid idp_group_linked_to_channels
  improper_enterprise_schema_format incomplete_filter invalid_attribute_format invalid_authentication
  invalid_display_name invalid_emoji_not_allowed invalid_filter_group invalid_name_maxlength invalid_name_required
  invalid_name_specials invalid_query invalid_request_payload invalid_reserved_word invalid_sort_order
  invalid_starts_with_at long_nickname method_not_allowed missing_authentication missing_group_id missing_user_id
  missing_primary_email missing_schema_element no_filters no_such_group no_such_group_members no_such_user unknown_user
  non_org_teams_only password_change_not_allowed permission_denied phoneNumbers_invalid photos_invalid roles_invalid
  plus_teams_only primary_owner_check_failure query_building_failed resource_locked too_many_requests too_many_users
  truncation_error unable_to_add_deleted_or_guest_to_group unable_to_create_team_profile_fields unsupported_version
  user_creation_failed username_empty username_invalid username_not_allowed username_required username_taken
  username_too_long`.split(/\s+/);

describe('SLACK_ERRORS', () => {
  it('holds each of the documented names', () => {
    expect(DOCUMENTED.filter((name) => !SLACK_ERRORS.has(name))).toEqual([]);
    expect(new Set(DOCUMENTED).size).toBe(DOCUMENTED.length);
  });

  it('comes from tables that share no name, so that none is classified twice', () => {
    const tables = [ACCESS_ERRORS, USER_ERRORS, GROUP_ERRORS, REQUEST_ERRORS];
    expect(tables.flatMap((table) => Object.keys(table))).toHaveLength(SLACK_ERRORS.size);
  });

  it.each([...PROTECTED_ACCOUNT_CODES])('%s protects an account: invalid, and under its own name', (code) => {
    expect(SLACK_ERRORS.get(code)).toMatchObject({ class: 'invalid' });
    expect(SLACK_ERRORS.get(code)?.code).toBeUndefined();
  });

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
