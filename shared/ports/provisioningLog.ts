import type { LogEntry } from '../model/logEntry.ts';
import type { LogFilter } from '../model/logFilter.ts';
import type { LogRecord, LogSummary } from '../model/logSummary.ts';

/** Where to look, and how far. Newest first. */
export interface LogQuery {
  readonly filter: LogFilter;
  /** Only this object's history, which is kept together. */
  readonly sourceId?: string;
  /** Time range, both ends included; absent: to the end of the log. */
  readonly from?: Date;
  readonly to?: Date;
  /** Go on from this place: `next` of the page before. */
  readonly next?: string;
  /** Only what is newer than this place (`newest` of an earlier answer), and once more the entries of the seconds before it. */
  readonly after?: string;
  /** Most entries in the answer. */
  readonly limit: number;
}

export interface LogPage<Entry = LogSummary> {
  readonly items: readonly Entry[];
  /** Down to when the log was looked at, ISO 8601; null when there is nothing more to look at. */
  readonly scannedUntil: string | null;
  /** Where to go on; null when there is nothing more to look at. */
  readonly next: string | null;
  /** For `after`: the place of the newest entry that was looked at; null when there was none. */
  readonly newest: string | null;
}

/** The provisioning log, written twice: by time and by object. */
export interface ProvisioningLog {
  append(entry: LogEntry): Promise<void>;
  /** Looks at a bounded number of entries; finds what fits among them. Throws ProvisioningError `invalid` (`MalformedCursor`). */
  list(query: LogQuery): Promise<LogPage>;
  /** The same with each entry whole. */
  listWhole(query: LogQuery): Promise<LogPage<LogRecord>>;
  /** One table operation. */
  read(id: string): Promise<LogRecord | undefined>;
  /** The newest entry about an object: one table operation. */
  newestOf(sourceId: string): Promise<LogSummary | undefined>;
  /** Deletes what is older, in bounded steps. @returns how many entries were deleted, and whether there are more */
  prune(before: Date): Promise<{ readonly deleted: number; readonly isMore: boolean }>;
}
