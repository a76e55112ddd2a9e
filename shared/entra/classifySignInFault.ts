import { ProvisioningError } from '../errors/provisioningError.ts';

/**
 * True when the sign-in service could not be reached or failed, as opposed to refusing. `@azure/identity` throws the same
 * CredentialUnavailableError for both; the difference is in its causes (MSAL's `network_error`, a status, a system error).
 */
function isPassing(error: unknown): boolean {
  for (let current = error, depth = 0; current instanceof Error && depth < 5; current = current.cause, depth += 1) {
    const { errorCode, status, statusCode, code } = current as Error & Readonly<Record<string, unknown>>;
    if (errorCode === 'network_error') return true;
    if (typeof code === 'string' && /^(?:ECONN|ETIMEDOUT|EAI_AGAIN|EPIPE|REQUEST_SEND_ERROR)/.test(code)) return true;
    const http = statusCode ?? status;
    if (typeof http === 'number' && (http === 429 || http >= 500)) return true;
  }
  return false;
}

/** Turns what `@azure/identity` throws into ProvisioningError `retry` (not reachable just now) or `unauthorized`. */
export function classifySignInFault(error: unknown): ProvisioningError {
  if (isPassing(error)) {
    return new ProvisioningError('retry', 'SignInUnavailable', 'The sign-in service did not answer.', { cause: error });
  }
  const name = error instanceof Error ? error.name : typeof error;
  const message = `No token for Graph (${name}). In Azure, check that the identity of AZURE_CLIENT_ID is assigned to the app; on a laptop, run "az login".`;
  return new ProvisioningError('unauthorized', 'SignInFailed', message, { cause: error });
}
