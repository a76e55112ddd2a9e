import { odata } from '@azure/data-tables';
import { ProvisioningError } from '../errors/provisioningError.ts';
import type { LogQuery } from '../ports/provisioningLog.ts';
import { hourOf, timeOfRowKey } from './logRows.ts';
import { encodeKey, newestFirst } from './tableKeys.ts';

type Range = Pick<LogQuery, 'sourceId' | 'from' | 'to' | 'next' | 'after'>;

const PLACE = /^\d{13}~[\w.-]{1,64}$/;
const DAY_MS = 86_400_000;
/** Who asks for what is new looks again so far back: an entry is written a little after the time that its key holds. */
const OVERLAP_MS = 10_000;
/** How far back the log is searched at first, and how much further where that was not enough. */
const WINDOWS_DAYS = [1, 7, 30];

/** Filter for one object's part of the log. Throws ProvisioningError `invalid` (`MalformedCursor`). */
export function objectRange(sourceId: string, range: Range): string {
  return [odata`PartitionKey eq ${encodeKey(sourceId)}`, ...rowLimits(range)].join(' and ');
}

/**
 * Filters for the log by time, the newest part first. Most answers are found in the last day, and a service that sorts what it
 * has found before it cuts a page (as Azurite does) must not be asked for a million entries. Throws as `objectRange`.
 */
export function timeRanges(range: Range, now: Date): readonly string[] {
  const { to, next } = range;
  const limits = rowLimits(range);
  const start = next === undefined ? to : timeOfRowKey(next);
  const oldest = oldestOf(range)?.getTime() ?? 0;
  const newest = start?.getTime() ?? now.getTime();

  const filters: string[] = [];
  // An entry may be newer than this instance's clock says.
  let first = start === undefined ? '0' : hourOf(start);
  for (const days of WINDOWS_DAYS) {
    const end = newest - days * DAY_MS;
    if (end <= oldest) break;
    const last = hourOf(new Date(end));
    filters.push([odata`PartitionKey ge ${first} and PartitionKey lt ${last}`, ...limits].join(' and '));
    first = last;
  }
  const last = oldest === 0 ? '9999999999' : hourOf(new Date(oldest));
  return [...filters, [odata`PartitionKey ge ${first} and PartitionKey le ${last}`, ...limits].join(' and ')];
}

/** Row keys rise with the partitions, so that the same limits hold in all of them. */
function rowLimits(range: Range): readonly string[] {
  const { to, next } = range;
  const lowest = placeOf(next) ?? (to && newestFirst(to));
  const oldest = oldestOf(range);
  return [
    ...(lowest === undefined ? [] : [odata`RowKey ge ${lowest}`]),
    // `~` comes after every character of an id.
    ...(oldest === undefined ? [] : [odata`RowKey le ${`${newestFirst(oldest)}~~`}`]),
  ];
}

/** Where the range ends: at `from`, or a little before the place that was seen last. */
function oldestOf({ from, after }: Range): Date | undefined {
  const seen = placeOf(after);
  if (seen === undefined) return from;
  const again = new Date(timeOfRowKey(seen).getTime() - OVERLAP_MS);
  return from && from > again ? from : again;
}

function placeOf(cursor: string | undefined): string | undefined {
  if (cursor === undefined || PLACE.test(cursor)) return cursor;
  const message = 'A place in the log is what an earlier answer gave as "next" or "newest".';
  throw new ProvisioningError('invalid', 'MalformedCursor', message);
}
