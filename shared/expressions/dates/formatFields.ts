import { indexOfName, MONTHS, shortName, WEEKDAYS } from './dateNames.ts';
import { offsetOf, type ParsedDate } from './resolveDate.ts';
import type { TextCursor } from './textCursor.ts';

/** What the fields of a format give. */
export interface FieldValues extends ParsedDate {
  /** The year has two digits. */
  shortYear?: true;
  /** The hour is that of a 12-hour clock. */
  twelveHours?: true;
  isAfternoon?: boolean;
}

/** Reads what a letter, so many times repeated, stands for. Throws DateError when the text does not follow. */
type FieldReader = (cursor: TextCursor, count: number) => FieldValues;

/** By the letter of a field (custom-date-and-time-format-strings). */
export const FIELD_READERS: ReadonlyMap<string, FieldReader> = new Map<string, FieldReader>([
  ['y', readYear],
  ['M', readMonth],
  ['d', readDay],
  ['H', (cursor, count) => ({ hour: readClock(cursor, count) })],
  ['h', (cursor, count) => ({ hour: readClock(cursor, count), twelveHours: true })],
  ['m', (cursor, count) => ({ minute: readClock(cursor, count) })],
  ['s', (cursor, count) => ({ second: readClock(cursor, count) })],
  ['f', (cursor, count) => readDecimals(cursor, count, count)],
  ['F', (cursor, count) => readDecimals(cursor, 0, count)],
  ['.F', (cursor, count) => (cursor.take(/\./uy) ? readDecimals(cursor, 0, count) : {})],
  ['t', (cursor, count) => ({ isAfternoon: /^P/iu.test(cursor.require(count === 1 ? /[AP]/iuy : /[AP]M/iuy)[0]) })],
  ['z', readOffset],
  ['K', readKind],
  ['Z', (cursor) => readUniversal(cursor, /GMT|Z/iuy)],
  ['GMT', (cursor) => readUniversal(cursor, /GMT/uy)],
  ['g', readEra],
]);

function readYear(cursor: TextCursor, count: number): FieldValues {
  const year = readNumber(cursor, count);
  return count <= 2 ? { year, shortYear: true } : { year };
}

function readMonth(cursor: TextCursor, count: number): FieldValues {
  return { month: count <= 2 ? readNumber(cursor, count) : readName(cursor, count, MONTHS) + 1 };
}

function readDay(cursor: TextCursor, count: number): FieldValues {
  return count <= 2 ? { day: readNumber(cursor, count) } : { weekday: readName(cursor, count, WEEKDAYS) };
}

function readClock(cursor: TextCursor, count: number): number {
  return readNumber(cursor, Math.min(count, 2));
}

function readDecimals(cursor: TextCursor, least: number, most: number): FieldValues {
  return { fraction: Number(cursor.require(digits(least, most))[0].padEnd(7, '0')) };
}

const OFFSETS = [/([+-])(\d{1,2})/uy, /([+-])(\d{2})/uy];
const LONG_OFFSET = /([+-])(\d{1,2}):?(\d{2})/uy;

function readOffset(cursor: TextCursor, count: number): FieldValues {
  const [, sign, hours, minutes] = cursor.require(OFFSETS[count - 1] ?? LONG_OFFSET);
  return { offset: offsetOf(sign, hours, minutes) };
}

function readUniversal(cursor: TextCursor, pattern: RegExp): FieldValues {
  cursor.require(pattern);
  return { offset: 0, universal: true };
}

function readKind(cursor: TextCursor): FieldValues {
  if (cursor.take(/Z/uy)) return { offset: 0, universal: true };
  return cursor.take(/(?=[+-])/uy) ? readOffset(cursor, 3) : {};
}

function readEra(cursor: TextCursor): FieldValues {
  cursor.require(/A\.D\.|AD/iuy);
  return {};
}

/** One letter takes one or two digits, several take exactly as many. */
function readNumber(cursor: TextCursor, count: number): number {
  return Number(cursor.require(count === 1 ? digits(1, 2) : digits(count, count))[0]);
}

function readName(cursor: TextCursor, count: number, names: readonly string[]): number {
  const candidates = count === 3 ? names.map(shortName) : names;
  return indexOfName(names, cursor.require(new RegExp(candidates.join('|'), 'iuy'))[0]);
}

function digits(least: number, most: number): RegExp {
  return new RegExp(`\\d{${least},${most}}`, 'uy');
}
