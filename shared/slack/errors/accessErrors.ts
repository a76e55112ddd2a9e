import { AUTHORIZE, fatal, invalid, type KnownErrors, NO_ACTION, unauthorized, wait } from './knownError.ts';

const IN_SLACK = 'Change this account in Slack, or keep it out of the scope.';

/** About the token, the plan, the rate limits and the accounts that SCIM may not touch. */
export const ACCESS_ERRORS: KnownErrors = {
  invalid_authentication: unauthorized('Slack does not accept the token.', AUTHORIZE),
  missing_authentication: unauthorized('No token reached Slack.', AUTHORIZE),
  // The Web API's names for the same, which `auth.test` and the renewal of a token answer.
  invalid_auth: unauthorized(
    'Slack does not accept the token, or not from this network address.',
    "Check the app's list of allowed IP addresses, or authorise the app again.",
  ),
  not_authed: unauthorized('No token reached Slack.', AUTHORIZE),
  token_revoked: unauthorized('The token was revoked, or the app was removed.', AUTHORIZE),
  token_expired: unauthorized('The token has expired and was not renewed in time.', AUTHORIZE),
  account_inactive: unauthorized(
    'The account of the person who authorised the app is deactivated.',
    'Have another Owner or Admin authorise the app (Enterprise: an Org Owner).',
  ),
  missing_scope: unauthorized('The token lacks the scope admin.', AUTHORIZE),
  plus_teams_only: fatal("The organisation's plan has no SCIM.", 'Use a Business+ or Enterprise plan.'),
  non_org_teams_only: fatal(
    'The app is installed on a workspace of an Enterprise organisation instead of on the organisation.',
    'Authorise the app again as an Org Owner and choose the organisation at the top right.',
  ),
  bad_endpoint: fatal('Slack does not know this address.', 'Check SLACK_SCIM_BASE_URL.'),
  unsupported_version: fatal('Slack does not support this SCIM version here.', 'Check SLACK_SCIM_BASE_URL.'),
  method_not_allowed: fatal('Slack does not support this method.', 'Check SLACK_SCIM_BASE_URL.'),
  too_many_requests: wait("Slack's rate limit is reached.", NO_ACTION),
  ratelimited: wait("Slack's rate limit is reached.", NO_ACTION),
  resource_locked: wait('Slack is busy with another change of this object.', NO_ACTION),
  permission_denied: invalid(
    'The token may not change this account, which has more permissions than the person who authorised the app.',
    'Authorise the app as an Owner, or keep the account out of the scope.',
  ),
  cannot_modify_owner: invalid('SCIM may not change an Owner.', IN_SLACK),
  cannot_disable_primary_owner: invalid(
    'The Primary Owner cannot be deactivated.',
    'Transfer the ownership in Slack first.',
  ),
  primary_owner_check_failure: invalid(
    'The Primary Owner of a workspace of the organisation cannot be deactivated.',
    'Transfer the ownership of that workspace in Slack first.',
  ),
  cannot_disable_bot_user_with_scim: invalid('Bots cannot be deactivated by SCIM.', 'Remove the app in Slack instead.'),
  cannot_make_user_guest: invalid('Owners and Admins cannot become guests by SCIM.', IN_SLACK),
  cannot_modify_gdpr: invalid(
    'The person was erased from Slack and the account can no longer be changed.',
    'Keep the person out of the scope, or free their e-mail address in Slack.',
  ),
};
