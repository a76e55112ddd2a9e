import { DefaultAzureCredential, ManagedIdentityCredential, type TokenCredential } from '@azure/identity';

/** The credential of `@azure/identity` that fits the settings; a file of its own so that the library loads only when needed. */
export function createAzureCredential(settings: {
  readonly azureClientId?: string | undefined;
  readonly azureAuthorityHost?: string | undefined;
}): TokenCredential {
  const { azureClientId, azureAuthorityHost } = settings;
  const options = azureAuthorityHost === undefined ? {} : { authorityHost: azureAuthorityHost };
  if (azureClientId === undefined) return new DefaultAzureCredential(options);
  return new ManagedIdentityCredential({ clientId: azureClientId, ...options });
}
