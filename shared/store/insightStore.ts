import { odata } from '@azure/data-tables';
import { addTallies, EMPTY_TALLY, type Tally } from '../model/tally.ts';
import type { InsightStore } from '../ports/insightStore.ts';
import { deleteAll } from './batches.ts';
import { jsonColumns, readJson } from './jsonColumns.ts';
import type { StoredRow, TableAction } from './table.ts';
import type { Tables } from './tableClients.ts';
import { encodeKey } from './tableKeys.ts';

/** Row of table `insights`, key: day / instance, or `all` for a day that was compacted. JSON in columns `tally…`. */
export type InsightRow = object;

/** Instances have ids with hyphens, so none is called that. */
const COMPACTED = 'all';
const TRANSACTION_SIZE = 100;

/** Daily counts in table `insights`. */
export function createInsightStore({ insights }: Pick<Tables, 'insights'>): InsightStore {
  const rowsOf = (day: string) => insights.all(odata`PartitionKey eq ${day}`);
  return {
    put: async (day, instanceId, tally) => {
      await insights.put({ partitionKey: day, rowKey: encodeKey(instanceId), ...jsonColumns('tally', tally) });
    },

    async read(from, to) {
      const days = new Map<string, Tally>();
      for await (const page of insights.pages(odata`PartitionKey ge ${from} and PartitionKey le ${to}`)) {
        for (const row of page) {
          days.set(row.partitionKey, addTallies(days.get(row.partitionKey) ?? EMPTY_TALLY, tallyIn(row)));
        }
      }
      return days;
    },

    async compact(day) {
      for (;;) {
        const rows = await rowsOf(day);
        const parts = rows.filter(({ rowKey }) => rowKey !== COMPACTED).slice(0, TRANSACTION_SIZE - 1);
        if (parts.length === 0) return;
        const compacted = rows.find(({ rowKey }) => rowKey === COMPACTED);
        const sum = [...(compacted ? [compacted] : []), ...parts].map(tallyIn).reduce(addTallies, EMPTY_TALLY);
        // One transaction, so that nothing is counted twice or lost, wherever this ends.
        const gone = parts.map(({ partitionKey, rowKey }): TableAction => ['delete', { partitionKey, rowKey }]);
        const all = { partitionKey: day, rowKey: COMPACTED, ...jsonColumns('tally', sum) };
        await insights.transact([['upsert', all, 'Replace'], ...gone]);
      }
    },

    async prune(before) {
      for await (const page of insights.pages(odata`PartitionKey lt ${before}`, {
        select: ['PartitionKey', 'RowKey'],
      })) {
        await deleteAll(insights, page);
      }
    },
  };
}

function tallyIn(row: StoredRow<InsightRow>): Tally {
  return readJson<Tally>(row, 'tally') ?? EMPTY_TALLY;
}
