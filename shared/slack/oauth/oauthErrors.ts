import { fatal, invalid, type KnownErrors, NO_ACTION, retry, unauthorized } from '../errors/knownError.ts';

const AGAIN = 'Start the authorisation again.';
const CLIENT = 'Check SLACK_CLIENT_ID and SLACK_CLIENT_SECRET against "Basic Information" of the Slack app.';
const REDIRECT = 'Add the redirect URL of this app under "OAuth & Permissions" of the Slack app.';

/** Names that only the authorisation knows. https://docs.slack.dev/reference/methods/oauth.v2.access */
export const OAUTH_ERRORS: KnownErrors = {
  access_denied: invalid('The authorisation was cancelled in Slack.', AGAIN),
  invalid_code: invalid('Slack does not know the code, or its ten minutes are over.', AGAIN),
  code_already_used: invalid('The code was used before.', AGAIN),
  bad_redirect_uri: fatal('Slack does not accept the redirect URL.', REDIRECT),
  bad_client_secret: unauthorized('Slack does not accept the client secret.', CLIENT),
  invalid_client_id: unauthorized('Slack does not know the client id.', CLIENT),
  invalid_refresh_token: unauthorized('Slack does not accept the refresh token any more.', 'Authorise the app again.'),
  token_rotation_not_enabled: fatal('The Slack app has no token rotation.', 'Authorise the app again.'),
  invalid_team_for_non_distributed_app: fatal(
    'The Slack app may be installed only where it was made.',
    'Activate its distribution under "Manage Distribution" of the Slack app.',
  ),
  oauth_authorization_url_mismatch: fatal('The authorisation began on a page of another version.', AGAIN),
  internal_error: retry('Slack failed to answer.', NO_ACTION),
  fatal_error: retry('Slack failed to answer.', NO_ACTION),
  service_unavailable: retry('Slack is not available.', NO_ACTION),
  request_timeout: retry('Slack did not answer in time.', NO_ACTION),
  team_added_to_org: retry('The workspace is being moved into an organisation.', NO_ACTION),
};
