import { odata } from '@azure/data-tables';
import type { OnDemandRequest } from '../model/onDemand.ts';
import type { OnDemandStore } from '../ports/onDemandStore.ts';
import { deleteAll } from './batches.ts';
import { jsonColumns, readJson } from './jsonColumns.ts';
import { capDetails } from './logDetails.ts';
import type { RowKey } from './table.ts';
import type { Tables } from './tableClients.ts';
import { encodeKey } from './tableKeys.ts';

/**
 * Row of table `requests`. Key of a request on demand: `onDemand` / request id, its JSON in columns `request…`; of an
 * authorisation see `begunAuthorizations.ts`.
 */
export interface RequestRow {
  readonly requestedAt: Date;
  readonly startedBy?: string;
  readonly isTaken?: boolean;
}

const PARTITION = 'onDemand';

/** Requests in table `requests`. */
export function createOnDemandStore({ requests }: Pick<Tables, 'requests'>): OnDemandStore {
  return {
    async put(request) {
      const { steps, modifiedProperties } = request;
      const columns = jsonColumns('request', { ...request, ...capDetails({ steps, modifiedProperties }) });
      await requests.put({ ...keyOf(request.requestId), requestedAt: new Date(request.requestedAt), ...columns });
    },

    async read(requestId) {
      const row = await requests.read(keyOf(requestId));
      return row && readJson<OnDemandRequest>(row, 'request');
    },

    async prune(before) {
      const filter = odata`PartitionKey eq ${PARTITION} and requestedAt lt ${before}`;
      for await (const page of requests.pages(filter, { select: ['PartitionKey', 'RowKey'] })) {
        await deleteAll(requests, page);
      }
    },
  };
}

function keyOf(requestId: string): RowKey {
  return { partitionKey: PARTITION, rowKey: encodeKey(requestId) };
}
