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
