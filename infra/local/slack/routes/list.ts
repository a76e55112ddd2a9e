import type { LocalResponse } from '../../http/server.ts';
import { SlackError } from '../state/slackError.ts';
import { answerJson } from '../wire/answerJson.ts';
import type { Dialect } from '../wire/dialect.ts';
import { readPage } from './page.ts';
import type { Simulation } from './simulation.ts';

interface Listing<Resource> {
  /** Rows `start` (0-based) to `end` (exclusive), and how many there are in all. */
  readonly between: (start: number, end: number) => { readonly page: readonly Resource[]; readonly total: number };
  readonly render: (resource: Resource) => object;
}

/** One page of a listing, short of some rows when that is switched on. */
export function answerList<Resource>(
  { faults }: Simulation,
  dialect: Dialect,
  query: URLSearchParams,
  { between, render }: Listing<Resource>,
): LocalResponse {
  const { startIndex, count } = readPage(query);
  const { page, total } = between(startIndex - 1, startIndex - 1 + count);
  const { missingRows, extraTotal } = faults.shortListing;
  const rows = page.slice(0, Math.max(0, page.length - missingRows));
  return answerJson(200, dialect.renderList(rows.map(render), total + extraTotal, startIndex));
}

/** Slack sorts nothing, but reads `sortOrder`. */
export function refuseBadSortOrder(query: URLSearchParams): void {
  const sortOrder = query.get('sortOrder');
  const isSortOrder = sortOrder === null || ['ascending', 'descending'].includes(sortOrder.toLowerCase());
  if (!isSortOrder) throw new SlackError('invalid_sort_order');
}
