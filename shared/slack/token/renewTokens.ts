import { isProvisioningError, ProvisioningError } from '../../errors/provisioningError.ts';
import type { Clock } from '../../ports/clock.ts';
import type { SlackOAuth, SlackTokens } from '../oauth/createSlackOAuth.ts';
import type { StoredTokens } from './storedTokens.ts';

export interface RenewalOptions {
  readonly stored: StoredTokens;
  readonly clock: Clock;
  readonly oauth: Pick<SlackOAuth, 'refresh'>;
  /** Runs work that only one instance may do at a time; false, without having begun, while another one does. */
  readonly exclusively: (work: () => Promise<void>) => Promise<boolean>;
}

/** While another instance renews, its result is looked for that often, that far apart. */
const LOOKS = 20;
const LOOK_EVERY_MS = 500;
const REFRESH_ATTEMPTS = 3;

/**
 * Exchanges a pair for a new one, by one instance of the app at a time.
 *
 * A refresh token is good for one use: Slack revokes it after a short grace period, keeps the old access token alive until
 * it ends, but never more than two at once. So the secret is read again right before, the new pair is stored at once, and
 * after a refusal it is read again: somebody else may have been faster.
 * https://docs.slack.dev/authentication/using-token-rotation
 *
 * @param seen the pair to be replaced
 * @param patient wait for the other instance's result, when another one renews
 * @returns another pair, by whomever it was made; `undefined` while another instance is at it
 * @throws ProvisioningError `unauthorized` when Slack refuses the renewal, `retry` for passing faults
 */
export async function renewTokens(
  seen: SlackTokens,
  patient: boolean,
  options: RenewalOptions,
): Promise<SlackTokens | undefined> {
  const { stored, clock, exclusively } = options;

  async function readOther(): Promise<SlackTokens | undefined> {
    const current = await stored.read(true);
    return current?.accessToken === seen.accessToken ? undefined : current;
  }

  async function exchange(): Promise<void> {
    const current = await stored.read(true);
    if (!current?.rotation || current.accessToken !== seen.accessToken) return;
    await stored.write(await refreshPatiently(current.rotation.refreshToken, options));
  }

  try {
    if (await exclusively(exchange)) return await readOther();
  } catch (error) {
    if (!isProvisioningError(error, 'unauthorized', 'invalid', 'fatal')) throw error;
    const other = await readOther();
    if (other) return other;
    // Whatever Slack's reason is: without a new token nobody at all can be provisioned.
    throw new ProvisioningError('unauthorized', error.code, error.message);
  }
  for (let look = 0; patient && look < LOOKS; look += 1) {
    await clock.sleep(LOOK_EVERY_MS);
    const other = await readOther();
    if (other) return other;
  }
  return undefined;
}

/** A lost answer is asked for again at once: the refresh token is still good for a short while. */
async function refreshPatiently(refreshToken: string, { oauth, clock }: RenewalOptions): Promise<SlackTokens> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await oauth.refresh(refreshToken);
    } catch (error) {
      if (attempt === REFRESH_ATTEMPTS || !isProvisioningError(error, 'retry')) throw error;
      await clock.sleep(attempt * 1000);
    }
  }
}
