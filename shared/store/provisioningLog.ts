import type { LogEntry } from '../model/logEntry.ts';
import type { ProvisioningLog } from '../ports/stores.ts';
import { cutText } from './cutText.ts';
import { jsonColumns, readJson } from './jsonColumns.ts';
import { capDetails, type LogDetails } from './logDetails.ts';
import type { Row } from './table.ts';
import type { Tables } from './tableClients.ts';
import { encodeKey, newestFirst } from './tableKeys.ts';

/** Row of both log tables; JSON of steps and modified properties in columns `details…`. Missing columns are null or absent values. */
export interface LogRow {
  readonly id: string;
  readonly at: Date;
  readonly type: LogEntry['type'];
  readonly kind: LogEntry['kind'];
  readonly sourceId: string;
  readonly cause: LogEntry['cause'];
  readonly attempt: number;
  readonly durationMs: number;
  readonly code?: string;
  readonly reason?: string;
  readonly slackId?: string;
  readonly displayName?: string;
  readonly userPrincipalName?: string;
  readonly cycleId?: string;
}

const LONGEST_TEXT = 4_000;

/**
 * The log in tables `provisioningLogs` (key: hour `yyyyMMddHH` in UTC / inverted ms `~` id) and `provisioningLogsByObject`
 * (key: Entra id / same), so that both a time and a person are looked up by key, newest first.
 */
export function createProvisioningLog(
  tables: Pick<Tables, 'provisioningLogs' | 'provisioningLogsByObject'>,
): ProvisioningLog {
  return {
    async append(entry) {
      const columns = toLogRow(entry);
      const rowKey = `${newestFirst(entry.at)}~${encodeKey(entry.id)}`;
      // `put`, not insert: a write repeated after a lost answer is the same entry.
      await Promise.all([
        tables.provisioningLogs.put({ partitionKey: hourOf(entry.at), rowKey, ...columns }),
        tables.provisioningLogsByObject.put({ partitionKey: encodeKey(entry.sourceId), rowKey, ...columns }),
      ]);
    },
  };
}

/** Partition of table `provisioningLogs`: `yyyyMMddHH` in UTC. */
export function hourOf(time: Date): string {
  return time.toISOString().slice(0, 13).replace(/\D/g, '');
}

/** The entry's columns, cut to what a row can hold. */
export function toLogRow(entry: LogEntry): LogRow {
  const { id, at, type, kind, sourceId, cause, attempt, durationMs } = entry;
  const { code, reason, slackId, displayName, userPrincipalName, cycleId, steps, modifiedProperties } = entry;
  const texts = Object.entries({ code, reason, slackId, displayName, userPrincipalName, cycleId }).flatMap(
    ([name, text]) => (text === undefined || text === null ? [] : [[name, cutText(text, LONGEST_TEXT)]]),
  );
  return {
    ...{ id, at, type, kind, sourceId, cause, attempt, durationMs },
    ...Object.fromEntries(texts),
    ...jsonColumns('details', capDetails({ steps, modifiedProperties })),
  };
}

/** The entry that `toLogRow` wrote. */
export function fromLogRow(row: Row<LogRow>): LogEntry {
  const { id, at, type, kind, sourceId, cause, attempt, durationMs, code, reason, slackId } = row;
  const { steps, modifiedProperties } = readJson<LogDetails>(row, 'details') ?? { steps: [], modifiedProperties: [] };
  return {
    ...{ id, at, type, kind, sourceId, cause, attempt, durationMs, steps },
    // JSON has no `undefined`, which is what an unknown old value is.
    modifiedProperties: modifiedProperties.map((property) => ({ ...property, old: property.old })),
    displayName: row.displayName ?? null,
    userPrincipalName: row.userPrincipalName ?? null,
    cycleId: row.cycleId ?? null,
    ...(code !== undefined && { code }),
    ...(reason !== undefined && { reason }),
    ...(slackId !== undefined && { slackId }),
  };
}
