import { ConcurrencyError } from '../errors/storeErrors.ts';
import type { Row, RowKey, Table } from './table.ts';

/** Limits of a table transaction: 100 actions, one partition, each row once. */
const TRANSACTION_SIZE = 100;
const PARALLEL = 16;

/** Inserts or overwrites rows. A row given twice is written once, as last given. */
export async function putAll<Columns extends object>(
  table: Table<Columns>,
  rows: readonly Row<Columns>[],
): Promise<void> {
  await inParallel(byPartition(rows), (chunk) =>
    table.transact(chunk.map((row) => ['upsert', row, 'Replace'] as const)),
  );
}

/** Deletes rows; those that are gone already are no error. */
export async function deleteAll<Columns extends object>(table: Table<Columns>, keys: readonly RowKey[]): Promise<void> {
  await inParallel(byPartition(keys), (chunk) => deleteChunk(table, chunk));
}

/** Changes the given columns of rows that exist; those that are gone stay gone. */
export async function mergeAll<Columns extends object>(
  table: Table<Columns>,
  rows: readonly Row<Partial<Columns>>[],
): Promise<void> {
  const merge = (row: Row<Partial<Columns>>) => ['update', row, 'Merge'] as const;
  await inParallel(byPartition(rows), async (chunk) => {
    try {
      await table.transact(chunk.map(merge));
    } catch (error) {
      if (!(error instanceof ConcurrencyError)) throw error;
      // One missing row fails the whole transaction.
      if (chunk.length > 1) await inParallel(chunk, (row) => mergeAll(table, [row]));
    }
  });
}

/** Runs at most 16 at a time; rejects with the first error after all that were started have ended. */
export async function inParallel<Item>(items: readonly Item[], run: (item: Item) => Promise<void>): Promise<void> {
  const queue = items.values();
  let failed = false;
  const workers = Array.from({ length: Math.min(PARALLEL, items.length) }, async () => {
    for (const item of queue) {
      if (failed) return;
      try {
        await run(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  });
  const results = await Promise.allSettled(workers);
  const failure = results.find((result) => result.status === 'rejected');
  if (failure) throw failure.reason;
}

/** One missing row fails a whole transaction; then the rows are deleted one by one. */
async function deleteChunk<Columns extends object>(table: Table<Columns>, keys: readonly RowKey[]): Promise<void> {
  try {
    await table.transact(keys.map(({ partitionKey, rowKey }) => ['delete', { partitionKey, rowKey }] as const));
  } catch (error) {
    if (!(error instanceof ConcurrencyError)) throw error;
    await inParallel(keys, (key) => table.delete(key));
  }
}

function byPartition<Key extends RowKey>(rows: readonly Key[]): Key[][] {
  const partitions = new Map<string, Map<string, Key>>();
  for (const row of rows) {
    const partition = partitions.get(row.partitionKey) ?? new Map<string, Key>();
    partitions.set(row.partitionKey, partition.set(row.rowKey, row));
  }
  return [...partitions.values()].flatMap((partition) => chunks([...partition.values()]));
}

function chunks<Item>(items: readonly Item[]): Item[][] {
  const result: Item[][] = [];
  for (let start = 0; start < items.length; start += TRANSACTION_SIZE) {
    result.push(items.slice(start, start + TRANSACTION_SIZE));
  }
  return result;
}
