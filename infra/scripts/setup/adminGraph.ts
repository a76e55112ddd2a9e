import type { AccessToken, TokenCredential } from '@azure/identity';
import { classifySignInFault } from '../../../shared/entra/classifySignInFault.ts';
import { createGraphClient, type GraphClient, isLoopback } from '../../../shared/entra/graphClient.ts';
import type { GraphCredential } from '../../../shared/entra/graphCredential.ts';
import { isProvisioningError } from '../../../shared/errors/provisioningError.ts';
import type { Clock, Random } from '../../../shared/ports/clock.ts';
import type { CommonOptions, SignIn } from './commonOptions.ts';

/** The sign-in of the person did not work; the message says what to do. */
export class SignInError extends Error {
  override readonly name = 'SignInError';
}

interface AdminGraphOptions extends Pick<CommonOptions, 'graphUrl' | 'cloud' | 'signIn'> {
  readonly clock: Clock;
  readonly random: Random;
  /** Delegated permissions to ask for when signing in with a device code. */
  readonly permissions: readonly string[];
  /** Shows where to enter the device code. */
  readonly tell: (message: string) => void;
}

/** Graph with the rights of the person at the terminal; a simulator on this machine takes a fixed token. */
export function createAdminGraph(options: AdminGraphOptions): GraphClient {
  const { graphUrl, clock, random } = options;
  const credential: GraphCredential = isLoopback(graphUrl) ? { getToken: async () => 'local' } : createSignIn(options);
  return createGraphClient({ baseUrl: graphUrl, credential, clock, random, patienceMs: 60_000 });
}

/** Tokens are renewed this long before they expire. */
const RENEW_BEFORE_MS = 2 * 60_000;

function createSignIn({ graphUrl, cloud, signIn, permissions, tell, clock }: AdminGraphOptions): GraphCredential {
  const named = permissions.map((permission) => `${new URL(graphUrl).origin}/${permission}`);
  let source: Promise<TokenCredential> | undefined;
  let current: AccessToken | undefined;
  return {
    getToken: async (scope) => {
      // The Azure CLI takes about a second for each token that it is asked for.
      if (current && current.expiresOnTimestamp - clock.now().getTime() > RENEW_BEFORE_MS) return current.token;
      try {
        source ??= loadCredential(signIn, cloud.loginUrl, tell);
        current = (await (await source).getToken(signIn.method === 'deviceCode' ? named : scope)) ?? undefined;
        if (current) return current.token;
      } catch (error) {
        if (isProvisioningError(classifySignInFault(error), 'retry')) throw classifySignInFault(error);
        throw new SignInError(adviceFor(signIn, error), { cause: error });
      }
      throw new SignInError(adviceFor(signIn, undefined));
    },
  };
}

async function loadCredential(
  { method, tenant, clientId }: SignIn,
  authorityHost: string,
  tell: (message: string) => void,
): Promise<TokenCredential> {
  const { AzureCliCredential, DeviceCodeCredential } = await import('@azure/identity');
  const ofTenant = tenant === undefined ? {} : { tenantId: tenant };
  if (method === 'azureCli') return new AzureCliCredential(ofTenant);
  return new DeviceCodeCredential({
    ...ofTenant,
    clientId,
    authorityHost,
    userPromptCallback: ({ message }) => tell(message),
  });
}

function adviceFor({ method, tenant }: SignIn, error: unknown): string {
  const ofTenant = tenant === undefined ? '' : ` --tenant ${tenant}`;
  // First line only: the rest repeats it, with ids of requests.
  const detail = error instanceof Error ? ` (${error.message.split('\n', 1)[0]?.trim()})` : '';
  if (method === 'deviceCode') {
    return `The sign-in with a device code did not work${detail}. Run it again. A policy of your tenant may forbid device codes; then use az login.`;
  }
  return `Nobody is signed in to the Azure CLI${detail}. Run: az login --allow-no-subscriptions${ofTenant}\nWithout the Azure CLI, add --device-code.`;
}
