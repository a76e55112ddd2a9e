import { odata } from '@azure/data-tables';
import type { Escrow, EscrowStore, Failure } from '../ports/stores.ts';
import { cutText } from './cutText.ts';
import type { StoredRow } from './table.ts';
import type { Tables } from './tableClients.ts';
import { kindRange, objectKey, objectOf } from './tableKeys.ts';

/** Row of table `escrows`, key: kind + 2 hex digits / Entra id. */
export interface EscrowRow {
  readonly code: string;
  readonly reason: string;
  readonly attempts: number;
  readonly nextAttemptAt: Date;
  /** Missing: no failure. */
  readonly since?: string;
  readonly failedAt?: string;
  readonly isLinked?: boolean;
  readonly displayName?: string;
  readonly userPrincipalName?: string;
}

const LONGEST_REASON = 4_000;
const LONGEST_NAME = 1_000;

/** Failing objects in table `escrows`. The table is as small as the number of failures, so that `due` may scan it. */
export function createEscrowStore({ escrows }: Pick<Tables, 'escrows'>): EscrowStore {
  return {
    async read(kind, id) {
      const row = await escrows.read(objectKey(kind, id));
      return row && toEscrow(row);
    },

    async put({ kind, id, code, reason, attempts, nextAttemptAt, failure }) {
      await escrows.put({
        ...objectKey(kind, id),
        code,
        reason: cutText(reason, LONGEST_REASON),
        attempts,
        nextAttemptAt: new Date(nextAttemptAt),
        ...(failure ? failureColumns(failure) : {}),
      });
    },

    remove: (kind, id) => escrows.delete(objectKey(kind, id)),

    async *due(now) {
      for await (const page of escrows.pages(odata`nextAttemptAt le ${now}`)) yield page.map(toEscrow);
    },

    async *list(after) {
      for (const kind of ['user', 'group'] as const) {
        if (after?.kind === 'group' && kind === 'user') continue;
        // Within a kind the ids are in the order of the partitions, which begin with their first digits.
        const rest = after?.kind === kind ? odata` and RowKey gt ${objectKey(kind, after.id).rowKey}` : '';
        for await (const page of escrows.pages(kindRange(kind) + rest)) yield page.map(toEscrow);
      }
    },
  };
}

function toEscrow(row: StoredRow<EscrowRow>): Escrow {
  const { code, reason, attempts, nextAttemptAt } = row;
  const failure = failureOf(row);
  const known = { ...objectOf(row), code, reason, attempts, nextAttemptAt: nextAttemptAt.toISOString() };
  return failure ? { ...known, failure } : known;
}

function failureColumns({ since, failedAt, isLinked, displayName, userPrincipalName }: Failure): Partial<EscrowRow> {
  return {
    ...{ since, failedAt, isLinked },
    ...(displayName === null ? {} : { displayName: cutText(displayName, LONGEST_NAME) }),
    ...(userPrincipalName === null ? {} : { userPrincipalName: cutText(userPrincipalName, LONGEST_NAME) }),
  };
}

function failureOf(row: EscrowRow): Failure | undefined {
  const { since, failedAt, isLinked = false, displayName = null, userPrincipalName = null } = row;
  if (since === undefined || failedAt === undefined) return undefined;
  return { since, failedAt, isLinked, displayName, userPrincipalName };
}
