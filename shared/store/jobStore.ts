import { odata } from '@azure/data-tables';
import type { JobDocuments, JobKey } from '../model/job.ts';
import type { JobStore } from '../ports/stores.ts';
import { jsonColumns, readJson } from './jsonColumns.ts';
import type { RowKey } from './table.ts';
import type { Tables } from './tableClients.ts';

/** Row of table `job`, key: `job` / document key. Its JSON is in columns `value…`. */
export type JobRow = object;

const PARTITION = 'job';

/** The job's documents in table `job`. */
export function createJobStore({ job }: Pick<Tables, 'job'>): JobStore {
  return {
    async read<K extends JobKey>(key: K) {
      const row = await job.read(keyOf(key));
      const value = row && readJson<JobDocuments[K]>(row, 'value');
      return row && value && { value, etag: row.etag };
    },

    async readAll() {
      const rows = await job.all(odata`PartitionKey eq ${PARTITION}`);
      return Object.fromEntries(rows.map((row) => [row.rowKey, readJson(row, 'value')]));
    },

    async write(key, value, etag) {
      const row = { ...keyOf(key), ...jsonColumns('value', value) };
      if (etag === undefined) return job.put(row);
      return etag === null ? job.insert(row) : job.replace(row, etag);
    },

    remove: (key) => job.delete(keyOf(key)),
  };
}

function keyOf(key: JobKey): RowKey {
  return { partitionKey: PARTITION, rowKey: key };
}
