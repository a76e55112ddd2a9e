import { TableClient } from '@azure/data-tables';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type StoredRow, Table } from '../../shared/store/table.ts';
import { type AzuriteTables, startAzuriteTables } from '../support/azurite.ts';

// Pages are read past the SDK's own `listEntities`; these hold them to what it gives for the same rows.

interface Columns {
  readonly text: string;
  readonly flag: boolean;
  readonly count: number;
  readonly share: number;
  readonly at: Date;
  readonly large: bigint;
  readonly bytes: Uint8Array;
}

const ROW: Columns = {
  text: 'a "quoted" + ünïcode/… text',
  flag: true,
  count: 7,
  share: 0.5,
  at: new Date('2026-01-05T09:00:00.000Z'),
  large: 2n ** 60n,
  bytes: new Uint8Array([0, 1, 127, 128, 255]),
};
const PARTITION = "it's + 100 % ü";

let azurite: AzuriteTables;
let client: TableClient;
let table: Table<Columns>;

beforeAll(async () => {
  azurite = await startAzuriteTables();
  client = TableClient.fromConnectionString(azurite.connectionString, 'pages', { allowInsecureConnection: true });
  await client.createTable();
  table = new Table(client, { ready: async () => {}, onMissing: () => {}, timeoutMs: 10_000 });
  for (const rowKey of ['1', '2', '3']) await table.insert({ partitionKey: PARTITION, rowKey, ...ROW });
});
afterAll(() => azurite.close());

const filter = `PartitionKey eq '${PARTITION.replaceAll("'", "''")}'`;

async function pagesOf(options: Parameters<Table<Columns>['pages']>[1] = {}) {
  const pages = [];
  for await (const page of table.pages(filter, options)) pages.push(page);
  return pages;
}

/** Keys, ETag and columns of a row, with bytes as plain bytes. */
function contentOf({ partitionKey, rowKey, etag, ...row }: StoredRow<Columns>) {
  const columns = Object.keys(ROW).map((name) => [name, row[name as keyof Columns]]);
  return { partitionKey, rowKey, etag, ...Object.fromEntries(columns), bytes: Uint8Array.from(row.bytes) };
}

it('a page holds keys, ETags and values of every type, as the SDK lists them', async () => {
  const [page = [], ...others] = await pagesOf();
  const listed: StoredRow<Columns>[] = [];
  for await (const row of client.listEntities({ queryOptions: { filter } })) listed.push(row as never);
  expect(page.map(contentOf)).toEqual(listed.map(contentOf));
  expect(page.map(contentOf)).toEqual(['1', '2', '3'].map((rowKey) => expect.objectContaining({ rowKey, ...ROW })));
  expect(others).toEqual([]);
});

it('goes on where the last page ended, and ends', async () => {
  const pages = await pagesOf({ pageSize: 2 });
  expect(pages.map((page) => page.map(({ rowKey }) => rowKey))).toEqual([['1', '2'], ['3']]);
});

it('reads only the columns that are asked for', async () => {
  const [page = []] = await pagesOf({ select: ['PartitionKey', 'RowKey', 'bytes'] });
  expect(page[0]).toMatchObject({ partitionKey: PARTITION, rowKey: '1', bytes: ROW.bytes });
  expect(page[0]).not.toHaveProperty('text');
});
