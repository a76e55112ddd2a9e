import { ProvisioningError } from '../../errors/provisioningError.ts';
import type { Clock } from '../../ports/clock.ts';
import type { SecretStore } from '../../ports/secretStore.ts';
import type { SlackOAuth, SlackTokens } from '../oauth/createSlackOAuth.ts';
import { renewTokens } from './renewTokens.ts';
import { createStoredTokens } from './storedTokens.ts';
import { SLACK_TOKEN_SECRET } from './tokenSecret.ts';

/** The bearer token for Slack; `undefined` when there is none. `fresh`: the last one was refused. */
export type TokenSource = (fresh: boolean) => Promise<string | undefined>;

export interface TokenSourceOptions {
  readonly secrets: SecretStore;
  readonly clock: Clock;
  /** From the settings: wins over the secret, and is never renewed. */
  readonly fixedToken?: string | undefined;
  /** Renews tokens that expire; undefined without the client's id and secret. */
  readonly oauth?: Pick<SlackOAuth, 'refresh'> | undefined;
  /**
   * Runs work that only one instance of the app may do at a time; answers false, without having begun, while another one
   * does. Without it, instances that renew within the same moment each get a pair, of which Slack need not keep both.
   */
  readonly exclusively?: (work: () => Promise<void>) => Promise<boolean>;
}

/** A token with less time left is renewed. */
const RENEW_BEFORE_MS = 30 * 60_000;
/** A token with less time left may be over before a request arrives. */
const LAST_USE_BEFORE_MS = 10_000;
/** A renewal that brought nothing is not tried again with every request, as long as the old token does. */
const RENEWALS_APART_MS = 60_000;
/** After a renewed token was refused too, another renewal helps nobody for a while. */
const REFUSALS_APART_MS = 10 * 60_000;

/**
 * Slack's token, from the settings or the secret store. With token rotation (a pair that lives for twelve hours) it is
 * renewed before it ends, or when Slack refuses it: once per process at a time, and by one instance of the app.
 * The function throws ProvisioningError `unauthorized` when a person has to authorise the app again, `retry` when a
 * service did not answer.
 */
export function createTokenSource(options: TokenSourceOptions): TokenSource {
  const { secrets, clock, fixedToken, oauth, exclusively = runAtOnce } = options;
  if (fixedToken !== undefined) return async () => checkFixedToken(fixedToken);

  const stored = createStoredTokens(secrets, clock);
  let lastGiven: string | undefined;
  let nextRenewalAt = 0;
  let nextRefusalAt = 0;
  let renewing: Promise<SlackTokens | undefined> | undefined;

  const now = (): number => clock.now().getTime();
  const timeLeft = ({ rotation }: SlackTokens): number =>
    rotation ? rotation.expiresAt.getTime() - now() : Number.POSITIVE_INFINITY;

  /** Callers at the same time share one renewal. */
  async function renew(seen: SlackTokens, patient: boolean): Promise<SlackTokens | undefined> {
    if (oauth === undefined) return undefined;
    renewing ??= renewTokens(seen, patient, { stored, clock, oauth, exclusively }).finally(() => {
      renewing = undefined;
    });
    return renewing;
  }

  /** A token that still has time left does not depend on its renewal. */
  async function renewInTime(tokens: SlackTokens): Promise<SlackTokens> {
    if (timeLeft(tokens) >= RENEW_BEFORE_MS) return tokens;
    const isUsable = timeLeft(tokens) >= LAST_USE_BEFORE_MS;
    if (isUsable && now() < nextRenewalAt) return tokens;
    nextRenewalAt = now() + RENEWALS_APART_MS;
    const latest = (await stored.read(true)) ?? tokens;
    if (timeLeft(latest) >= RENEW_BEFORE_MS) return latest;
    try {
      return (await renew(latest, !isUsable)) ?? latest;
    } catch (error) {
      if (isUsable) return latest;
      throw error;
    }
  }

  function refuseExpired(tokens: SlackTokens): string {
    if (timeLeft(tokens) > 0) return tokens.accessToken;
    if (oauth) throw new ProvisioningError('retry', 'SlackTokenExpired', "Slack's token is just being renewed.");
    throw new ProvisioningError(
      'unauthorized',
      'SlackTokenExpired',
      `The token in secret ${SLACK_TOKEN_SECRET} has expired. It is renewed only with SLACK_CLIENT_ID and SLACK_CLIENT_SECRET: set them, or authorise the app again.`,
    );
  }

  async function give(): Promise<string | undefined> {
    const tokens = await stored.read(false);
    return tokens && refuseExpired(await renewInTime(tokens));
  }

  /** Another token than the one that was refused, if there is any to be had. */
  async function replace(refused: string | undefined): Promise<string | undefined> {
    const tokens = await stored.read(true);
    if (!tokens?.rotation) return tokens?.accessToken;
    const isNew = tokens.accessToken !== refused;
    if (!isNew && !renewing && now() < nextRefusalAt) return tokens.accessToken;
    nextRefusalAt = now() + REFUSALS_APART_MS;
    if (isNew && timeLeft(tokens) > 0) return tokens.accessToken;
    return refuseExpired((await renew(tokens, true)) ?? tokens);
  }

  return async (fresh) => {
    lastGiven = await (fresh ? replace(lastGiven) : give());
    return lastGiven;
  };
}

async function runAtOnce(work: () => Promise<void>): Promise<boolean> {
  await work();
  return true;
}

/** A header with other characters is refused by `fetch`, with the whole value in the message. */
function checkFixedToken(token: string): string {
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new ProvisioningError(
    'unauthorized',
    'SlackTokenUnreadable',
    'SLACK_TOKEN holds characters that no token has.',
  );
}
