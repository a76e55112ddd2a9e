import type { LogEntry } from '../model/logEntry.ts';
import { type LogRecord, type LogSummary, recordOf, statusOf } from '../model/logSummary.ts';
import { cutText } from './cutText.ts';
import { jsonColumns, readJson } from './jsonColumns.ts';
import { capDetails, type LogDetails } from './logDetails.ts';
import type { Row, RowKey } from './table.ts';
import { encodeKey, newestFirst } from './tableKeys.ts';

/** Row of both log tables; JSON of steps and modified properties in columns `details…`. Missing columns are null or absent values. */
export interface LogRow {
  readonly id: string;
  readonly at: Date;
  readonly type: LogEntry['type'];
  readonly action: LogSummary['action'];
  readonly kind: LogEntry['kind'];
  readonly sourceId: string;
  readonly cause: LogEntry['cause'];
  readonly attempt: number;
  readonly durationMs: number;
  /** Names of the modified properties, separated by line breaks. */
  readonly changed?: string;
  readonly code?: string;
  readonly reason?: string;
  readonly slackId?: string;
  readonly displayName?: string;
  readonly userPrincipalName?: string;
  readonly mail?: string;
  readonly cycleId?: string;
}

/** What a list needs of a row; the details are most of it, and are left where they are. */
export const SUMMARY_COLUMNS = [
  ...['PartitionKey', 'RowKey', 'id', 'at', 'type', 'action', 'kind', 'sourceId', 'cause', 'attempt', 'durationMs'],
  ...['changed', 'code', 'reason', 'slackId', 'displayName', 'userPrincipalName', 'mail', 'cycleId'],
];

const LONGEST_TEXT = 4_000;

/** Hours counted down, so that ascending partitions show the newest first, like the rows in them. */
export function hourOf(time: Date): string {
  const hour = time.toISOString().slice(0, 13).replace(/\D/g, '');
  return String(9_999_999_999 - Number(hour)).padStart(10, '0');
}

/** Key of an entry inside its partition, and its place in the log as a whole: inverted milliseconds `~` id. */
export function logRowKey({ at, id }: Pick<LogEntry, 'at' | 'id'>): string {
  return `${newestFirst(at)}~${encodeKey(id)}`;
}

/** When the entry at this place was written. */
export function timeOfRowKey(rowKey: string): Date {
  return new Date(9_999_999_999_999 - Number(rowKey.slice(0, 13)));
}

export const keyByTime = (entry: Pick<LogEntry, 'at' | 'id'>): RowKey => ({
  partitionKey: hourOf(entry.at),
  rowKey: logRowKey(entry),
});

export const keyByObject = (sourceId: string, rowKey: string): RowKey => ({
  partitionKey: encodeKey(sourceId),
  rowKey,
});

/** The entry's columns, cut to what a row can hold. */
export function toLogRow(entry: LogEntry): LogRow {
  const { id, at, type, kind, sourceId, cause, attempt, durationMs } = entry;
  const { code, reason, slackId, displayName, userPrincipalName, mail, cycleId, steps, modifiedProperties } = entry;
  const { action, changed } = recordOf(entry);
  const texts = Object.entries({
    ...{ code, reason, slackId, displayName, userPrincipalName, mail, cycleId },
    ...(changed.length > 0 && { changed: changed.join('\n') }),
  }).flatMap(([name, text]) => (text === undefined || text === null ? [] : [[name, cutText(text, LONGEST_TEXT)]]));
  return {
    ...{ id, at, type, action, kind, sourceId, cause, attempt, durationMs },
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
    mail: row.mail ?? null,
    cycleId: row.cycleId ?? null,
    ...(code !== undefined && { code }),
    ...(reason !== undefined && { reason }),
    ...(slackId !== undefined && { slackId }),
  };
}

/** The entry whole, from a row whole. */
export function toRecord(row: Row<LogRow>): LogRecord {
  return recordOf(fromLogRow(row));
}

/** The entry without its details, from the columns of `SUMMARY_COLUMNS`. */
export function toSummary(row: Row<LogRow>): LogSummary {
  const { id, at, kind, sourceId, type, action, cause, attempt, durationMs } = row;
  return {
    ...{ id, at: at.toISOString(), kind, sourceId },
    displayName: row.displayName ?? null,
    userPrincipalName: row.userPrincipalName ?? null,
    mail: row.mail ?? null,
    ...{ outcome: type, status: statusOf(type), action },
    code: row.code ?? null,
    reason: row.reason ?? null,
    slackId: row.slackId ?? null,
    ...{ cause, attempt, cycleId: row.cycleId ?? null, durationMs },
    changed: row.changed?.split('\n') ?? [],
  };
}
