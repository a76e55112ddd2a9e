import { ProvisioningError } from '../errors/provisioningError.ts';
import type { GraphClient } from './graphClient.ts';
import { toRelativeLink, withQuery } from './graphPath.ts';
import { toGuid } from './guid.ts';
import { followPages } from './listPages.ts';
import { USER_PROPERTIES } from './sourceUser.ts';

export type DeltaKind = 'users' | 'groups';

const SELECT: Readonly<Record<DeltaKind, string>> = {
  // Relations are tracked when they are named in $select; $expand is not supported by delta.
  users: [...USER_PROPERTIES, 'manager'].join(','),
  groups: 'id,displayName,securityEnabled,members',
};

/** The properties and relations whose changes are tracked; a link is bound to those it was made with. */
export function deltaSelect(kind: DeltaKind): string {
  return SELECT[kind];
}

/** A delta link that marks "now" (`$deltatoken=latest`): what changes from here on is found behind it. */
export async function latestDelta(client: GraphClient, kind: DeltaKind): Promise<{ link: string; select: string }> {
  const select = deltaSelect(kind);
  const path = withQuery(`/${kind}/delta`, { $select: select, $deltatoken: 'latest' });
  for await (const { deltaLink } of followPages(client, path)) {
    if (deltaLink !== undefined) return { link: deltaLink, select };
  }
  throw missingDeltaLink();
}

/**
 * Ids of the objects that changed since the link, each once, page by page. Rows marked `@removed` count too: what became
 * of an object is found out by reading it. The last page carries the link for the next time.
 * Throws `gone` (`DeltaExpired`) when Graph no longer knows the link.
 */
export async function* readDelta(
  client: GraphClient,
  link: string,
): AsyncGenerator<{ readonly ids: readonly string[]; readonly nextLink?: string }> {
  const seen = new Set<string>();
  for await (const page of followPages(client, toRelativeLink(link))) {
    const ids: string[] = [];
    for (const row of page.rows) {
      const id = toGuid(row.id);
      if (id === undefined || seen.has(id)) continue;
      seen.add(id);
      ids.push(id);
    }
    if (page.deltaLink !== undefined) {
      yield { ids, nextLink: page.deltaLink };
      return;
    }
    if (page.nextLink === undefined) throw missingDeltaLink();
    yield { ids };
  }
}

function missingDeltaLink(): ProvisioningError {
  return new ProvisioningError('retry', 'MalformedListing', "Graph's delta ended without a delta link.");
}
