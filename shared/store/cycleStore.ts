import { odata } from '@azure/data-tables';
import { ConcurrencyError } from '../errors/storeErrors.ts';
import type { ObjectKind } from '../model/change.ts';
import type { Cycle, CycleResult } from '../model/job.ts';
import type { CycleStore } from '../ports/stores.ts';
import { deleteAll, putAll } from './batches.ts';
import { jsonColumns, readJson } from './jsonColumns.ts';
import type { Row, RowKey, TableAction } from './table.ts';
import type { Tables } from './tableClients.ts';
import { encodeKey, entraId, newestFirst, pairKey, pairOf } from './tableKeys.ts';

/**
 * Table `cycles` holds three things:
 * - records, partition `cycles`: `id~<cycle>` and, for the newest first, `at~<inverted start>~<cycle>`; JSON in `cycle…`
 * - objects, partition `<cycle>~<2 hex digits>`: `expected~<kind>~<id>`, and `settled~<kind>~<id>` with the result.
 *   Both only ever appear, so that no order of repeated calls can count an object twice or reopen it
 * - counters, partition `counters~<cycle>`: a row per instance
 */
export interface CycleRow {
  readonly result?: CycleResult;
}

export interface CounterRow {
  readonly done?: number;
  readonly failed?: number;
  readonly skipped?: number;
}

const RECORDS = 'cycles';

/** Cycles in table `cycles`. */
export function createCycleStore({ cycles }: Pick<Tables, 'cycles'>): CycleStore {
  return {
    async put(cycle) {
      const columns = jsonColumns('cycle', cycle);
      const started = newestFirst(new Date(cycle.startedAt));
      await putAll(cycles, [
        { partitionKey: RECORDS, rowKey: `id~${encodeKey(cycle.id)}`, ...columns },
        { partitionKey: RECORDS, rowKey: `at~${started}~${encodeKey(cycle.id)}`, ...columns },
      ]);
    },

    async read(cycleId) {
      const row = await cycles.read({ partitionKey: RECORDS, rowKey: `id~${encodeKey(cycleId)}` });
      return row && readJson<Cycle>(row, 'cycle');
    },

    async recent(count) {
      const filter = odata`PartitionKey eq ${RECORDS} and RowKey ge ${'at~'} and RowKey lt ${'at~a'}`;
      const recent: Cycle[] = [];
      for await (const page of cycles.pages(filter, { pageSize: count })) {
        recent.push(...page.flatMap((row) => readJson<Cycle>(row, 'cycle') ?? []));
        if (recent.length >= count) break;
      }
      return recent.slice(0, count);
    },

    expect: (cycleId, objects) =>
      putAll(
        cycles,
        objects.map(({ kind, id }) => objectRow(cycleId, 'expected', kind, id)),
      ),

    async *expected(cycleId) {
      const filter = odata`RowKey ge ${'expected~'} and RowKey lt ${'expected~~'}`;
      const select = ['PartitionKey', 'RowKey'];
      for await (const page of cycles.pages(`${objectsOf(cycleId)} and ${filter}`, { select })) {
        yield page.map(({ rowKey }) => pairOf(rowKey.slice('expected~'.length)));
      }
    },

    async settle(cycleId, kind, id, result) {
      const settlement: readonly TableAction[] = [
        // Fails when the object was never expected …
        ['update', objectRow(cycleId, 'expected', kind, id), 'Merge'],
        // … and this when it was settled before.
        ['create', withResult(objectRow(cycleId, 'settled', kind, id), result)],
      ];
      try {
        await cycles.transact(settlement);
        return true;
      } catch (error) {
        if (error instanceof ConcurrencyError) return false;
        throw error;
      }
    },

    async tally(cycleId) {
      const tally = { expected: 0, done: 0, failed: 0, skipped: 0 };
      for await (const page of cycles.pages(objectsOf(cycleId), { select: ['result'] })) {
        for (const { result } of page) tally[result ?? 'expected']++;
      }
      return { ...tally, open: tally.expected - tally.done - tally.failed - tally.skipped };
    },

    async clear(cycleId) {
      for (const range of [objectsOf(cycleId), countersOf(cycleId)]) {
        for await (const page of cycles.pages(range, { select: ['PartitionKey', 'RowKey'] })) {
          await deleteAll(cycles, page);
        }
      }
    },

    async putCounters(cycleId, instanceId, { done, failed, skipped }) {
      const key = { partitionKey: `counters~${encodeKey(cycleId)}`, rowKey: encodeKey(instanceId) };
      await cycles.put({ ...key, done, failed, skipped });
    },

    async counters(cycleId) {
      const sum = { done: 0, failed: 0, skipped: 0 };
      for (const { done = 0, failed = 0, skipped = 0 } of await cycles.all(countersOf(cycleId))) {
        sum.done += done;
        sum.failed += failed;
        sum.skipped += skipped;
      }
      return sum;
    },
  };
}

function objectRow(cycleId: string, state: 'expected' | 'settled', kind: ObjectKind, id: string): RowKey {
  return {
    partitionKey: `${encodeKey(cycleId)}~${entraId(id).slice(0, 2)}`,
    rowKey: `${state}~${pairKey(kind, id)}`,
  };
}

function withResult(row: RowKey, result: CycleResult): Row<CycleRow> {
  return { ...row, result };
}

function objectsOf(cycleId: string): string {
  const cycle = encodeKey(cycleId);
  return odata`PartitionKey ge ${`${cycle}~00`} and PartitionKey le ${`${cycle}~ff`}`;
}

function countersOf(cycleId: string): string {
  return odata`PartitionKey eq ${`counters~${encodeKey(cycleId)}`}`;
}
