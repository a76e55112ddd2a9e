import { passes, type ReadProperty } from './applyFilter.ts';
import { toODataPath } from './normalizePath.ts';
import { type QueryOptions, skipTokenOf } from './queryOptions.ts';

/** A collection as Graph answers it. */
export interface CollectionBody {
  readonly '@odata.context': string;
  readonly '@odata.count'?: number;
  readonly '@odata.nextLink'?: string;
  readonly value: readonly object[];
}

export interface ListSource<T> {
  /** Pairs of position and object from a position on. */
  readonly scan: (start: number) => Iterable<readonly [number, T]>;
  readonly read: (item: T) => ReadProperty;
  readonly show: (item: T) => object;
  /** What comes after `$metadata#`. */
  readonly context: string;
}

/**
 * One page of a listing. The link to the next one repeats the request with a `$skiptoken`; the last page has none.
 * @param url of the request, as the simulator was called
 */
export function listPage<T>(url: URL, query: QueryOptions, source: ListSource<T>): CollectionBody {
  const value: object[] = [];
  let next: number | undefined;
  for (const [position, item] of source.scan(query.cursor)) {
    if (query.filter && !passes(query.filter, source.read(item))) continue;
    if (value.length === query.top) {
      next = position;
      break;
    }
    value.push(source.show(item));
  }
  return {
    '@odata.context': `${url.origin}/v1.0/$metadata#${source.context}`,
    ...(query.count && query.cursor === 0 ? { '@odata.count': countAll(query, source) } : {}),
    ...(next === undefined ? {} : { '@odata.nextLink': nextLink(url, skipTokenOf(next)) }),
    value,
  };
}

function countAll<T>(query: QueryOptions, source: ListSource<T>): number {
  let count = 0;
  for (const [, item] of source.scan(0)) {
    if (!query.filter || passes(query.filter, source.read(item))) count += 1;
  }
  return count;
}

function nextLink(url: URL, skipToken: string): string {
  const kept = [...url.searchParams].filter(([name]) => name.replace(/^\$/, '') !== 'skiptoken');
  const query = [...kept, ['$skiptoken', skipToken] as const].map(
    ([name, value]) => `${name}=${encodeURIComponent(value)}`,
  );
  return `${url.origin}${toODataPath(url.pathname)}?${query.join('&')}`;
}
