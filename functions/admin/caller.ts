import type { HttpRequest } from '@azure/functions';
import type { AdminAccess } from '../../shared/compose.ts';
import { Problem } from './problem.ts';

/** `read` looks, `write` acts. */
export type Access = 'read' | 'write';

/** App roles that the app registration of the admin routes defines. */
const READER = 'Provisioning.Reader';
const ADMIN = 'Provisioning.Admin';

/**
 * Who calls, for the record of what people did: the signed-in name, or `key` when a function key opened the route (the host
 * has checked it then).
 * @throws Problem 401 without sign-in, 403 without the app role
 */
export function authorizeCaller(request: HttpRequest, access: Access, { auth, platformSignIn }: AdminAccess): string {
  if (auth === 'key') return 'key';
  // The browser shows its cookie to everybody who makes it ask.
  if (request.method !== 'GET' && isFromElsewhere(request)) {
    throw new Problem(403, 'This request comes from a page of another site.');
  }
  // Without the platform's sign-in in front, anybody could write the header themselves.
  if (!platformSignIn) {
    throw new Problem(401, 'ADMIN_AUTH is "entra", but App Service authentication is not switched on for this app.');
  }
  const principal = readPrincipal(request.headers.get('x-ms-client-principal'));
  if (!principal) throw new Problem(401, 'Sign in with Entra ID to use this route.');
  const wanted = access === 'read' ? [READER, ADMIN] : [ADMIN];
  if (principal.roles.some((role) => wanted.includes(role))) return principal.name;
  throw new Problem(403, `This route needs the app role ${wanted.join(' or ')}.`);
}

/** Browsers say which site makes them ask (Fetch metadata); other clients say nothing and have no cookie to be misused. */
function isFromElsewhere(request: HttpRequest): boolean {
  const site = request.headers.get('sec-fetch-site');
  return site !== null && site !== 'same-origin' && site !== 'none';
}

interface Principal {
  readonly name: string;
  readonly roles: readonly string[];
}

interface Claim {
  readonly typ: string;
  readonly val: string;
}

/** The header that App Service authentication sets: base64 of JSON with the caller's claims (configure-authentication-user-identities). */
function readPrincipal(header: string | null): Principal | undefined {
  if (!header) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(header, 'base64').toString('utf8'));
  } catch {
    return undefined;
  }
  const { claims, name_typ: nameType, role_typ: roleType } = (parsed ?? {}) as Record<string, unknown>;
  if (!Array.isArray(claims)) return undefined;
  const known = claims.filter(isClaim);
  const valuesOf = (...types: readonly unknown[]) =>
    known.filter(({ typ }) => types.includes(typ)).map(({ val }) => val);
  return {
    name: valuesOf('preferred_username', nameType, 'name')[0] ?? 'signed in',
    roles: valuesOf('roles', roleType),
  };
}

function isClaim(value: unknown): value is Claim {
  const { typ, val } = (value ?? {}) as Partial<Claim>;
  return typeof typ === 'string' && typeof val === 'string';
}
