import type { RpcHttpCookie, RpcHttpResponse, TypedData } from '../registration/coreTypes.ts';
import type { HostResponse } from './hostResponse.ts';

/** Headers that only the server that writes the body can know. */
const OWN_HEADERS = new Set(['content-length', 'transfer-encoding', 'connection']);

const SAME_SITE = { lax: 'lax', strict: 'strict', explicitNone: 'none' } as const;

/** One `Set-Cookie` value; like ASP.NET it escapes the value and takes `/` for a path that is not given. */
export function setCookie(cookie: RpcHttpCookie): string {
  const parts = [`${encodeURIComponent(cookie.name ?? '')}=${encodeURIComponent(cookie.value ?? '')}`];
  if (cookie.expires) parts.push(`expires=${new Date(cookie.expires.value.seconds * 1000).toUTCString()}`);
  if (cookie.maxAge) parts.push(`max-age=${Math.floor(cookie.maxAge.value)}`);
  if (cookie.domain) parts.push(`domain=${cookie.domain.value}`);
  parts.push(`path=${cookie.path?.value ?? '/'}`);
  if (cookie.secure?.value) parts.push('secure');
  if (cookie.sameSite && cookie.sameSite !== 'none') parts.push(`samesite=${SAME_SITE[cookie.sameSite]}`);
  if (cookie.httpOnly?.value) parts.push('httponly');
  return parts.join('; ');
}

function bodyOf(body: TypedData | null | undefined): Uint8Array {
  return body?.bytes ?? Buffer.from(body?.string ?? body?.json ?? '');
}

/** The answer that a function's return value stands for. A function that returns nothing answers 204. */
export function fromHttpOutput(returnValue: TypedData | null | undefined): HostResponse {
  const http = returnValue?.http as RpcHttpResponse | undefined;
  if (!http) return { status: 204 };
  const headers = Object.entries(http.headers ?? {}).filter(([name]) => !OWN_HEADERS.has(name.toLowerCase()));
  return {
    status: Number(http.statusCode ?? 200),
    headers: Object.fromEntries(headers),
    cookies: (http.cookies ?? []).map(setCookie),
    body: bodyOf(http.body),
  };
}
