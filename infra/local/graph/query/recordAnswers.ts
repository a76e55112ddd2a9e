import type { LocalRequest, LocalResponse } from '../../http/server.ts';
import type { Schema } from '../directory/propertySchema.ts';
import { listPage } from './listPage.ts';
import { parseQuery } from './queryOptions.ts';

/** A resource whose records are shown as they are kept: everything, or what `$select` names. */
export interface RecordView<T> {
  readonly schema: Schema;
  /** What comes after `$metadata#`. */
  readonly context: string;
  /** All properties that reads may show. */
  readonly show: (record: T) => Readonly<Record<string, unknown>>;
}

function pick(row: Readonly<Record<string, unknown>>, select: readonly string[] | undefined): Record<string, unknown> {
  return select ? Object.fromEntries(select.map((name) => [name, row[name] ?? null])) : { ...row };
}

/**
 * One page of a listing, filtered and selected as the request says.
 * @param scan pairs of position and record from a position on
 */
export function listRecords<T>(
  request: LocalRequest,
  view: RecordView<T>,
  scan: (start: number) => Iterable<readonly [number, T]>,
): LocalResponse {
  const allowed = ['select', 'top', 'skiptoken', 'filter', 'count'];
  const options = parseQuery(request.url, { schema: view.schema, allowed, headers: request.headers });
  const body = listPage<T>(request.url, options, {
    scan,
    read: (record) => (path) => view.show(record)[path],
    show: (record) => pick(view.show(record), options.select),
    context: view.context,
  });
  return { status: 200, body };
}

/** One record. */
export function showRecord<T>(request: LocalRequest, view: RecordView<T>, record: T, status = 200): LocalResponse {
  const { select } = parseQuery(request.url, { schema: view.schema, allowed: ['select'], headers: request.headers });
  const context = `${request.url.origin}/v1.0/$metadata#${view.context}/$entity`;
  return { status, body: { '@odata.context': context, ...pick(view.show(record), select) } };
}
