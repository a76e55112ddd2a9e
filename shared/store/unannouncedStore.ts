import { odata } from '@azure/data-tables';
import type { UnannouncedStore } from '../ports/stores.ts';
import { deleteAll } from './batches.ts';
import type { Tables } from './tableClients.ts';
import { objectKey } from './tableKeys.ts';

/** Row of table `unannounced`, key: kind + 2 hex digits / Entra id. */
export interface UnannouncedRow {
  readonly foundAt: Date;
}

/** Changes without a notification in table `unannounced`, which holds those of the last minutes only. */
export function createUnannouncedStore({ unannounced }: Pick<Tables, 'unannounced'>): UnannouncedStore {
  return {
    async put(kind, id, foundAt) {
      await unannounced.put({ ...objectKey(kind, id), foundAt });
    },

    remove: (kind, id) => unannounced.delete(objectKey(kind, id)),

    async take(before) {
      const rows = await unannounced.all(odata`foundAt lt ${before}`);
      await deleteAll(unannounced, rows);
      return rows.length;
    },
  };
}
