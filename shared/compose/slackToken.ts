import type { Settings } from '../config/settings.ts';
import type { Clock } from '../ports/clock.ts';
import type { SecretStore } from '../ports/secretStore.ts';
import { createSlackOAuth } from '../slack/oauth/createSlackOAuth.ts';
import { createTokenSource, type TokenSource, type TokenSourceOptions } from '../slack/token/createTokenSource.ts';
import { SLACK_TOKEN_SECRET } from '../slack/token/tokenSecret.ts';
import { createEnvironmentSecrets } from '../store/environmentSecrets.ts';
import { createFileSecrets } from '../store/fileSecrets.ts';
import { firstOf } from '../store/firstOf.ts';
import { azureCredential } from './credential.ts';

/** The settings that tell where secrets are. */
export type SecretSettings = Pick<
  Settings,
  'slackToken' | 'keyVaultUrl' | 'secretsFile' | 'azureClientId' | 'azureAuthorityHost'
>;

/** A token in the settings wins over the vault; without a vault a file holds the secrets. */
export async function createSecrets(settings: SecretSettings): Promise<SecretStore> {
  const environment = createEnvironmentSecrets({ [SLACK_TOKEN_SECRET]: settings.slackToken });
  if (settings.keyVaultUrl === undefined) return firstOf(environment, createFileSecrets(settings.secretsFile));
  const { createKeyVaultSecrets } = await import('../store/keyVaultSecrets.ts');
  return firstOf(environment, createKeyVaultSecrets(settings.keyVaultUrl, await azureCredential(settings)));
}

/** @param exclusively keeps the instances of the app from renewing the token at the same time */
export function createSlackToken(
  { slackToken, slackOAuth }: Pick<Settings, 'slackToken' | 'slackOAuth'>,
  secrets: SecretStore,
  clock: Clock,
  exclusively?: TokenSourceOptions['exclusively'],
): TokenSource {
  const { clientId, clientSecret, baseUrl } = slackOAuth;
  const oauth =
    clientId !== undefined && clientSecret !== undefined
      ? createSlackOAuth({ baseUrl, clientId, clientSecret, clock })
      : undefined;
  return createTokenSource({ secrets, clock, fixedToken: slackToken, oauth, ...(exclusively && { exclusively }) });
}
