import { DateError } from './dateError.ts';
import {
  dayNumberOf,
  daysInMonth,
  fieldsOf,
  requireInRange,
  TICKS_PER_DAY,
  TICKS_PER_HOUR,
  TICKS_PER_MINUTE,
  TICKS_PER_SECOND,
  ticksOf,
} from './dateTime.ts';

export interface Interval {
  /** The date so many intervals later, or earlier. Throws DateError when it leaves the years 1 to 9999. */
  add(ticks: bigint, count: number): bigint;
  /** Number of the interval in which the ticks lie. */
  position(ticks: bigint): number;
}

const INTERVALS: ReadonlyMap<string, Interval> = new Map([
  ['yyyy', months(12)],
  ['q', months(3)],
  ['m', months(1)],
  ['ww', { ...fixed(7n * TICKS_PER_DAY), position: weekNumberOf }],
  ['d', fixed(TICKS_PER_DAY)],
  ['h', fixed(TICKS_PER_HOUR)],
  ['n', fixed(TICKS_PER_MINUTE)],
  ['s', fixed(TICKS_PER_SECOND)],
]);

/**
 * The intervals of VBA: yyyy, q, m, ww, d, h, n (minute) and s, in any case.
 *
 * @throws DateError for any other
 */
export function readInterval(text: string): Interval {
  const interval = INTERVALS.get(text.toLowerCase());
  if (interval) return interval;
  throw new DateError(
    'must be yyyy (year), q (quarter), m (month), ww (week), d (day), h (hour), n (minute) or s (second)',
  );
}

/**
 * How many boundaries of the interval lie between two dates, as VBA's DateDiff counts: from 31 December to 1 January
 * is a year, a month and a day; weeks begin on Sunday. Negative if the second date is earlier.
 */
export function countIntervals(interval: Interval, from: bigint, to: bigint): number {
  return interval.position(to) - interval.position(from);
}

function fixed(length: bigint): Interval {
  return {
    add: (ticks, count) => requireInRange(ticks + BigInt(count) * length),
    position: (ticks) => Number(ticks / length),
  };
}

/** A day that the month reached does not have becomes its last: a month after 31 January is 29 or 28 February. */
function months(length: number): Interval {
  const monthNumberOf = (ticks: bigint) => {
    const { year, month } = fieldsOf(ticks);
    return year * 12 + month - 1;
  };
  return {
    add: (ticks, count) => {
      const target = monthNumberOf(ticks) + count * length;
      const [year, month] = [Math.floor(target / 12), (((target % 12) + 12) % 12) + 1];
      if (year < 1 || year > 9999) throw new DateError('leads out of the years 1 to 9999');
      const fields = fieldsOf(ticks);
      return ticksOf({ ...fields, year, month, day: Math.min(fields.day, daysInMonth(year, month)) });
    },
    position: (ticks) => Math.floor(monthNumberOf(ticks) / length),
  };
}

function weekNumberOf(ticks: bigint): number {
  return Math.floor((dayNumberOf(ticks) + 1) / 7);
}
