import { odata } from '@azure/data-tables';
import type { StagedDeletion } from '../model/deletion.ts';
import type { DeletionStore } from '../ports/stores.ts';
import { deleteAll, mergeAll, putAll } from './batches.ts';
import { cutText } from './cutText.ts';
import type { Row, StoredRow } from './table.ts';
import type { Tables } from './tableClients.ts';
import { kindRange, objectKey, objectOf } from './tableKeys.ts';

/** Row of table `deletions`, key: kind + 2 hex digits / Entra id. Missing columns are null. */
export interface DeletionRow {
  readonly slackId: string;
  readonly displayName?: string;
  readonly userPrincipalName?: string;
  readonly code: string;
  readonly reason: string;
  readonly stagedAt: string;
  readonly runId: string;
  readonly decision: StagedDeletion['decision'];
  readonly decidedAt?: string;
  readonly decidedBy?: string;
}

const LONGEST_TEXT = 4_000;

/** Staged deletions in table `deletions`. */
export function createDeletionStore({ deletions }: Pick<Tables, 'deletions'>): DeletionStore {
  return {
    async read(kind, id) {
      const row = await deletions.read(objectKey(kind, id));
      return row && toDeletion(row);
    },

    async *list({ decision, after } = {}) {
      for (const kind of ['user', 'group'] as const) {
        if (after?.kind === 'group' && kind === 'user') continue;
        const conditions = [
          kindRange(kind),
          // Within a kind the ids are in the order of the partitions, which begin with their first digits.
          ...(after?.kind === kind ? [odata`RowKey gt ${objectKey(kind, after.id).rowKey}`] : []),
          ...(decision ? [odata`decision eq ${decision}`] : []),
        ];
        for await (const page of deletions.pages(conditions.join(' and '))) yield page.map(toDeletion);
      }
    },

    put: (staged) => putAll(deletions, staged.map(toRow)),

    decide(objects, { decision, decidedAt, decidedBy }) {
      const columns = { decision, decidedAt: decidedAt ?? '', decidedBy: cutText(decidedBy ?? '', LONGEST_TEXT) };
      return mergeAll(
        deletions,
        objects.map(({ kind, id }) => ({ ...objectKey(kind, id), ...columns })),
      );
    },

    remove: (objects) =>
      deleteAll(
        deletions,
        objects.map(({ kind, id }) => objectKey(kind, id)),
      ),
  };
}

function toRow({ kind, id, ...rest }: StagedDeletion): Row<DeletionRow> {
  const { displayName, userPrincipalName, decidedAt, decidedBy, reason, ...known } = rest;
  const optional = Object.entries({ displayName, userPrincipalName, decidedAt, decidedBy }).filter(
    ([, text]) => text !== null,
  );
  const texts = optional.map(([name, text]) => [name, cutText(text ?? '', LONGEST_TEXT)]);
  return {
    ...objectKey(kind, id),
    ...known,
    reason: cutText(reason, LONGEST_TEXT),
    ...Object.fromEntries(texts),
  };
}

function toDeletion(row: StoredRow<DeletionRow>): StagedDeletion {
  const { slackId, code, reason, stagedAt, runId, decision } = row;
  return {
    ...objectOf(row),
    ...{ slackId, code, reason, stagedAt, runId, decision },
    displayName: row.displayName ?? null,
    userPrincipalName: row.userPrincipalName ?? null,
    decidedAt: row.decidedAt || null,
    decidedBy: row.decidedBy || null,
  };
}
