import { describe, expect, it } from 'vitest';
import { DateError } from '../../../shared/expressions/dates/dateError.ts';
import { readDateFormat } from '../../../shared/expressions/dates/dateFormat.ts';
import { readInterval } from '../../../shared/expressions/dates/dateIntervals.ts';
import { readDateTimeStyles } from '../../../shared/expressions/dates/dateTimeStyles.ts';
import { toFileTime } from '../../../shared/expressions/dates/fileTime.ts';
import { parseAnyDate } from '../../../shared/expressions/dates/parseAnyDate.ts';
import { parseExactDate } from '../../../shared/expressions/dates/parseExactDate.ts';
import { printDate } from '../../../shared/expressions/dates/printDate.ts';
import data from './datesDotNet.json' with { type: 'json' };

/** The day on which .NET gave the answers of the data file. */
const NOW = new Date('2026-11-22T12:00:00Z');

const ROUND_TRIP = readDateFormat('o');

/** The result, or null for a DateError, where .NET has a FormatException or the like. */
function answerOf(compute: () => string): string | null {
  try {
    return compute();
  } catch (error) {
    if (error instanceof DateError) return null;
    throw error;
  }
}

describe('a date without a format is read as .NET reads it', () => {
  it.each(data.parsed)('%j is %j', (text, expected) => {
    const answer = answerOf(() => printDate({ ticks: parseAnyDate(text ?? ''), kind: 'utc' }, ROUND_TRIP));
    expect(answer).toBe(expected);
  });
});

describe('a date with a format is read and printed as .NET does it', () => {
  it.each(data.formatted)('%j, read with (%s) by %j, printed by %j, is %j', (text, styles, input, output, expected) => {
    const answer = answerOf(() => {
      const date = parseExactDate(text ?? '', readDateFormat(input ?? ''), readDateTimeStyles(styles ?? ''), NOW);
      return printDate(date, readDateFormat(output ?? ''));
    });
    expect(answer).toBe(expected);
  });
});

describe('intervals are added as .NET adds them', () => {
  it.each(data.added)('%s: %s to %s is %s', (interval, count, date, expected) => {
    const answer = answerOf(() => {
      const ticks = readInterval(interval ?? '').add(parseAnyDate(date ?? ''), Number(count));
      return printDate({ ticks, kind: 'unspecified' }, ROUND_TRIP);
    });
    expect(answer).toBe(expected);
  });
});

describe('a FILETIME is computed as .NET computes it', () => {
  it.each(data.fileTimes)('%s is %s', (date, expected) => {
    expect(answerOf(() => String(toFileTime(parseAnyDate(date ?? ''))))).toBe(expected);
  });
});
