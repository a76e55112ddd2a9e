import type { LocalRequest, LocalResponse } from '../../infra/local/http/server.ts';
import { createAnchorStore } from '../../shared/store/anchorStore.ts';
import { createScopeStore } from '../../shared/store/scopeStore.ts';
import type { Row, Table, TableAction } from '../../shared/store/table.ts';
import type { Intercept } from './httpProxy.ts';

/** Tables that can be filled past Azurite, which sorts a whole table for each page and scans it for each query. */
const SEEDED = ['anchors', 'slackIds', 'scope'] as const;

type SeededTable = (typeof SEEDED)[number];
type WireRow = Readonly<Record<string, unknown>> & { readonly PartitionKey: string; readonly RowKey: string };

/** Tables full of rows that the app can read over HTTP as from the service, beside the rows that it writes. It must not write these. */
export interface SeededTables {
  /** For Azurite's proxy. From `serve` on it answers what the seeded rows can answer, and asks Azurite for anything else. */
  readonly intercept: Intercept;
  /** The app's own stores, which write rows here instead of sending them. */
  readonly anchors: Pick<ReturnType<typeof createAnchorStore>, 'claim'>;
  readonly scope: Pick<ReturnType<typeof createScopeStore>, 'put' | 'acknowledge'>;
  /** From now on the app reads what was written. */
  serve(): void;
  /** Path and query of each read that the seeded rows have answered. */
  readonly reads: string[];
}

export function createSeededTables(): SeededTables {
  const rows: Record<SeededTable, WireRow[]> = { anchors: [], slackIds: [], scope: [] };
  const reads: string[] = [];
  let isServing = false;
  const { anchors, slackIds, scope } = Object.fromEntries(
    SEEDED.map((name) => [name, collectInto(rows[name])]),
  ) as unknown as Record<SeededTable, Table<never>>;
  return {
    reads,
    anchors: createAnchorStore({ anchors, slackIds }),
    scope: createScopeStore({ scope }),
    serve: () => {
      for (const name of SEEDED) rows[name].sort(byKey);
      isServing = true;
    },
    intercept: async (request, forward) => {
      const [, table, key] = /\/(\w+)\(([^)]*)\)$/.exec(decodeURIComponent(request.url.pathname)) ?? [];
      const seeded = isServing && rows[table as SeededTable];
      const answer = seeded && (key ? answerRow(seeded, key) : answerPage(seeded, request));
      if (!answer) return forward();
      if (request.method !== 'GET') return { status: 500, body: `${request.method} of a seeded row` };
      reads.push(request.url.pathname + request.url.search);
      return answer;
    },
  };
}

/** What the stores need of a table to write rows that are not there yet. */
function collectInto(rows: WireRow[]): Table<never> {
  const insert = async (row: Row<object>): Promise<string> => {
    rows.push(toWire(row));
    return 'W/"seeded"';
  };
  const transact = async (actions: readonly TableAction[]) => {
    for (const [, row] of actions) await insert(row);
  };
  return { insert, transact } as unknown as Table<never>;
}

function toWire({ partitionKey, rowKey, ...columns }: Row<object>): WireRow {
  const properties = Object.entries(columns).flatMap(([name, value]): [string, unknown][] =>
    value instanceof Uint8Array
      ? [
          [`${name}@odata.type`, 'Edm.Binary'],
          [name, Buffer.from(value).toString('base64')],
        ]
      : [[name, value]],
  );
  return {
    'odata.etag': 'W/"seeded"',
    PartitionKey: partitionKey,
    RowKey: rowKey,
    ...(Object.fromEntries(properties) as Record<string, unknown>),
  };
}

function byKey(one: WireRow, other: WireRow): number {
  if (one.PartitionKey !== other.PartitionKey) return one.PartitionKey < other.PartitionKey ? -1 : 1;
  return one.RowKey < other.RowKey ? -1 : 1;
}

function answerRow(rows: readonly WireRow[], key: string): LocalResponse | undefined {
  const [, PartitionKey = '', RowKey = ''] = /^PartitionKey='([^']*)',RowKey='([^']*)'$/.exec(key) ?? [];
  const row = rows[firstFrom(rows, { PartitionKey, RowKey })];
  return row?.PartitionKey === PartitionKey && row.RowKey === RowKey ? { status: 200, body: row } : undefined;
}

function answerPage(
  rows: readonly WireRow[],
  { method, url: { searchParams } }: LocalRequest,
): LocalResponse | undefined {
  if (method !== 'GET') return undefined;
  const conditions = parseFilter(searchParams.get('$filter') ?? '');
  const size = Number(searchParams.get('$top') ?? 1000);
  const select = searchParams.get('$select')?.split(',');
  const least = conditions.find(({ name, operator }) => name === 'PartitionKey' && operator !== 'le')?.value ?? '';
  const from = {
    PartitionKey: searchParams.get('NextPartitionKey') ?? String(least),
    RowKey: searchParams.get('NextRowKey') ?? '',
  };
  const page: WireRow[] = [];
  for (let index = firstFrom(rows, from); index < rows.length; index += 1) {
    const row = rows[index] as WireRow;
    if (conditions.some((condition) => condition.name === 'PartitionKey' && !holds(condition, row))) break;
    if (!conditions.every((condition) => holds(condition, row))) continue;
    if (page.length === size) return { status: 200, headers: continuation(row), body: body(page, select) };
    page.push(row);
  }
  if (page.length === 0 && !searchParams.has('NextPartitionKey')) return undefined;
  return { status: 200, headers: { 'content-type': 'application/json' }, body: body(page, select) };
}

function continuation({ PartitionKey, RowKey }: WireRow): Record<string, string> {
  return {
    'content-type': 'application/json',
    'x-ms-continuation-NextPartitionKey': PartitionKey,
    'x-ms-continuation-NextRowKey': RowKey,
  };
}

function body(page: readonly WireRow[], select: readonly string[] | undefined): string {
  const columns = select && ['value', 'odata.etag', ...select.flatMap((name) => [name, `${name}@odata.type`])];
  return JSON.stringify({ value: page }, columns);
}

interface Condition {
  readonly name: string;
  readonly operator: string;
  readonly value: string | boolean;
}

/** The comparisons that the app's queries are made of, joined by `and`. */
function parseFilter(filter: string): readonly Condition[] {
  return filter.split(' and ').map((text) => {
    const [, name = '', operator = '', literal = ''] =
      /^\(?(\w+) (eq|ge|gt|le|lt) ('[^']*'|true|false)\)?$/.exec(text) ?? [];
    if (name === '') throw new Error(`The filter ${text} is not served.`);
    return { name, operator, value: literal.startsWith("'") ? literal.slice(1, -1) : literal === 'true' };
  });
}

function holds({ name, operator, value }: Condition, row: WireRow): boolean {
  const stored = row[name] as string | boolean;
  if (operator === 'eq') return stored === value;
  if (operator === 'ge') return stored >= value;
  if (operator === 'gt') return stored > value;
  return operator === 'le' ? stored <= value : stored < value;
}

/** Index of the first row at or after a key. */
function firstFrom(rows: readonly WireRow[], key: Pick<WireRow, 'PartitionKey' | 'RowKey'>): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (byKey(rows[middle] as WireRow, key as WireRow) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
