import { odata } from '@azure/data-tables';
import { ConcurrencyError } from '../errors/storeErrors.ts';
import type { DeadLetter, DeadLetterState } from '../model/deadLetter.ts';
import type { DeadLetterStore } from '../ports/stores.ts';
import { deleteAll, mergeAll } from './batches.ts';
import { cutText } from './cutText.ts';
import { jsonColumns, readJson } from './jsonColumns.ts';
import type { RowKey, StoredRow } from './table.ts';
import type { Tables } from './tableClients.ts';
import { encodeKey } from './tableKeys.ts';

/** Row of table `deadLetters`, key: `deadLetters` / id. What never changes is JSON in columns `message…`. */
export interface DeadLetterRow {
  readonly state: DeadLetterState;
  readonly settledAt?: string;
  readonly settledBy?: string;
}

type Message = Omit<DeadLetter, 'id' | 'state' | 'settledAt' | 'settledBy'>;

const PARTITION = 'deadLetters';
/** Far more than a message of ours has. */
const LONGEST_BODY = 30_000;

/** Dead letters in table `deadLetters`, which is as small as they are rare. */
export function createDeadLetterStore({ deadLetters }: Pick<Tables, 'deadLetters'>): DeadLetterStore {
  return {
    async add({ id, state, settledAt: _settledAt, settledBy: _settledBy, ...message }) {
      const columns = jsonColumns('message', { ...message, body: cutText(message.body, LONGEST_BODY) });
      try {
        await deadLetters.insert({ ...keyOf(id), state, ...columns });
      } catch (error) {
        if (!(error instanceof ConcurrencyError)) throw error;
      }
    },

    async *list({ state, after } = {}) {
      const conditions = [
        odata`PartitionKey eq ${PARTITION}`,
        ...(after === undefined ? [] : [odata`RowKey gt ${keyOf(after).rowKey}`]),
        ...(state ? [odata`state eq ${state}`] : []),
      ];
      for await (const page of deadLetters.pages(conditions.join(' and '))) yield page.flatMap(toDeadLetter);
    },

    settle: (ids, { state, settledAt, settledBy }) =>
      mergeAll(
        deadLetters,
        ids.map((id) => ({ ...keyOf(id), state, settledAt: settledAt ?? '', settledBy: settledBy ?? '' })),
      ),

    remove: (ids) => deleteAll(deadLetters, ids.map(keyOf)),
  };
}

function keyOf(id: string): RowKey {
  return { partitionKey: PARTITION, rowKey: encodeKey(id) };
}

function toDeadLetter(row: StoredRow<DeadLetterRow>): readonly DeadLetter[] {
  const message = readJson<Message>(row, 'message');
  if (!message) return [];
  const { rowKey: id, state, settledAt, settledBy } = row;
  return [{ id, ...message, state, settledAt: settledAt || null, settledBy: settledBy || null }];
}
