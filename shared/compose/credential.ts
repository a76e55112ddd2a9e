import type { TokenCredential } from '@azure/identity';
import type { Settings } from '../config/settings.ts';

let credential: Promise<TokenCredential> | undefined;

/** The app's identity in Azure, one for all services; `@azure/identity` is loaded only where it is used. */
export async function azureCredential(
  settings: Pick<Settings, 'azureClientId' | 'azureAuthorityHost'>,
): Promise<TokenCredential> {
  credential ??= import('../entra/azureCredential.ts').then(({ createAzureCredential }) =>
    createAzureCredential(settings),
  );
  return credential;
}

/** A connection of the settings as the clients take it: by connection string as it is, or with the app's identity. */
export async function withIdentity<Endpoint extends object>(
  connection: { readonly connectionString: string } | Endpoint,
  settings: Pick<Settings, 'azureClientId' | 'azureAuthorityHost'>,
): Promise<{ readonly connectionString: string } | (Endpoint & { readonly credential: TokenCredential })> {
  return 'connectionString' in connection ? connection : { ...connection, credential: await azureCredential(settings) };
}
