import { ProvisioningError } from '../errors/provisioningError.ts';
import type { GraphClient } from './graphClient.ts';
import { toRelativeLink, withQuery } from './graphPath.ts';
import { toGuid } from './guid.ts';
import { followPages } from './listPages.ts';
import { ChangedGroups, type MemberHint } from './memberHints.ts';

export type DeltaKind = 'users' | 'groups';

/** What changed, or a part of it; the last page of a round carries the link for the next one. */
export interface DeltaPage {
  readonly ids: readonly string[];
  readonly members?: ReadonlyMap<string, MemberHint>;
  readonly nextLink?: string;
}

/**
 * A delta link that marks "now" (`$deltatoken=latest`): what changes from here on is found behind it.
 *
 * @param select the properties and relations to track; a link is bound to those it was made with
 */
export async function latestDelta(
  client: GraphClient,
  kind: DeltaKind,
  select: string,
): Promise<{ link: string; select: string }> {
  const path = withQuery(`/${kind}/delta`, { $select: select, $deltatoken: 'latest' });
  for await (const { deltaLink } of followPages(client, path)) {
    if (deltaLink !== undefined) return { link: deltaLink, select };
  }
  throw missingDeltaLink();
}

/**
 * Ids of the objects that changed since the link, each once. Rows marked `@removed` count too: what became of an object is
 * found out by reading it. Throws `gone` (`DeltaExpired`) when Graph no longer knows the link.
 */
export function readDelta(client: GraphClient, kind: DeltaKind, link: string): AsyncGenerator<DeltaPage> {
  const path = toRelativeLink(link);
  return kind === 'users' ? readChangedUsers(client, path) : readChangedGroups(client, path);
}

/** Page by page. */
async function* readChangedUsers(client: GraphClient, path: string): AsyncGenerator<DeltaPage> {
  const seen = new Set<string>();
  for await (const page of followPages(client, path)) {
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

/** The whole round at once, since only its end shows that the members of a group are complete. */
async function* readChangedGroups(client: GraphClient, path: string): AsyncGenerator<DeltaPage> {
  const groups = new ChangedGroups();
  for await (const page of followPages(client, path)) {
    for (const row of page.rows) groups.add(row);
    if (page.deltaLink === undefined) continue;
    yield { ids: groups.ids(), members: groups.hints(), nextLink: page.deltaLink };
    return;
  }
  throw missingDeltaLink();
}

function missingDeltaLink(): ProvisioningError {
  return new ProvisioningError('retry', 'MalformedListing', "Graph's delta ended without a delta link.");
}
