import type { Clock } from '../ports/clock.ts';
import { classifySignInFault } from './classifySignInFault.ts';

/** Where the Graph client gets its tokens. */
export interface GraphCredential {
  /** A bearer token for a scope such as `https://graph.microsoft.com/.default`. Throws ProvisioningError `unauthorized` or `retry`. */
  getToken(scope: string): Promise<string>;
}

export interface GraphCredentialSettings {
  /** The Graph base URL is a loopback address: a fixed token, no sign-in. */
  readonly local: boolean;
  /** Client id of the user-assigned identity; without it the developer's own sign-in is tried (`az login`). */
  readonly azureClientId?: string | undefined;
  /** Sign-in service of a national cloud, e.g. `https://login.microsoftonline.us`. */
  readonly azureAuthorityHost?: string | undefined;
}

/** Tokens are renewed this long before they expire. */
const RENEW_BEFORE_MS = 5 * 60_000;

/**
 * The app's own identity towards Graph: the user-assigned managed identity, or the developer's sign-in. A token is kept
 * until shortly before it expires, and concurrent requests share one sign-in. `@azure/identity` is loaded with the first one.
 */
export function createGraphCredential(
  settings: GraphCredentialSettings,
  clock: Pick<Clock, 'now'> = { now: () => new Date() },
): GraphCredential {
  if (settings.local) return { getToken: async () => 'local' };
  let source: Promise<import('@azure/identity').TokenCredential> | undefined;
  let current: { scope: string; renewAt: number; token: Promise<string> } | undefined;

  const signIn = async (scope: string) => {
    try {
      source ??= import('./azureCredential.ts').then(({ createAzureCredential }) => createAzureCredential(settings));
      const token = await (await source).getToken(scope);
      if (!token) throw new Error('no token');
      return token;
    } catch (error) {
      throw classifySignInFault(error);
    }
  };

  return {
    getToken(scope) {
      if (current?.scope === scope && clock.now().getTime() < current.renewAt) return current.token;
      const entry = { scope, renewAt: Number.POSITIVE_INFINITY, token: Promise.resolve('') };
      entry.token = signIn(scope).then(
        ({ token, expiresOnTimestamp }) => {
          entry.renewAt = expiresOnTimestamp - RENEW_BEFORE_MS;
          return token;
        },
        (error) => {
          entry.renewAt = 0;
          throw error;
        },
      );
      current = entry;
      return entry.token;
    },
  };
}
