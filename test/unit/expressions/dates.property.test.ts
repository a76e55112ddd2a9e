import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DateError } from '../../../shared/expressions/dates/dateError.ts';
import { readDateFormat } from '../../../shared/expressions/dates/dateFormat.ts';
import { countIntervals, readInterval } from '../../../shared/expressions/dates/dateIntervals.ts';
import { fieldsOf, ticksOf } from '../../../shared/expressions/dates/dateTime.ts';
import { DEFAULT_STYLES } from '../../../shared/expressions/dates/dateTimeStyles.ts';
import { fromFileTime, toFileTime } from '../../../shared/expressions/dates/fileTime.ts';
import { parseAnyDate } from '../../../shared/expressions/dates/parseAnyDate.ts';
import { parseExactDate } from '../../../shared/expressions/dates/parseExactDate.ts';
import { printDate } from '../../../shared/expressions/dates/printDate.ts';

const LAST_TICK = 3_155_378_975_999_999_999n;
const FIRST_TICK_OF_1601 = 504_911_232_000_000_000n;
const NOW = new Date(0);
const ticks = fc.bigInt({ min: 0n, max: LAST_TICK });
const kind = fc.constantFrom('utc', 'unspecified' as const);

const LOSSLESS_FORMATS = [
  'o',
  'yyyyMMddHHmmssfffffff',
  "dddd, d MMMM yyyy 'at' h:mm:ss.fffffff tt",
  'ddd d-MMM-yyyy H:m:s.FFFFFFF K',
  'yyyyy-M-d H:m:s.fffffffzzz',
  'fffffff s m H d M yyyy',
];

describe('for any date', () => {
  it('ticks become fields and ticks again', () => {
    fc.assert(
      fc.property(ticks, (value) => {
        expect(ticksOf(fieldsOf(value))).toBe(value);
      }),
    );
  });

  it.each(LOSSLESS_FORMATS)('what is printed by %s is read as the same instant', (text) => {
    const format = readDateFormat(text);
    fc.assert(
      fc.property(ticks, kind, (value, dateKind) => {
        const printed = printDate({ ticks: value, kind: dateKind }, format);
        expect(parseExactDate(printed, format, DEFAULT_STYLES, NOW).ticks).toBe(value);
      }),
      { numRuns: 50 },
    );
  });

  it('a date printed in ISO 8601 is read without a format as the same instant', () => {
    const format = readDateFormat('o');
    fc.assert(
      fc.property(ticks, kind, (value, dateKind) => {
        expect(parseAnyDate(printDate({ ticks: value, kind: dateKind }, format))).toBe(value);
      }),
    );
  });

  it('the kind of a date survives the round-trip format', () => {
    const format = readDateFormat('o');
    fc.assert(
      fc.property(ticks, fc.constantFrom('utc', 'local', 'unspecified' as const), (value, dateKind) => {
        const date = { ticks: value, kind: dateKind };
        expect(parseExactDate(printDate(date, format), format, DEFAULT_STYLES, NOW)).toEqual(date);
      }),
    );
  });

  it('a FILETIME is the same date again', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: FIRST_TICK_OF_1601, max: LAST_TICK }), (value) => {
        expect(fromFileTime(String(toFileTime(value)))).toBe(value);
      }),
    );
  });

  it.each(['yyyy', 'q', 'm', 'ww', 'd', 'h', 'n', 's'])('as many %s as were added are counted', (name) => {
    const interval = readInterval(name);
    fc.assert(
      fc.property(ticks, fc.integer({ min: -5_000, max: 5_000 }), (value, count) => {
        let later: bigint;
        try {
          later = interval.add(value, count);
        } catch (error) {
          expect(error).toBeInstanceOf(DateError);
          return;
        }
        expect(countIntervals(interval, value, later)).toBe(count);
        expect(countIntervals(interval, later, value)).toBe(0 - count);
      }),
    );
  });
});

describe('for any text', () => {
  const piece = fc.constantFrom(
    ...'dMyHhmsfFtzKgZ'.split(''),
    'GMT',
    '.F',
    '%',
    '\\',
    "'",
    '"',
    ' ',
    '-',
    ':',
    '20',
    '1',
  );
  const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));

  it('reading a format and a date by it gives a date or a DateError, and nothing else', () => {
    fc.assert(
      fc.property(text, text, (format, source) => {
        try {
          const { ticks: value } = parseExactDate(source, readDateFormat(format), DEFAULT_STYLES, NOW);
          expect(ticksOf(fieldsOf(value))).toBe(value);
        } catch (error) {
          expect(error).toBeInstanceOf(DateError);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('the time zone of the machine', () => {
  it('makes no difference', () => {
    const modules = new URL('../../../shared/expressions/', import.meta.url);
    const script = `
      const { compileExpression } = await import(${JSON.stringify(new URL('compileExpression.ts', modules).href)});
      const { parseExpression } = await import(${JSON.stringify(new URL('parseExpression.ts', modules).href)});
      const expressions = ['Now()', 'CDate("2021-03-28")', 'DateAdd("h", 1, "2021-03-28 02:30")',
        'FormatDateTime("2021-03-28 02:30", "AssumeLocal", "yyyy-MM-dd HH:mm", "o")',
        'FormatDateTime("02:30", , "HH:mm", "o")', 'NumFromDate("2021-03-28")'];
      const context = { attribute: () => null, now: new Date('2021-03-28T23:30:00Z'), guid: () => '' };
      console.log(JSON.stringify(expressions.map((text) => compileExpression(parseExpression(text))(context).value)));`;
    const answerIn = (TZ: string) =>
      execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
        cwd: fileURLToPath(modules),
        env: { ...process.env, TZ },
        encoding: 'utf8',
      });
    const answer = answerIn('Europe/Berlin');
    expect(answer).toBe(answerIn('America/Los_Angeles'));
    expect(JSON.parse(answer).slice(0, 4)).toEqual([
      '3/28/2021 11:30:00 PM',
      '3/28/2021 12:00:00 AM',
      '3/28/2021 3:30:00 AM',
      '2021-03-28T02:30:00.0000000+00:00',
    ]);
  });
});
