import { odata } from '@azure/data-tables';
import type { AppRole, ScopeRow } from '../model/source.ts';
import type { ScopeStore } from '../ports/stores.ts';
import { deleteAll, putAll } from './batches.ts';
import { jsonColumns, readColumns } from './jsonColumns.ts';
import type { RowKey, StoredRow, Table } from './table.ts';
import type { Tables } from './tableClients.ts';
import { entraId, kindRange, objectKey, pairKey, partitionOf } from './tableKeys.ts';

/**
 * Row of table `scope`; JSON column `roles…` beside these. Two kinds of row:
 * by object, key: kind + 2 hex digits / `<Entra id>~<principal>`; and the ledger, key: `ledger-<principal>` / `<kind>~<Entra id>`.
 */
export interface ScopeColumns {
  readonly kind: ScopeRow['kind'];
  readonly sourceId: string;
  readonly principalId: string;
}

/** Scope rows and their ledger in table `scope`. */
export function createScopeStore({ scope }: Pick<Tables, 'scope'>): ScopeStore {
  return {
    async rowsOf(kind, sourceId) {
      const id = entraId(sourceId);
      // A principal is a GUID, so `~g` lies behind every row of the object.
      const range = odata`PartitionKey eq ${partitionOf(kind, id)} and RowKey ge ${`${id}~`} and RowKey lt ${`${id}~g`}`;
      return (await scope.all(range)).map((row) => toScopeRow(row));
    },

    list: (kind) => rowsIn(scope, kindRange(kind)),
    put: (rows) =>
      putAll(
        scope,
        rows.map((row) => ({ ...keyByObject(row), ...columnsOf(row) })),
      ),
    remove: (rows) => deleteAll(scope, rows.map(keyByObject)),
    ledger: (principal) => rowsIn(scope, odata`PartitionKey eq ${ledgerPartition(principal)}`),

    async acknowledge(put, removed) {
      await putAll(
        scope,
        put.map((row) => ({ ...keyInLedger(row), ...columnsOf(row) })),
      );
      await deleteAll(scope, removed.map(keyInLedger));
    },
  };
}

async function* rowsIn(table: Table<ScopeColumns>, filter: string): AsyncGenerator<readonly ScopeRow[]> {
  // Most rows hold the very roles that others do, which are parsed and kept once.
  const known = new Map<string, readonly AppRole[]>();
  for await (const page of table.pages(filter)) yield page.map((row) => toScopeRow(row, known));
}

function keyByObject({ kind, sourceId, principalId }: ScopeRow): RowKey {
  const { partitionKey, rowKey } = objectKey(kind, sourceId);
  return { partitionKey, rowKey: `${rowKey}~${entraId(principalId)}` };
}

function keyInLedger(row: ScopeRow): RowKey {
  return { partitionKey: ledgerPartition(ledgerOf(row)), rowKey: pairKey(row.kind, row.sourceId) };
}

/** The ledger that a row belongs to: its group's, or that of objects assigned themselves. */
function ledgerOf({ kind, sourceId, principalId }: ScopeRow): string {
  return sourceId.toLowerCase() === principalId.toLowerCase() ? `direct-${kind}` : principalId;
}

function ledgerPartition(principal: string): string {
  const isDirect = principal === 'direct-user' || principal === 'direct-group';
  return `ledger-${isDirect ? principal : entraId(principal)}`;
}

function columnsOf({ kind, sourceId, principalId, roles }: ScopeRow): ScopeColumns {
  return { kind, sourceId: entraId(sourceId), principalId: entraId(principalId), ...jsonColumns('roles', roles) };
}

function toScopeRow(row: StoredRow<ScopeColumns>, known: Map<string, readonly AppRole[]> = new Map()): ScopeRow {
  const { kind, sourceId, principalId } = row;
  const text = readColumns(row, 'roles');
  const roles = known.get(text) ?? (text === '' ? [] : (JSON.parse(text) as readonly AppRole[]));
  known.set(text, roles);
  return { kind, sourceId, principalId, roles };
}
