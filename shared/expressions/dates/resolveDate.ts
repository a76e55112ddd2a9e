import { DateError } from './dateError.ts';
import {
  type DateTime,
  dayOfWeekOf,
  fieldsOf,
  requireInRange,
  TICKS_PER_DAY,
  TICKS_PER_MINUTE,
  ticksOf,
  ticksOfDate,
} from './dateTime.ts';
import type { DateTimeStyles } from './dateTimeStyles.ts';

/** What was read from a text. What did not stand there is left out. */
export interface ParsedDate {
  year?: number;
  month?: number;
  day?: number;
  /** 0 = Sunday. */
  weekday?: number;
  hour?: number;
  minute?: number;
  second?: number;
  /** 100-nanosecond ticks within the second. */
  fraction?: number;
  /** Minutes east of Greenwich. */
  offset?: number;
  /** The text says UTC by name. */
  universal?: true;
}

/** Minutes east of Greenwich. Throws DateError for more than 59 minutes. */
export function offsetOf(sign: string | undefined, hours: string | undefined, minutes = '0'): number {
  if (Number(minutes) > 59) throw new DateError('has an offset from UTC that does not exist');
  return (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
}

const FARTHEST_OFFSET = 14 * 60;

/**
 * Makes a date of its parts, by .NET's rules: without any date it is today (or 0001-01-01, by style), without a year
 * this year's, without month or day the first. An offset is applied; the result is in UTC.
 *
 * @throws DateError for a day that does not exist or has another weekday, and for offsets beyond 14 hours
 */
export function resolveDate(parsed: ParsedDate, styles: DateTimeStyles, now: Date): DateTime {
  const ticks = ticksOf({
    ...calendarDay(parsed, styles, now),
    hour: parsed.hour ?? 0,
    minute: parsed.minute ?? 0,
    second: parsed.second ?? 0,
    fraction: parsed.fraction ?? 0,
  });
  if (parsed.weekday !== undefined && parsed.weekday !== dayOfWeekOf(ticks)) {
    throw new DateError('names a day of the week that is not the one of its date');
  }
  if (parsed.offset === undefined) return { ticks, kind: kindWithoutOffset(styles) };
  const keepsUniversal = parsed.universal === true && styles.has('RoundtripKind');
  const kind = keepsUniversal || styles.has('AdjustToUniversal') ? 'utc' : 'local';
  return { ticks: withoutOffset(ticks, parsed.offset), kind };
}

function calendarDay(parsed: ParsedDate, styles: DateTimeStyles, now: Date) {
  const { year, month, day } = parsed;
  if (year !== undefined) return { year, month: month ?? 1, day: day ?? 1 };
  const today = fieldsOf(ticksOfDate(now));
  if (month !== undefined || day !== undefined) return { year: today.year, month: month ?? 1, day: day ?? 1 };
  return styles.has('NoCurrentDateDefault') ? { year: 1, month: 1, day: 1 } : today;
}

function kindWithoutOffset(styles: DateTimeStyles): DateTime['kind'] {
  if (!styles.has('AssumeLocal') && !styles.has('AssumeUniversal')) return 'unspecified';
  return styles.has('AdjustToUniversal') ? 'utc' : 'local';
}

/** On 0001-01-01, where a time without a date lies, an offset turns the clock and not the calendar (as in .NET). */
function withoutOffset(ticks: bigint, offset: number): bigint {
  if (Math.abs(offset) > FARTHEST_OFFSET) throw new DateError('has an offset from UTC of more than 14 hours');
  const universal = ticks - BigInt(offset) * TICKS_PER_MINUTE;
  return requireInRange(universal < 0n ? universal + TICKS_PER_DAY : universal);
}
