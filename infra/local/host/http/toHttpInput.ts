import type { TypedData } from '../registration/coreTypes.ts';
import type { HostRequest } from './hostResponse.ts';

function nullable(entries: Iterable<readonly [string, string]>): Record<string, { value: string }> {
  return Object.fromEntries([...entries].map(([key, value]) => [key, { value }]));
}

/** Values of a repeated query parameter are joined with a comma, as the real host's string values are. */
function joinedQuery(query: URLSearchParams): Map<string, string> {
  return new Map([...new Set(query.keys())].map((key) => [key, query.getAll(key).join(',')]));
}

/** The trigger input of an HTTP function, as the host sends it to a worker that wants raw body bytes. */
export function toHttpInput(request: HostRequest, params: Readonly<Record<string, string>>): TypedData {
  const http = {
    method: request.method,
    url: request.url.href,
    nullableHeaders: nullable(Object.entries(request.headers)),
    nullableParams: nullable(Object.entries(params)),
    nullableQuery: nullable(joinedQuery(request.url.searchParams)),
  };
  return { http: request.body.byteLength > 0 ? { ...http, body: { bytes: request.body } } : http };
}
