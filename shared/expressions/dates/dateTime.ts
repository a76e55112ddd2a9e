import { DateError } from './dateError.ts';

/**
 * A date with a time, as .NET's DateTime: 100-nanosecond ticks since 0001-01-01, in big integers because JavaScript's
 * numbers are exact only up to 2^53. The local time zone is UTC, as in Azure: `local` tells only how `K` is printed.
 */
export interface DateTime {
  readonly ticks: bigint;
  readonly kind: 'utc' | 'local' | 'unspecified';
}

export const TICKS_PER_SECOND = 10_000_000n;
export const TICKS_PER_MINUTE = 60n * TICKS_PER_SECOND;
export const TICKS_PER_HOUR = 60n * TICKS_PER_MINUTE;
export const TICKS_PER_DAY = 24n * TICKS_PER_HOUR;

const TICKS_PER_MILLISECOND = 10_000n;
const MILLISECONDS_PER_DAY = 86_400_000;

/** From 0001-01-01 to 1970-01-01, where JavaScript starts to count. */
const DAYS_BEFORE_1970 = 719_162;

/** Date and time on the calendar; month and day count from 1. */
export interface DateFields {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** 100-nanosecond ticks within the second. */
  readonly fraction: number;
}

/** Ticks from the calendar. Throws DateError for a day or a time that does not exist, such as 30 February or 24:00. */
export function ticksOf(fields: DateFields): bigint {
  const { year, month, day, hour, minute, second, fraction } = fields;
  if (year < 1 || year > 9999) throw new DateError('must lie in the years 1 to 9999');
  const exists = month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  if (!exists) throw new DateError('is a day that does not exist');
  if (hour > 23 || minute > 59 || second > 59) throw new DateError('has a time of day that does not exist');
  const seconds = BigInt((hour * 60 + minute) * 60 + second);
  return BigInt(daysBefore(year, month, day)) * TICKS_PER_DAY + seconds * TICKS_PER_SECOND + BigInt(fraction);
}

export function fieldsOf(ticks: bigint): DateFields {
  const date = new Date(Number(ticks / TICKS_PER_MILLISECOND) - DAYS_BEFORE_1970 * MILLISECONDS_PER_DAY);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    fraction: Number(ticks % TICKS_PER_SECOND),
  };
}

export function ticksOfDate(date: Date): bigint {
  return BigInt(date.getTime() + DAYS_BEFORE_1970 * MILLISECONDS_PER_DAY) * TICKS_PER_MILLISECOND;
}

/** @throws DateError for ticks outside of the years 1 to 9999 */
export function requireInRange(ticks: bigint): bigint {
  if (ticks >= 0n && ticks < END_OF_TIME) return ticks;
  throw new DateError('leads out of the years 1 to 9999');
}

/** Days since Monday, 0001-01-01. */
export function dayNumberOf(ticks: bigint): number {
  return Number(ticks / TICKS_PER_DAY);
}

/** 0 = Sunday. */
export function dayOfWeekOf(ticks: bigint): number {
  return (dayNumberOf(ticks) + 1) % 7;
}

export function daysInMonth(year: number, month: number): number {
  return new Date(utcMilliseconds(year, month + 1, 0)).getUTCDate();
}

function daysBefore(year: number, month: number, day: number): number {
  return utcMilliseconds(year, month, day) / MILLISECONDS_PER_DAY + DAYS_BEFORE_1970;
}

/** `Date.UTC` takes the years 0 to 99 for 1900 to 1999; this does not. */
function utcMilliseconds(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month - 1, day);
}

const END_OF_TIME = BigInt(daysBefore(10_000, 1, 1)) * TICKS_PER_DAY;
