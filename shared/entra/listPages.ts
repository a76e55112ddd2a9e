import { isProvisioningError, ProvisioningError } from '../errors/provisioningError.ts';
import type { GraphClient } from './graphClient.ts';
import { describePath, toRelativeLink } from './graphPath.ts';

/** One row of a Graph collection, as it came. */
export type GraphRow = Readonly<Record<string, unknown>>;

/** One page of a collection; links are relative to the API version. */
export interface GraphPage {
  readonly rows: readonly GraphRow[];
  readonly nextLink?: string;
  readonly deltaLink?: string;
}

/** True for a JSON object. */
export function isRow(value: unknown): value is GraphRow {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function malformed(path: string): ProvisioningError {
  return new ProvisioningError('retry', 'MalformedListing', `Graph's listing ${describePath(path)} is not a full one.`);
}

function toPage(answer: unknown, path: string): GraphPage {
  if (!isRow(answer) || !Array.isArray(answer.value) || !answer.value.every(isRow)) throw malformed(path);
  const links: { nextLink?: string; deltaLink?: string } = {};
  for (const name of ['nextLink', 'deltaLink'] as const) {
    const link = answer[`@odata.${name}`];
    if (link === undefined || link === null) continue;
    if (typeof link !== 'string') throw malformed(path);
    links[name] = toRelativeLink(link);
  }
  return { rows: answer.value, ...links };
}

/** A refused page token (`Directory_ExpiredPageToken` and the like) spoils this listing, not the next one. */
async function getPage(client: GraphClient, path: string, isFirst: boolean): Promise<GraphPage> {
  try {
    return toPage(await client.get(path), path);
  } catch (error) {
    if (isFirst || !isProvisioningError(error, 'invalid')) throw error;
    const message = `Graph broke off the listing ${describePath(path)} (${error.code}).`;
    throw new ProvisioningError('retry', 'ListingBrokenOff', message, { cause: error });
  }
}

/** Follows `nextLink` until there is none. Throws ProvisioningError `retry` for a page that is none and for links in a circle. */
export async function* followPages(client: GraphClient, path: string): AsyncGenerator<GraphPage> {
  const seen = new Set<string>();
  for (let next: string | undefined = path; next !== undefined; ) {
    if (seen.has(next)) {
      throw new ProvisioningError('retry', 'NextLinkLoop', `Graph's paging of ${describePath(path)} goes in a circle.`);
    }
    const page: GraphPage = await getPage(client, next, seen.size === 0);
    seen.add(next);
    yield page;
    next = page.nextLink;
  }
}

/**
 * The rows of a collection, page by page; pages may be empty. It ends only after the last page: whatever breaks the
 * listing off throws a ProvisioningError, so that a short listing is never taken for a full one.
 */
export async function* listPages(client: GraphClient, path: string): AsyncGenerator<readonly GraphRow[]> {
  for await (const { rows } of followPages(client, path)) yield rows;
}
