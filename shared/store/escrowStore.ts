import { odata } from '@azure/data-tables';
import type { Escrow, EscrowStore } from '../ports/stores.ts';
import { cutText } from './cutText.ts';
import type { StoredRow } from './table.ts';
import type { Tables } from './tableClients.ts';
import { objectKey, objectOf } from './tableKeys.ts';

/** Row of table `escrows`, key: kind + 2 hex digits / Entra id. */
export interface EscrowRow {
  readonly code: string;
  readonly reason: string;
  readonly attempts: number;
  readonly nextAttemptAt: Date;
}

const LONGEST_REASON = 4_000;

/** Failing objects in table `escrows`. The table is as small as the number of failures, so that `due` may scan it. */
export function createEscrowStore({ escrows }: Pick<Tables, 'escrows'>): EscrowStore {
  return {
    async read(kind, id) {
      const row = await escrows.read(objectKey(kind, id));
      return row && toEscrow(row);
    },

    async put({ kind, id, code, reason, attempts, nextAttemptAt }) {
      await escrows.put({
        ...objectKey(kind, id),
        code,
        reason: cutText(reason, LONGEST_REASON),
        attempts,
        nextAttemptAt: new Date(nextAttemptAt),
      });
    },

    remove: (kind, id) => escrows.delete(objectKey(kind, id)),

    async *due(now) {
      for await (const page of escrows.pages(odata`nextAttemptAt le ${now}`)) yield page.map(toEscrow);
    },
  };
}

function toEscrow(row: StoredRow<EscrowRow>): Escrow {
  const { code, reason, attempts, nextAttemptAt } = row;
  return { ...objectOf(row), code, reason, attempts, nextAttemptAt: nextAttemptAt.toISOString() };
}
