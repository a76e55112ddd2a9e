import { odata } from '@azure/data-tables';
import { compileLogFilter } from '../model/logFilter.ts';
import { logTimeOf } from '../model/logId.ts';
import type { LogSummary } from '../model/logSummary.ts';
import type { LogPage, LogQuery, ProvisioningLog } from '../ports/provisioningLog.ts';
import { objectRange, timeRanges } from './logRanges.ts';
import {
  keyByObject,
  keyByTime,
  type LogRow,
  SUMMARY_COLUMNS,
  timeOfRowKey,
  toLogRow,
  toRecord,
  toSummary,
} from './logRows.ts';
import { pruneLog } from './pruneLog.ts';
import type { StoredRow } from './table.ts';
import type { Tables } from './tableClients.ts';
import { encodeKey } from './tableKeys.ts';

/** Rows that the table service gives at once, at most. */
const LARGEST_PAGE = 1_000;
/** Entries that one call looks at, at most: such a page but for the row that tells where to go on. So it answers at once, found or not. */
const MOST_LOOKED_AT = LARGEST_PAGE - 1;

/**
 * The log in tables `provisioningLogs` (key: hour counted down / inverted ms `~` id) and `provisioningLogsByObject` (key: Entra
 * id / same), so that both a time and a person are looked up by key, newest first. Since the row keys of the first table rise
 * with its partitions, a place in the log is a row key and nothing else, and hours without entries cost nothing.
 */
export function createProvisioningLog(
  tables: Pick<Tables, 'provisioningLogs' | 'provisioningLogsByObject'>,
  now: () => Date = () => new Date(),
): ProvisioningLog {
  async function* rowsOf(query: LogQuery, pageSize: number, select: readonly string[] | undefined) {
    const options = { pageSize, ...(select && { select }) };
    if (query.sourceId !== undefined) {
      const filter = objectRange(query.sourceId, query);
      for await (const page of tables.provisioningLogsByObject.pages(filter, options)) yield* page;
      return;
    }
    for (const filter of timeRanges(query, now())) {
      for await (const page of tables.provisioningLogs.pages(filter, options)) yield* page;
    }
  }

  async function list<Entry extends LogSummary>(
    query: LogQuery,
    show: (row: StoredRow<LogRow>) => Entry,
    select?: readonly string[],
  ): Promise<LogPage<Entry>> {
    const { filter, limit } = query;
    const isWanted = compileLogFilter(filter);
    const isFiltered = Object.values(filter).some((value) => value !== undefined);
    const pageSize = isFiltered ? LARGEST_PAGE : Math.min(LARGEST_PAGE, limit + 1);
    const items: Entry[] = [];
    let lookedAt = 0;
    let newest: string | null = null;
    for await (const row of rowsOf(query, pageSize, select)) {
      if (items.length >= limit || lookedAt >= MOST_LOOKED_AT) return { items, newest, ...stoppedBefore(row) };
      newest ??= row.rowKey;
      lookedAt += 1;
      const entry = show(row);
      if (isWanted(entry)) items.push(entry);
    }
    return { items, newest, scannedUntil: null, next: null };
  }

  return {
    async append(entry) {
      const columns = toLogRow(entry);
      const key = keyByTime(entry);
      // `put`, not insert: a write repeated after a lost answer is the same entry.
      await Promise.all([
        tables.provisioningLogs.put({ ...key, ...columns }),
        tables.provisioningLogsByObject.put({ ...keyByObject(entry.sourceId, key.rowKey), ...columns }),
      ]);
    },

    list: (query) => list(query, toSummary, SUMMARY_COLUMNS),
    listWhole: (query) => list(query, toRecord),

    async read(id) {
      const at = logTimeOf(id);
      const row = at && (await tables.provisioningLogs.read(keyByTime({ at, id })));
      return row && toRecord(row);
    },

    async newestOf(sourceId) {
      const filter = odata`PartitionKey eq ${encodeKey(sourceId)}`;
      const pages = tables.provisioningLogsByObject.pages(filter, { pageSize: 1, select: SUMMARY_COLUMNS });
      for await (const [row] of pages) if (row) return toSummary(row);
      return undefined;
    },

    prune: (before) => pruneLog(before, tables),
  };
}

/** The first row that was not looked at is where the next page begins. */
function stoppedBefore({ rowKey }: StoredRow<LogRow>): Pick<LogPage, 'scannedUntil' | 'next'> {
  return { scannedUntil: timeOfRowKey(rowKey).toISOString(), next: rowKey };
}
