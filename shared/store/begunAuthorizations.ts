import { odata } from '@azure/data-tables';
import { ConcurrencyError } from '../errors/storeErrors.ts';
import type { BegunAuthorizations } from '../ports/slackAuthorization.ts';
import { deleteAll } from './batches.ts';
import { cutText } from './cutText.ts';
import type { RowKey } from './table.ts';
import type { Tables } from './tableClients.ts';
import { encodeKey } from './tableKeys.ts';

const PARTITION = 'slackAuthorization';
const LONGEST_NAME = 1_000;

/** Authorisations in table `requests`, key: `slackAuthorization` / id. A taken one stays, marked, until it is pruned. */
export function createBegunAuthorizations({ requests }: Pick<Tables, 'requests'>): BegunAuthorizations {
  return {
    async put(id, startedBy, at) {
      await requests.put({ ...keyOf(id), requestedAt: at, startedBy: cutText(startedBy, LONGEST_NAME) });
    },

    async take(id) {
      const row = await requests.read(keyOf(id));
      if (!row || row.isTaken) return undefined;
      const { requestedAt, startedBy = '' } = row;
      try {
        await requests.replace({ ...keyOf(id), requestedAt, startedBy, isTaken: true }, row.etag);
        return { startedBy };
      } catch (error) {
        if (error instanceof ConcurrencyError) return undefined;
        throw error;
      }
    },

    async prune(before) {
      const filter = odata`PartitionKey eq ${PARTITION} and requestedAt lt ${before}`;
      for await (const page of requests.pages(filter, { select: ['PartitionKey', 'RowKey'] })) {
        await deleteAll(requests, page);
      }
    },
  };
}

function keyOf(id: string): RowKey {
  return { partitionKey: PARTITION, rowKey: encodeKey(id) };
}
