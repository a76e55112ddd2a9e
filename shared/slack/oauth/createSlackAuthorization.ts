import { createHash, randomBytes } from 'node:crypto';
import { ProvisioningError } from '../../errors/provisioningError.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ConnectionTest } from '../../ports/connection.ts';
import type { SecretStore } from '../../ports/secretStore.ts';
import type { BegunAuthorizations, SlackAuthorization } from '../../ports/slackAuthorization.ts';
import { formatTokenSecret, SLACK_TOKEN_SECRET } from '../token/tokenSecret.ts';
import { STATE_LIFETIME_MS, signState, verifyState } from './authorizationState.ts';
import { authorizeUrl } from './authorizeUrl.ts';
import { slackApiError } from './callSlackApi.ts';
import { createSlackOAuth, type SlackAuthorization as Granted } from './createSlackOAuth.ts';

export interface SlackAuthorizationOptions {
  /** Where Slack's OAuth pages are. */
  readonly baseUrl: string;
  readonly clientId: string | undefined;
  /** Also the key that states are signed with: a secret that all instances know. */
  readonly clientSecret: string | undefined;
  /** Where Slack sends the browser back to. */
  readonly redirectUri: string;
  /** A token in the settings, which would win over the one that is to be stored. */
  readonly hasFixedToken: boolean;
  readonly secrets: SecretStore;
  readonly begun: BegunAuthorizations;
  readonly connection: ConnectionTest;
  readonly clock: Clock;
}

/** See the port. */
export function createSlackAuthorization(options: SlackAuthorizationOptions): SlackAuthorization {
  const { baseUrl, redirectUri, secrets, begun, connection, clock } = options;

  return {
    async begin(startedBy) {
      const { clientId, clientSecret: key } = requireClient(options);
      const [nonce, now] = [randomBytes(32).toString('hex'), clock.now()];
      await begun.put(idOf(nonce), startedBy, now);
      return {
        url: authorizeUrl({ baseUrl, clientId, redirectUri, state: signState({ key, nonce, now }) }),
        nonce,
        lifetimeSeconds: STATE_LIFETIME_MS / 1000,
        isSecure: redirectUri.startsWith('https:'),
      };
    },

    async finish({ code, state, error, nonce }) {
      const { clientId, clientSecret } = requireClient(options);
      const verdict = verifyState(state ?? '', { key: clientSecret, nonce: nonce ?? '', now: clock.now() });
      if (verdict !== 'valid') throw refusedState(verdict);
      const taken = await begun.take(idOf(nonce ?? ''));
      if (!taken) throw refusedState('used');
      if (error !== null) throw slackApiError(error);
      if (!code)
        throw new ProvisioningError('invalid', 'invalid_code', 'Slack sent no code. Start the authorisation again.');
      const oauth = createSlackOAuth({ baseUrl, clientId, clientSecret, clock });
      const granted = await oauth.exchangeCode(code, redirectUri);
      await secrets.write(SLACK_TOKEN_SECRET, formatTokenSecret(granted.tokens));
      return {
        place: placeOf(granted),
        isOrganisationInstall: granted.isOrganisationInstall,
        userId: granted.userId,
        isRotating: granted.tokens.rotation !== undefined,
        startedBy: taken.startedBy,
        connection: await connection.run(),
      };
    },
  };
}

function requireClient({ clientId, clientSecret, hasFixedToken }: SlackAuthorizationOptions) {
  if (hasFixedToken) {
    const message = 'SLACK_TOKEN is set, which wins over a token from an authorisation. Remove that setting first.';
    throw new ProvisioningError('conflict', 'SecretSetByEnvironment', message);
  }
  if (clientId !== undefined && clientSecret !== undefined) return { clientId, clientSecret };
  const message = 'Set SLACK_CLIENT_ID and SLACK_CLIENT_SECRET from "Basic Information" of the Slack app first.';
  throw new ProvisioningError('conflict', 'SlackAppNotSet', message);
}

/** What is stored of a nonce is of no use to whoever reads the table. */
function idOf(nonce: string): string {
  return createHash('sha256').update(nonce).digest('hex');
}

const REFUSALS = {
  expired: 'The authorisation took longer than ten minutes.',
  forged: 'This authorisation was not begun in this browser, or was altered on the way.',
  used: 'This authorisation has been used already.',
} as const;

function refusedState(verdict: keyof typeof REFUSALS): ProvisioningError {
  return new ProvisioningError('invalid', 'InvalidState', `${REFUSALS[verdict]} Start it again on the dashboard.`);
}

function placeOf({ team, enterprise }: Granted): string {
  return (team ?? enterprise)?.name ?? 'Slack';
}
