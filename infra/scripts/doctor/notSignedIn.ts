import { type Finding, skipped } from './section.ts';

/** How `@azure/identity` names what it throws when it has no token to give. */
const NAMES: ReadonlySet<string> = new Set([
  'AggregateAuthenticationError',
  'AuthenticationError',
  'AuthenticationRequiredError',
  'CredentialUnavailableError',
]);

/** The finding for a part of Azure that could not be looked at because nobody is signed in here; undefined for any other fault. */
export function notSignedIn(error: unknown): Finding | undefined {
  if (!(error instanceof Error) || !NAMES.has(error.name)) return undefined;
  return skipped('Nobody is signed in to Azure on this machine, so that this was not looked at.', 'az login');
}
