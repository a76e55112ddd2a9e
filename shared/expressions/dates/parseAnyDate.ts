import { DateError } from './dateError.ts';
import { indexOfName, MONTHS, shortName, WEEKDAYS } from './dateNames.ts';
import type { DateTimeStyles } from './dateTimeStyles.ts';
import { offsetOf, type ParsedDate, resolveDate } from './resolveDate.ts';
import { fullYear } from './twoDigitYear.ts';

const WEEKDAY = String.raw`(?:(?<weekday>${anyOf(WEEKDAYS)})\s*,?\s*)?`;
const MONTH = `(?<name>${anyOf(MONTHS)})`;
const SEPARATOR = String.raw`\s*[-/.]\s*`;
/** Around a month's name: `16-Mar-2020`, `16. Mar 2020`, `16Mar2020`. */
const LOOSE = String.raw`\s*[-/.,]?\s*`;
/** Between two numbers: `Mar 16, 2020`. */
const APART = String.raw`(?:\s*[-/.,]\s*|\s+)`;

/** Numbers alone are read as in the US, with the month first. */
const DAYS = [
  String.raw`(?<year>\d{4})${SEPARATOR}(?<month>\d{1,2})${SEPARATOR}(?<day>\d{1,2})`,
  String.raw`(?<month>\d{1,2})${SEPARATOR}(?<day>\d{1,2})${SEPARATOR}(?<year>\d{1,4})`,
  String.raw`(?<day>\d{1,2})${LOOSE}${MONTH}${LOOSE}(?<year>\d{1,4})`,
  String.raw`${MONTH}${LOOSE}(?<day>\d{1,2})${APART}(?<year>\d{1,4})`,
  String.raw`(?<year>\d{4})${LOOSE}${MONTH}${LOOSE}(?<day>\d{1,2})`,
];

/** Months mean their first day; a time after them would be ambiguous. */
const WHOLE_MONTHS = [
  String.raw`(?<year>\d{4})${SEPARATOR}(?<month>\d{1,2})`,
  String.raw`(?<month>\d{1,2})${SEPARATOR}(?<year>\d{4})`,
  String.raw`${MONTH}${LOOSE}(?<year>\d{4})`,
  String.raw`(?<year>\d{4})${LOOSE}${MONTH}`,
];

const MINUTES = String.raw`:(?<minute>\d{1,2})(?::(?<second>\d{1,2})(?:[.,](?<decimals>\d+))?)?`;
const TIME = String.raw`(?<hour>\d{1,2})(?=:|\s*[AP]M)(?:${MINUTES})?(?:\s*(?<half>[AP])M)?`;
const ZONE = String.raw`(?:\s*(?:(?<utc>Z|GMT)|(?<sign>[+-])(?<zoneHours>\d{1,2})(?::?(?<zoneMinutes>\d{2}))?))?`;

const PATTERNS = [
  ...DAYS.flatMap((day) => [
    `${WEEKDAY}${day}${ZONE}`,
    String.raw`${WEEKDAY}${day}(?:\s*T|,?\s+)${TIME}${ZONE}`,
    String.raw`${TIME},?\s+${WEEKDAY}${day}${ZONE}`,
  ]),
  ...WHOLE_MONTHS,
].map((pattern) => new RegExp(`^${pattern}$`, 'iu'));

/** Longer than any date; keeps the patterns, which look back, from working long on texts that are none. */
const MAX_DATE_LENGTH = 100;

const ASSUME_UTC: DateTimeStyles = new Set(['AssumeUniversal', 'AdjustToUniversal']);

/**
 * Reads a date without knowing its format, as .NET's `DateTime.Parse` does in the invariant culture, in UTC unless it
 * says otherwise. Unlike .NET it takes no date without a year and no time without a date: those would mean
 * something else tomorrow.
 *
 * @returns ticks in UTC
 * @throws DateError
 */
export function parseAnyDate(text: string): bigint {
  const trimmed = text.trim();
  if (trimmed.length <= MAX_DATE_LENGTH) {
    for (const pattern of PATTERNS) {
      const groups = pattern.exec(trimmed)?.groups;
      if (groups) return resolveDate(toParsedDate(groups), ASSUME_UTC, new Date(0)).ticks;
    }
  }
  throw new DateError(
    'must be a date like 2020-03-16, 2020-03-16T09:30:00-07:00, 3/16/2020 9:30 AM or 16 Mar 2020; FormatDateTime makes one of others',
  );
}

function toParsedDate(groups: Readonly<Record<string, string | undefined>>): ParsedDate {
  const { weekday, year = '', name, day = '1', hour = '0', minute = '0', second = '0', decimals = '0' } = groups;
  const month = name === undefined ? Number(groups.month) : indexOfName(MONTHS, name) + 1;
  if (month > 12) throw new DateError('has a month beyond 12: numbers alone are read as month, day, year');
  return {
    ...(weekday === undefined ? {} : { weekday: indexOfName(WEEKDAYS, weekday) }),
    ...offsetIn(groups),
    year: year.length <= 2 ? fullYear(Number(year)) : Number(year),
    month,
    day: Number(day),
    hour: hourIn(Number(hour), groups.half?.toUpperCase()),
    minute: Number(minute),
    second: Number(second),
    fraction: Math.round(Number(`0.${decimals}`) * 1e7),
  };
}

function offsetIn({ utc, sign, zoneHours, zoneMinutes }: Readonly<Record<string, string | undefined>>): ParsedDate {
  if (utc !== undefined) return { offset: 0 };
  return zoneHours === undefined ? {} : { offset: offsetOf(sign, zoneHours, zoneMinutes) };
}

/** An hour beyond 12 may say PM as well (as in .NET), but not AM. */
function hourIn(hour: number, half: string | undefined): number {
  if (half === undefined || (half === 'P' && hour > 12)) return hour;
  if (hour > 12) throw new DateError('has an hour that is not AM as it says');
  return (hour % 12) + (half === 'P' ? 12 : 0);
}

/** A pattern for each name, spelled out or short. */
function anyOf(names: readonly string[]): string {
  return [...names, ...names.map(shortName)].join('|');
}
