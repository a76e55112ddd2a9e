import type { TokenCredential } from '@azure/identity';
import { SecretClient, type SecretClientOptions } from '@azure/keyvault-secrets';
import { ProvisioningError } from '../errors/provisioningError.ts';
import type { SecretStore } from '../ports/secretStore.ts';

export interface KeyVaultOptions {
  /** How long a secret that was read is good for, milliseconds. */
  readonly cacheMs?: number;
  /** Milliseconds on any steady scale. */
  readonly now?: () => number;
  /** Passed on to the SDK, e.g. another transport. */
  readonly client?: SecretClientOptions;
}

const CACHE_MS = 5 * 60_000;
const RETRIES = { maxRetries: 3, retryDelayInMs: 200, maxRetryDelayInMs: 2_000 };

/**
 * Secrets in a Key Vault (role Key Vault Secrets Officer when the app writes too). A value is cached for a few minutes, as
 * the vault allows far fewer reads than the app has calls; that there is none is not, so that an instance notices when
 * another has been authorised. Throws ProvisioningError `retry` (`SecretStoreUnavailable`), a refused identity included:
 * a new role assignment takes minutes to be seen.
 * @param url `https://<vault>.vault.azure.net`
 */
export function createKeyVaultSecrets(
  url: string,
  credential: TokenCredential,
  options: KeyVaultOptions = {},
): SecretStore {
  const { cacheMs = CACHE_MS, now = () => performance.now() } = options;
  const client = new SecretClient(url, credential, { retryOptions: RETRIES, ...options.client });
  const cache = new Map<string, { readonly value: Promise<string | undefined>; readonly until: number }>();

  /** Keeps the promise, so that callers at the same time share one request; forgets it when nothing came of it. */
  function remember(name: string, value: Promise<string | undefined>): void {
    const entry = { value, until: now() + cacheMs };
    const forget = () => {
      if (cache.get(name) === entry) cache.delete(name);
    };
    cache.set(name, entry);
    value.then((found) => found === undefined && forget(), forget);
  }

  return {
    async read(name, fresh = false) {
      const cached = cache.get(name);
      if (cached && !fresh && now() < cached.until) return cached.value;
      const value = readSecret(client, name);
      remember(name, value);
      return value;
    },

    async write(name, value) {
      try {
        await client.setSecret(name, value);
      } catch (error) {
        throw unavailable(error);
      }
      remember(name, Promise.resolve(value));
    },
  };
}

async function readSecret(client: SecretClient, name: string): Promise<string | undefined> {
  try {
    return (await client.getSecret(name)).value;
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 404) return undefined;
    throw unavailable(error);
  }
}

function unavailable(cause: unknown): ProvisioningError {
  const { statusCode, code } = cause as { statusCode?: number; code?: string };
  const fault = [statusCode, code].filter(Boolean).join(' ') || 'no answer';
  return new ProvisioningError('retry', 'SecretStoreUnavailable', `The key vault cannot be used now (${fault}).`, {
    cause,
  });
}
