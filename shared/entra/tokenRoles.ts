/** Who a token for Graph is for, as far as it says. */
export type TokenHolder =
  | { readonly kind: 'app'; readonly roles: readonly string[] }
  /** A person's, as `az login` gives it: what it permits is theirs, not the app's. */
  | { readonly kind: 'person' }
  /** No token of Entra's; a simulator takes any. */
  | { readonly kind: 'unknown' };

/** Reads an access token (access-token-claims-reference): an app's carries its permissions in `roles`, a person's in `scp`. */
export function holderOf(token: string): TokenHolder {
  const claims = claimsOf(token);
  if (!claims) return { kind: 'unknown' };
  if (typeof claims.scp === 'string') return { kind: 'person' };
  const { roles } = claims;
  return { kind: 'app', roles: Array.isArray(roles) ? roles.map(String) : [] };
}

function claimsOf(token: string): Readonly<Record<string, unknown>> | undefined {
  const payload = token.split('.')[1];
  if (payload === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return claims !== null && typeof claims === 'object' ? (claims as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}
