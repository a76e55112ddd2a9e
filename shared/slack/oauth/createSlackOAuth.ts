import { ProvisioningError } from '../../errors/provisioningError.ts';
import { SLACK_ERRORS } from '../errors/slackErrors.ts';
import { callSlackApi, type SlackApiOptions } from './callSlackApi.ts';

/** What an authorisation or a renewal gives. */
export interface SlackTokens {
  readonly accessToken: string;
  /** Only with token rotation. */
  readonly rotation?: {
    /** Good for one renewal; Slack revokes it shortly afterwards. */
    readonly refreshToken: string;
    readonly expiresAt: Date;
  };
}

/** What a person has allowed, and where. */
export interface SlackAuthorization {
  readonly tokens: SlackTokens;
  readonly userId: string;
  /** Undefined for an installation on an organisation. */
  readonly team: SlackPlace | undefined;
  /** Undefined outside of Enterprise organisations. */
  readonly enterprise: SlackPlace | undefined;
  /** On the whole organisation, as SCIM needs it there. */
  readonly isOrganisationInstall: boolean;
}

interface SlackPlace {
  readonly id: string;
  readonly name: string;
}

export interface SlackOAuthOptions extends SlackApiOptions {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The app's side of Slack's OAuth. Methods throw ProvisioningError whose text holds no code, token or secret. */
export interface SlackOAuth {
  /**
   * @param code from the callback; good for ten minutes, once
   * @param redirectUri the one that the authorisation page was opened with
   */
  exchangeCode(code: string, redirectUri: string): Promise<SlackAuthorization>;
  /** `unauthorized` with code `invalid_refresh_token` when it was used before. */
  refresh(refreshToken: string): Promise<SlackTokens>;
}

type Json = Readonly<Record<string, unknown>>;

/** https://docs.slack.dev/reference/methods/oauth.v2.access */
export function createSlackOAuth(options: SlackOAuthOptions): SlackOAuth {
  const { clientId, clientSecret, clock } = options;
  const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;

  async function access(form: Readonly<Record<string, string>>): Promise<Json> {
    return (await callSlackApi({ method: 'oauth.v2.access', authorization, form }, options)).body;
  }

  return {
    async exchangeCode(code, redirectUri) {
      const body = await access({ code, redirect_uri: redirectUri });
      const user = object(body.authed_user);
      const tokens = readTokens(user, clock.now());
      refuseWithoutAdmin(user);
      return {
        tokens,
        userId: text(user.id),
        team: readPlace(body.team),
        enterprise: readPlace(body.enterprise),
        isOrganisationInstall: body.is_enterprise_install === true,
      };
    },

    async refresh(refreshToken) {
      const body = await access({ grant_type: 'refresh_token', refresh_token: refreshToken });
      return readTokens(userTokenOf(body), clock.now());
    },
  };
}

/** A renewal answers the one token that it is about at the top, an authorisation the person's under `authed_user`. */
function userTokenOf(body: Json): Json {
  const user = object(body.authed_user);
  return user.access_token === undefined ? body : user;
}

/** The token at the top may be the app's bot, which SCIM does not accept. */
function readTokens(json: Json, now: Date): SlackTokens {
  const accessToken = text(json.access_token);
  if (accessToken === '' || json.token_type === 'bot') {
    const message = 'Slack gave no user token. Ask for the user scope admin, not for bot scopes.';
    throw new ProvisioningError('invalid', 'NoUserToken', message);
  }
  const refreshToken = text(json.refresh_token);
  if (refreshToken === '' || typeof json.expires_in !== 'number') return { accessToken };
  return { accessToken, rotation: { refreshToken, expiresAt: new Date(now.getTime() + json.expires_in * 1000) } };
}

/** A token that cannot do the work is better refused than stored. */
function refuseWithoutAdmin({ scope }: Json): void {
  if (typeof scope !== 'string' || scope.split(/[\s,]+/).includes('admin')) return;
  const known = SLACK_ERRORS.get('missing_scope');
  throw new ProvisioningError('invalid', 'missing_scope', `${known?.explanation} ${known?.recommendedAction}`);
}

function readPlace(value: unknown): SlackPlace | undefined {
  const { id, name } = object(value);
  return typeof id === 'string' ? { id, name: text(name) } : undefined;
}

function object(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
