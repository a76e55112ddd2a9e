import type { SecretSettings } from '../../../shared/compose/slackToken.ts';
import { type Environment, SettingsReader, withoutTrailingSlash } from '../../../shared/config/settingsReader.ts';
import { readSlackSettings, type SlackSettings } from '../../../shared/config/slackSettings.ts';
import { ConfigurationError } from '../../../shared/errors/configurationError.ts';

export type DoctorSettings = SlackSettings & SecretSettings;

/**
 * The settings about Slack alone, so that a token can be tried before the rest of the app is set up. AZURE_CLIENT_ID is left out:
 * the app's identity is not to be had outside of Azure, and whoever runs the doctor signs in as themselves.
 * @throws ConfigurationError naming every setting that is malformed
 */
export function readDoctorSettings(environment: Environment): DoctorSettings {
  const reader = new SettingsReader(environment);
  const keyVaultUrl = reader.url('KEY_VAULT_URL', undefined, 'https://myvault.vault.azure.net');
  const azureAuthorityHost = reader.url('AZURE_AUTHORITY_HOST', undefined, 'https://login.microsoftonline.us');
  const settings: DoctorSettings = {
    // The pace, for which it matters whether this is a real tenant, plays no part in a few requests.
    ...readSlackSettings(reader, true),
    secretsFile: reader.text('SECRETS_FILE') ?? '.local/secrets.json',
    ...(keyVaultUrl && { keyVaultUrl: withoutTrailingSlash(keyVaultUrl) }),
    ...(azureAuthorityHost && { azureAuthorityHost: withoutTrailingSlash(azureAuthorityHost) }),
  };
  if (reader.problems.length > 0) {
    throw new ConfigurationError('The settings about Slack are not right:', reader.problems);
  }
  return settings;
}
