import type { WorkspaceSettings } from '../state/settings.ts';

/** What an app asks a person for, as far as it is in order. */
export interface ConsentRequest {
  readonly clientId: string;
  /** Comma-separated user scopes. */
  readonly scope: string;
  /** Where the answer goes. */
  readonly redirectUri: string;
  /** Whether the app named the redirect URL; it then has to name it again when it exchanges the code. */
  readonly namesRedirect: boolean;
  readonly state: string | null;
}

/** What is wrong with a request, shown to the person: nothing is sent to a redirect URL that can't be trusted. */
export type ConsentProblem = 'invalid_client_id' | 'no_scopes' | 'bad_redirect_uri';

/** Reads the parameters of `/oauth/v2/authorize` (docs.slack.dev/authentication/installing-with-oauth). */
export function readConsentRequest(
  query: URLSearchParams,
  { clientId: known, redirectUrls }: WorkspaceSettings['oauth'],
): ConsentRequest | ConsentProblem {
  const clientId = query.get('client_id') ?? '';
  if (clientId === '' || (known !== '' && clientId !== known)) return 'invalid_client_id';
  const scope = query.get('user_scope') ?? '';
  if (scope === '') return 'no_scopes';
  const named = query.get('redirect_uri');
  const redirectUri = named ?? redirectUrls[0];
  if (redirectUri === undefined || !isRedirectUrl(redirectUri, redirectUrls)) return 'bad_redirect_uri';
  return { clientId, scope, redirectUri, namesRedirect: named !== null, state: query.get('state') };
}

/** HTTPS (here also HTTP on this machine), no fragment, and equal to or below a registered URL if there are any. */
function isRedirectUrl(text: string, registered: readonly string[]): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || text.includes('#')) return false;
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocal)) return false;
  return registered.length === 0 || registered.some((base) => isBelow(url, base));
}

function isBelow(url: URL, registered: string): boolean {
  const base = new URL(registered);
  if (url.origin !== base.origin) return false;
  const path = base.pathname.replace(/\/$/, '');
  return url.pathname === base.pathname || url.pathname === path || url.pathname.startsWith(`${path}/`);
}

/** The redirect URL with the answer in its query. */
export function redirectTo({ redirectUri, state }: ConsentRequest, answer: Readonly<Record<string, string>>): string {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value);
  if (state !== null) url.searchParams.set('state', state);
  return url.href;
}
