import { ConcurrencyError } from '../errors/storeErrors.ts';
import type { ObjectKind } from '../model/change.ts';
import type { DirtyStore } from '../ports/stores.ts';
import { inParallel } from './batches.ts';
import type { Tables } from './tableClients.ts';
import { kindRange, objectKey, objectOf } from './tableKeys.ts';

/** Row of table `dirty`, key: kind + 2 hex digits / Entra id. The key says it all. */
export type DirtyRow = object;

/** An object as `list` gives it: the ETag tells `remove` which writing of the row it is about. */
interface ListedObject {
  readonly kind: ObjectKind;
  readonly id: string;
  readonly etag?: string;
}

/**
 * Objects that changed while nothing may be written, in table `dirty`.
 *
 * `remove` leaves a row alone that was put again since it was listed: that change came after the message which the caller
 * has sent for the earlier one, and only this row still tells of it. A transaction cannot delete by ETag with this SDK, so
 * rows are deleted one by one.
 */
export function createDirtyStore({ dirty }: Pick<Tables, 'dirty'>): DirtyStore {
  return {
    async put(kind, id) {
      await dirty.put(objectKey(kind, id));
    },

    async *list() {
      for (const kind of ['user', 'group'] as const) {
        for await (const page of dirty.pages(kindRange(kind))) {
          yield page.map((row): ListedObject => ({ ...objectOf(row), etag: row.etag }));
        }
      }
    },

    async remove(objects: readonly ListedObject[]) {
      await inParallel(objects, async ({ kind, id, etag }) => {
        try {
          await dirty.delete(objectKey(kind, id), etag);
        } catch (error) {
          if (!(error instanceof ConcurrencyError)) throw error;
        }
      });
    },
  };
}
