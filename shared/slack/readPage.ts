import type { ScimClient } from './http/createScimClient.ts';
import { unreadableAnswer } from './http/unreadableAnswer.ts';
import type { Page } from './listPages.ts';

/** The most that a search is asked for: what it may hit is nearly unique. */
const SEARCH_COUNT = 100;

/** One page of `/Users` or `/Groups`; resources that `read` does not understand are left out of its items. */
export async function readPage<Item>(
  client: ScimClient,
  list: 'Users' | 'Groups',
  query: Readonly<Record<string, string | number>>,
  read: (json: unknown) => Item | undefined,
): Promise<Page<Item>> {
  const parameters = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const { json, bytes } = await client.send({
    operation: `list${list}`,
    method: 'GET',
    path: `/${list}?${parameters.join('&')}`,
  });
  const { totalResults, Resources = [] } = (json ?? {}) as { totalResults?: unknown; Resources?: unknown };
  if (typeof totalResults !== 'number' || !Array.isArray(Resources)) throw unreadableAnswer('a list', false);
  const items = Resources.map(read).filter((item) => item !== undefined);
  return { totalResults, items, size: Resources.length, bytes };
}

/** JSON string literals are the filter's own quoting (RFC 7644 §3.4.2.2; Slack documents the same). */
export async function search<Item>(
  client: ScimClient,
  list: 'Users' | 'Groups',
  by: 'email' | 'userName' | 'displayName',
  value: string,
  read: (json: unknown) => Item | undefined,
): Promise<readonly Item[]> {
  const query = { filter: `${by} eq ${JSON.stringify(value)}`, count: SEARCH_COUNT };
  return (await readPage(client, list, query, read)).items;
}
