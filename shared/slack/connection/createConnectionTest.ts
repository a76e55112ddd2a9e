import { isProvisioningError } from '../../errors/provisioningError.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ConnectionCheck, ConnectionTest } from '../../ports/connection.ts';
import { createScimClient, type ScimClient } from '../http/createScimClient.ts';
import type { Pacer } from '../pacing/pacer.ts';
import type { TokenSource } from '../token/createTokenSource.ts';
import { checkIdentity, type IdentityFinding } from './checkIdentity.ts';
import { describeFailure } from './describeFailure.ts';
import { type ExchangeRecorder, recordExchanges } from './recordExchanges.ts';

export interface ConnectionTestOptions {
  /** SCIM root, e.g. `https://api.slack.com/scim/v2`. */
  readonly scimBaseUrl: string;
  /** `https://slack.com`, for GovSlack `https://slack-gov.com`. */
  readonly oauthBaseUrl: string;
  readonly token: TokenSource;
  readonly pacer: Pacer;
  readonly clock: Clock;
  readonly fetch?: typeof fetch;
}

/**
 * Looks at everything that provisioning needs of Slack and says what is wrong: the token and its person, where the app is
 * installed, the plan, the SCIM version, reading people and groups.
 */
export function createConnectionTest(options: ConnectionTestOptions): ConnectionTest {
  const baseUrl = options.scimBaseUrl;
  return {
    async run() {
      const checks = await runChecks(options);
      return { ok: checks.every(({ result }) => result !== 'failed'), baseUrl, checks };
    },
  };
}

async function runChecks(options: ConnectionTestOptions): Promise<readonly ConnectionCheck[]> {
  const token = await findToken(options.token);
  if (typeof token !== 'string') return [token];
  const passed: ConnectionCheck = { name: 'token', result: 'passed', message: 'There is a token.' };

  const recorder = recordExchanges(options.fetch);
  const client = createScimClient({ ...options, baseUrl: options.scimBaseUrl, fetch: recorder.fetch });
  const identity = await checkIdentity(token, options);
  const discovery = await checkDiscovery(client, recorder, options.scimBaseUrl);
  const users = explainRefusal(await checkListing('users', client, recorder), identity);
  const groups =
    users.result === 'failed' ? skipped('groups', 'Reading groups') : await checkListing('groups', client, recorder);
  return [passed, identity.check, discovery, users, groups];
}

async function findToken(source: TokenSource): Promise<string | ConnectionCheck> {
  try {
    const token = (await source(false)) ?? (await source(true));
    if (token !== undefined) return token;
    return {
      name: 'token',
      result: 'failed',
      message: 'There is no Slack token.',
      action: 'Authorise the app, or set SLACK_TOKEN.',
      code: 'missing_authentication',
    };
  } catch (error) {
    return { name: 'token', result: 'failed', ...describeFailure(error) };
  }
}

/** Slack answers this one whatever the token is, so a failure here is about the address or the network. */
async function checkDiscovery(
  client: ScimClient,
  recorder: ExchangeRecorder,
  baseUrl: string,
): Promise<ConnectionCheck> {
  const isV1 = /\/v1\/*$/.test(baseUrl);
  const path = isV1 ? '/ServiceProviderConfigs' : '/ServiceProviderConfig';
  return check('scim', recorder, async () => {
    await client.send({ operation: 'listUsers', method: 'GET', path });
    return `SCIM ${isV1 ? '1.1' : '2.0'} answers at ${baseUrl}.`;
  });
}

async function checkListing(
  name: 'users' | 'groups',
  client: ScimClient,
  recorder: ExchangeRecorder,
): Promise<ConnectionCheck> {
  return check(name, recorder, async () => {
    const request =
      name === 'users'
        ? ({ operation: 'listUsers', method: 'GET', path: '/Users?count=1' } as const)
        : ({ operation: 'listGroups', method: 'GET', path: '/Groups?count=1' } as const);
    const { json } = await client.send(request);
    const { totalResults } = (json ?? {}) as { totalResults?: unknown };
    return typeof totalResults === 'number'
      ? `${totalResults} ${name === 'users' ? 'accounts, deactivated people and bots included' : 'groups'}.`
      : undefined;
  });
}

/** @param look answers what was seen, `undefined` for an answer that is none */
async function check(
  name: string,
  recorder: ExchangeRecorder,
  look: () => Promise<string | undefined>,
): Promise<ConnectionCheck> {
  const before = recorder.exchanges.length;
  const timing = () => {
    const exchange = recorder.exchanges.slice(before).at(-1);
    if (!exchange) return {};
    const { status, milliseconds } = exchange;
    return { milliseconds, ...(status > 0 && { httpStatus: status }) };
  };
  try {
    const message = await look();
    if (message !== undefined) return { name, result: 'passed', message, ...timing() };
    return {
      name,
      result: 'failed',
      message: 'The answer is not a SCIM listing.',
      action: 'Check SLACK_SCIM_BASE_URL.',
      code: 'UnreadableAnswer',
      ...timing(),
    };
  } catch (error) {
    // A rate limit that is used up shows that Slack, token and plan are as they should be.
    const result = isProvisioningError(error, 'wait') ? 'warning' : 'failed';
    return { name, result, ...describeFailure(error), ...timing() };
  }
}

/** SCIM says `invalid_authentication` for any token that may not use it; that the Web API knows it narrows the reasons down. */
function explainRefusal(users: ConnectionCheck, identity: IdentityFinding): ConnectionCheck {
  if (users.code !== 'invalid_authentication' || identity.check.result === 'failed' || !identity.isKnown) return users;
  return {
    ...users,
    message: 'Slack knows the token, but SCIM refuses it: its person is not (or no longer) an Owner or Admin.',
    action: 'Make that person an Owner or Admin again, or have an Owner authorise the app (Enterprise: an Org Owner).',
  };
}

function skipped(name: string, what: string): ConnectionCheck {
  return { name, result: 'skipped', message: `${what} was not tried.` };
}
