import { callSlackApi, type SlackApiOptions } from './callSlackApi.ts';

/** Who and where a token is. */
export interface SlackIdentity {
  readonly userId: string;
  readonly userName: string;
  /** The workspace, or the organisation when installed on it. */
  readonly teamId: string;
  readonly teamName: string;
  /** Undefined outside of Enterprise organisations. */
  readonly enterpriseId: string | undefined;
  /** Installed on the whole organisation, as SCIM needs it there. */
  readonly isOrganisationInstall: boolean;
  /** Undefined when Slack does not say. */
  readonly scopes: readonly string[] | undefined;
}

/**
 * Asks Slack whose token this is. An organisation's token has the organisation's id as `team_id`.
 * https://docs.slack.dev/reference/methods/auth.test
 * @throws ProvisioningError `unauthorized` with Slack's reason for a token that is not accepted
 */
export async function authTest(token: string, options: SlackApiOptions): Promise<SlackIdentity> {
  const { body, scopes } = await callSlackApi({ method: 'auth.test', authorization: `Bearer ${token}` }, options);
  const text = (name: string): string => (typeof body[name] === 'string' ? body[name] : '');
  return {
    userId: text('user_id'),
    userName: text('user'),
    teamId: text('team_id'),
    teamName: text('team'),
    enterpriseId: text('enterprise_id') || undefined,
    isOrganisationInstall: body.is_enterprise_install === true,
    scopes,
  };
}
