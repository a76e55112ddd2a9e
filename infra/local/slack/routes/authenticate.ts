import type { IncomingHttpHeaders } from 'node:http';
import { type Caller, findCaller } from '../oauth/findCaller.ts';
import { SlackError } from '../state/slackError.ts';
import type { WriteRights } from '../writes/settleAccount.ts';
import type { Simulation } from './simulation.ts';

/**
 * Who calls, by the bearer token of the header (SCIM takes it from nowhere else). A person who authorised a token has to
 * stay an admin (docs.slack.dev/admins/scim-api).
 * @throws SlackError `missing_authentication`, `invalid_authentication`, `plus_teams_only` or `non_org_teams_only`
 */
export function authenticate(headers: IncomingHttpHeaders, simulation: Simulation): Caller {
  if (!headers.authorization) throw new SlackError('missing_authentication');
  const token = readBearer(headers);
  const caller = token === undefined ? 'invalid_auth' : findCaller(simulation, token);
  if (typeof caller === 'string') throw new SlackError('invalid_authentication');
  if (!caller.hasAdminScope || caller.rank === 'member') throw new SlackError('invalid_authentication');
  const { plan } = simulation.faults;
  if (plan === 'free') throw new SlackError('plus_teams_only');
  if (caller.install === 'workspace' && plan === 'enterprise') throw new SlackError('non_org_teams_only');
  return caller;
}

/** What the caller of a request may write. */
export function rightsOf(headers: IncomingHttpHeaders, simulation: Simulation): WriteRights {
  const { plan } = simulation.faults;
  return { rank: authenticate(headers, simulation).rank, isEnterprise: plan === 'enterprise' };
}

/** The bearer token of a request, if it has one. */
export function readBearer({ authorization }: IncomingHttpHeaders): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(authorization?.trim() ?? '')?.[1];
}

/** The token of the n-th request dies once that request is answered. */
export function letTokenDie(headers: IncomingHttpHeaders, { faults }: Simulation): void {
  if (faults.tokenDiesAfter <= 0) return;
  faults.tokenDiesAfter -= 1;
  const token = readBearer(headers);
  if (faults.tokenDiesAfter === 0 && token !== undefined) faults.revokedTokens = [...faults.revokedTokens, token];
}
