import type { LocalRequest } from '../../http/server.ts';
import type { Simulation } from '../routes/simulation.ts';
import { APP_ID, installationOf } from './installation.ts';
import { type IssuedToken, TOKEN_LIFETIME } from './tokenStore.ts';
import { WebApiError } from './webApiError.ts';

/**
 * `oauth.v2.access`: a token for a code, or a new pair of tokens for a refresh token.
 * @throws WebApiError `invalid_client_id`, `bad_client_secret`, `invalid_grant_type`, `invalid_code`, `bad_redirect_uri` or
 *   `invalid_refresh_token`
 */
export function exchangeCode(simulation: Simulation, request: LocalRequest): object {
  const form = new URLSearchParams(request.body.toString('utf8'));
  const clientId = authenticateClient(simulation, request, form);
  const grantType = form.get('grant_type') ?? 'authorization_code';
  if (grantType === 'refresh_token') return refresh(simulation, clientId, form.get('refresh_token') ?? '');
  if (grantType !== 'authorization_code') throw new WebApiError('invalid_grant_type');
  const code = simulation.tokens.takeCode(form.get('code') ?? '');
  if (!code || code.grant.clientId !== clientId) throw new WebApiError('invalid_code');
  // The same redirect URL as before, if one was sent; none where none was.
  if ((form.get('redirect_uri') ?? null) !== code.redirectUri) throw new WebApiError('bad_redirect_uri');
  const issued = simulation.tokens.issueToken(code.grant, simulation.workspace.settings.oauth.tokenRotation);
  const { scope, accountId } = issued;
  const authed_user = { id: accountId, scope, ...renderToken(issued) };
  return { ok: true, app_id: APP_ID, authed_user, ...installationOf(issued.install, simulation) };
}

/** A refreshed user token stands at the top level (as Slack's Python SDK reads it), not under `authed_user`. */
function refresh(simulation: Simulation, clientId: string, refreshToken: string): object {
  const issued = simulation.tokens.rotate(refreshToken, clientId);
  if (!issued) throw new WebApiError('invalid_refresh_token');
  const { scope, accountId, install } = issued;
  return {
    ok: true,
    app_id: APP_ID,
    user_id: accountId,
    scope,
    ...renderToken(issued),
    ...installationOf(install, simulation),
  };
}

function renderToken({ token, refreshToken }: IssuedToken): object {
  const rotation = refreshToken === null ? {} : { refresh_token: refreshToken, expires_in: TOKEN_LIFETIME };
  return { access_token: token, token_type: 'user', ...rotation };
}

/** HTTP Basic, which Slack prefers, or fields of the form. */
function authenticateClient({ workspace }: Simulation, { headers }: LocalRequest, form: URLSearchParams): string {
  const basic = /^Basic\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  const [id, secret] = basic === undefined ? [form.get('client_id'), form.get('client_secret')] : decodeBasic(basic);
  const known = workspace.settings.oauth;
  if (!id || (known.clientId !== '' && id !== known.clientId)) throw new WebApiError('invalid_client_id');
  const isSecret = Boolean(secret) && (known.clientSecret === '' || secret === known.clientSecret);
  if (!isSecret) throw new WebApiError('bad_client_secret');
  return id;
}

function decodeBasic(encoded: string): readonly [string, string] {
  const [id = '', ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return [id, secret.join(':')];
}
