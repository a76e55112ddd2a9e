import type { LocalRequest } from '../../http/server.ts';
import { readBearer } from '../routes/authenticate.ts';
import type { Simulation } from '../routes/simulation.ts';
import { findCaller } from './findCaller.ts';
import { installationOf } from './installation.ts';
import { WebApiError } from './webApiError.ts';

/**
 * `auth.test`: whose token this is. For a token of an organisation, `team_id` is the organisation's id. Unlike SCIM it
 * does not ask for the scope `admin` nor for an admin.
 * @throws WebApiError `not_authed`, `invalid_auth`, `token_revoked`, `token_expired` or `account_inactive`
 */
export function testToken(simulation: Simulation, { headers, body }: LocalRequest): object {
  const token = readBearer(headers) ?? new URLSearchParams(body.toString('utf8')).get('token');
  if (!token) throw new WebApiError('not_authed');
  const caller = findCaller(simulation, token);
  if (typeof caller === 'string') throw new WebApiError(caller);
  const { team, enterprise, is_enterprise_install } = installationOf(caller.install, simulation);
  const place = team ?? enterprise;
  return {
    ok: true,
    url: `https://${simulation.workspace.settings.host}.enterprise.slack.com/`,
    team: place?.name,
    user: caller.account?.userName ?? 'owner',
    team_id: place?.id,
    user_id: caller.account?.id ?? caller.accountId,
    ...(enterprise && { enterprise_id: enterprise.id }),
    is_enterprise_install,
  };
}
