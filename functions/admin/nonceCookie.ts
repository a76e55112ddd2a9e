import type { Cookie } from '@azure/functions';
import type { BegunAuthorization } from '../../shared/compose.ts';

const NAME = 'slack-authorization';

/** Carries the proof that a browser comes back from an authorisation that it began. `Lax`: it comes from Slack's site. */
export function nonceCookie({ nonce, lifetimeSeconds, isSecure }: BegunAuthorization): Cookie {
  const scope = { path: '/api/slack', httpOnly: true, secure: isSecure, sameSite: 'Lax' } as const;
  return { name: NAME, value: nonce, maxAge: lifetimeSeconds, ...scope };
}

/** @param header `Cookie` of a request */
export function nonceIn(header: string): string | null {
  const pairs = header.split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([key]) => key === NAME)?.[1] ?? null;
}
