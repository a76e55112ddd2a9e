import { odata } from '@azure/data-tables';
import { deleteAll } from './batches.ts';
import { hourOf, keyByObject, type LogRow } from './logRows.ts';
import type { StoredRow } from './table.ts';
import type { Tables } from './tableClients.ts';
import { newestFirst } from './tableKeys.ts';

/** Entries deleted in one run, at most: some hundred transactions, and one request for each entry by object. */
const MOST_DELETED = 20_000;

/**
 * Deletes entries that are older, the copy by object first, so that a run that ends early leaves a row by time from which the
 * next one knows both. Reads keys only; a transaction deletes up to a hundred entries of an hour.
 */
export async function pruneLog(
  before: Date,
  { provisioningLogs, provisioningLogsByObject }: Pick<Tables, 'provisioningLogs' | 'provisioningLogsByObject'>,
): Promise<{ deleted: number; isMore: boolean }> {
  const filter = odata`PartitionKey ge ${hourOf(before)} and RowKey gt ${`${newestFirst(before)}~~`}`;
  let deleted = 0;
  for await (const page of provisioningLogs.pages(filter, { select: ['PartitionKey', 'RowKey', 'sourceId'] })) {
    await deleteAll(provisioningLogsByObject, page.map(byObject));
    await deleteAll(provisioningLogs, page);
    deleted += page.length;
    if (deleted >= MOST_DELETED) return { deleted, isMore: true };
  }
  return { deleted, isMore: false };
}

function byObject({ sourceId, rowKey }: StoredRow<LogRow>) {
  return keyByObject(sourceId, rowKey);
}
