import { odata } from '@azure/data-tables';
import type { ObjectKind } from '../model/change.ts';
import type { WaitingStore } from '../ports/stores.ts';
import { deleteAll, inParallel } from './batches.ts';
import type { Tables } from './tableClients.ts';
import { entraId, pairKey, pairOf } from './tableKeys.ts';

/** Row of table `waiting`, key: awaited Entra id / `<kind>~<Entra id>` of the waiter. The key says it all. */
export type WaiterRow = object;

/** Late references in table `waiting`. */
export function createWaitingStore({ waiting }: Pick<Tables, 'waiting'>): WaitingStore {
  async function add(awaitedId: string, { kind, id }: { readonly kind: ObjectKind; readonly id: string }) {
    await waiting.put({ partitionKey: entraId(awaitedId), rowKey: pairKey(kind, id) });
  }

  return {
    add,
    addAll: (awaitedIds, waiter) => inParallel(awaitedIds, (awaitedId) => add(awaitedId, waiter)),

    async of(awaitedId) {
      const rows = await waiting.all(odata`PartitionKey eq ${entraId(awaitedId)}`);
      return rows.map(({ rowKey }) => pairOf(rowKey));
    },

    async remove(awaitedId, waiters) {
      const partitionKey = entraId(awaitedId);
      await deleteAll(
        waiting,
        waiters.map(({ kind, id }) => ({ partitionKey, rowKey: pairKey(kind, id) })),
      );
    },
  };
}
