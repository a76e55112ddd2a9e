export interface AuthorizeRequest {
  /** Where Slack's OAuth pages are: `https://slack.com`, for GovSlack `https://slack-gov.com`. */
  readonly baseUrl: string;
  readonly clientId: string;
  /** HTTPS, one of the app's redirect URLs or below one. */
  readonly redirectUri: string;
  /** See `signState`. */
  readonly state: string;
}

/**
 * The page on which an Owner or Admin allows the app to manage people: the user scope `admin` and nothing else.
 * https://docs.slack.dev/authentication/installing-with-oauth
 */
export function authorizeUrl({ baseUrl, clientId, redirectUri, state }: AuthorizeRequest): string {
  const query = new URLSearchParams({
    client_id: clientId,
    user_scope: 'admin',
    redirect_uri: redirectUri,
    state,
  });
  return `${baseUrl}/oauth/v2/authorize?${query}`;
}
