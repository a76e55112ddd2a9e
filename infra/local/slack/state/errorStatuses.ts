/**
 * HTTP status per error name where it isn't 400. Slack documents the names without statuses; 401, 404 and 429 are
 * confirmed by its own test suites, the rest are our defaults (change them with `faults.errorStatuses`).
 * A client must decide on the name.
 */
export const ERROR_STATUSES: Readonly<Record<string, number>> = {
  bad_endpoint: 404,
  cannot_disable_bot_user_with_scim: 403,
  cannot_disable_primary_owner: 403,
  cannot_make_user_guest: 403,
  cannot_modify_gdpr: 403,
  cannot_modify_owner: 403,
  database_query_failure: 500,
  email_taken: 409,
  group_creation_failed: 500,
  invalid_authentication: 401,
  invited_user_not_created: 500,
  method_not_allowed: 405,
  missing_authentication: 401,
  no_such_group: 404,
  no_such_group_members: 404,
  no_such_user: 404,
  non_org_teams_only: 403,
  password_change_not_allowed: 403,
  permission_denied: 403,
  plus_teams_only: 403,
  primary_owner_check_failure: 403,
  resource_locked: 429,
  too_many_requests: 429,
  user_creation_failed: 409,
  username_taken: 409,
};
