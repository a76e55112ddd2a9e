import { isProvisioningError } from '../../errors/provisioningError.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ConnectionCheck } from '../../ports/connection.ts';
import { SLACK_ERRORS } from '../errors/slackErrors.ts';
import { authTest, type SlackIdentity } from '../oauth/authTest.ts';
import { describeFailure } from './describeFailure.ts';

export interface IdentityFinding {
  readonly check: ConnectionCheck;
  /** Slack's Web API knows the token. */
  readonly isKnown: boolean;
}

interface IdentityOptions {
  readonly oauthBaseUrl: string;
  readonly clock: Clock;
  readonly fetch?: typeof fetch;
}

const NO_WORKSPACE =
  'Whoever is created in an organisation is in no workspace: assign people to workspaces in Slack, or connect a group of theirs.';

/** Whose token it is and where the app is installed. That the Web API cannot be asked is no failure: SCIM may well work. */
export async function checkIdentity(token: string, options: IdentityOptions): Promise<IdentityFinding> {
  const { oauthBaseUrl: baseUrl, clock, fetch } = options;
  const startedAt = performance.now();
  const timing = () => ({ milliseconds: Math.round(performance.now() - startedAt) });
  try {
    const identity = await authTest(token, { baseUrl, clock, ...(fetch && { fetch }) });
    return { check: { name: 'identity', ...describeIdentity(identity), ...timing() }, isKnown: true };
  } catch (error) {
    const isRefused = isProvisioningError(error, 'unauthorized');
    const result = isRefused ? 'failed' : 'warning';
    return { check: { name: 'identity', result, ...describeFailure(error), ...timing() }, isKnown: false };
  }
}

/** What an identity means for SCIM. Pure. */
function describeIdentity(identity: SlackIdentity): Omit<ConnectionCheck, 'name'> {
  const { teamName, teamId, userName, userId, enterpriseId, isOrganisationInstall, scopes } = identity;
  const place = `${isOrganisationInstall ? 'the organisation' : 'the workspace'} ${teamName} (${teamId})`;
  const message = `The token is ${userName}'s (${userId}) in ${place}.`;
  if (scopes && !scopes.includes('admin')) {
    const missing = SLACK_ERRORS.get('missing_scope');
    return {
      result: 'failed',
      message: `${message} It lacks the scope admin: it has ${scopes.filter(Boolean).join(', ') || 'none'}.`,
      action: missing?.recommendedAction ?? '',
      code: 'missing_scope',
    };
  }
  if (isOrganisationInstall) return { result: 'passed', message, action: NO_WORKSPACE };
  if (enterpriseId === undefined) return { result: 'passed', message };
  const workspaceOnly = SLACK_ERRORS.get('non_org_teams_only');
  return {
    result: 'warning',
    message: `${message} It belongs to the organisation ${enterpriseId}, where SCIM needs the app on the organisation.`,
    action: workspaceOnly?.recommendedAction ?? '',
    code: 'non_org_teams_only',
  };
}
