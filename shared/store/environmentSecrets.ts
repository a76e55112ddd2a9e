import { ProvisioningError } from '../errors/provisioningError.ts';
import type { SecretStore } from '../ports/secretStore.ts';

/** Code of a refused `write`; `firstOf` then asks the next store. */
export const SECRET_STORE_READ_ONLY = 'SecretStoreReadOnly';

/**
 * Secrets that app settings give, by secret name: `{ 'slack-token': environment.slackToken }`. Read-only. A secret that
 * is set here cannot be written anywhere: the new value would never be read.
 */
export function createEnvironmentSecrets(values: Readonly<Record<string, string | undefined>>): SecretStore {
  const read = (name: string) => (Object.hasOwn(values, name) ? values[name] || undefined : undefined);
  return {
    read: async (name) => read(name),
    async write(name) {
      if (read(name) === undefined) {
        throw new ProvisioningError('invalid', SECRET_STORE_READ_ONLY, 'App settings cannot be written by the app.');
      }
      throw new ProvisioningError(
        'invalid',
        'SecretSetByEnvironment',
        `Secret ${name} is set by an app setting, which wins over every other place. Remove the setting first.`,
      );
    },
  };
}
