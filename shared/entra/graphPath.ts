import { ProvisioningError } from '../errors/provisioningError.ts';

/**
 * A path below the API version with query options, e.g. `/users?$top=999`. Values are percent-encoded here because the
 * Graph SDK sends them as they are (an `&` or `#` in a value would cut the query); commas stay readable.
 */
export function withQuery(path: string, query: Readonly<Record<string, string>>): string {
  const options = Object.entries(query).map(
    ([name, value]) => `${name}=${encodeURIComponent(value).replaceAll('%2C', ',')}`,
  );
  return options.length === 0 ? path : `${path}?${options.join('&')}`;
}

/**
 * Reduces a `nextLink` or `deltaLink` to path and query below the API version: a link never decides which host gets the
 * token, and a stored link outlives a change of the base URL. Already reduced links pass unchanged.
 * Throws ProvisioningError `retry` (`UnexpectedLink`) for anything else.
 */
export function toRelativeLink(link: string): string {
  const absolute = /^https?:\/\/[^/?#]+(?:\/[^?#]*?)??\/v1\.0(\/.*)$/is.exec(link);
  const relative = absolute?.[1] ?? link.replace(/^\/v1\.0(?=\/)/i, '');
  if (/^\/(?!\/)/.test(relative)) return relative;
  throw new ProvisioningError('retry', 'UnexpectedLink', 'Graph sent a paging link that is not a v1.0 link.');
}

/** A request path for messages: without its query, and without segments that may hold a user name. */
export function describePath(path: string): string {
  return (path.split(/[?#]/, 1)[0] ?? '')
    .split('/')
    .map((segment) => (/[@%]/.test(segment) ? '…' : segment))
    .join('/');
}

/** True for a request that continues a delta stream, where the token is all that can be wrong. `latest` starts one. */
export function continuesDelta(path: string): boolean {
  return /\/delta\b[^?]*\?(?:.*&)?(?:\$|%24)(?:deltatoken|skiptoken)=(?!latest(?:&|$))/i.test(path);
}
