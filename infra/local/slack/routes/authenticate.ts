import type { IncomingHttpHeaders } from 'node:http';
import type { Faults } from '../faults/faults.ts';
import { SlackError } from '../state/slackError.ts';
import type { WriteRights } from '../writes/settleAccount.ts';

/**
 * Who calls, by the bearer token of the header (Slack takes it from nowhere else).
 * @throws SlackError `missing_authentication`, `invalid_authentication`, `plus_teams_only` or `non_org_teams_only`
 */
export function authenticate(headers: IncomingHttpHeaders, faults: Faults): WriteRights {
  const token = readToken(headers);
  const rule = faults.tokens?.map(toRule).find((candidate) => candidate.token === token);
  if (faults.tokens && !rule) throw new SlackError('invalid_authentication');
  if (faults.plan === 'free') throw new SlackError('plus_teams_only');
  const isWorkspaceInstall = rule?.install === 'workspace';
  if (isWorkspaceInstall && faults.plan === 'enterprise') throw new SlackError('non_org_teams_only');
  return { rank: rule?.rank ?? faults.tokenRank, guestsAllowed: faults.plan === 'enterprise' };
}

function toRule(entry: NonNullable<Faults['tokens']>[number]) {
  return typeof entry === 'string' ? { token: entry } : entry;
}

function readToken(headers: IncomingHttpHeaders): string {
  const { authorization } = headers;
  if (!authorization) throw new SlackError('missing_authentication');
  const token = /^Bearer\s+(\S+)$/i.exec(authorization.trim())?.[1];
  if (!token) throw new SlackError('invalid_authentication');
  return token;
}
