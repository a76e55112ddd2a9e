import { describe, expect, it } from 'vitest';
import { compileExpression } from '../../../shared/expressions/compileExpression.ts';
import { EvaluationError } from '../../../shared/expressions/evaluationError.ts';
import { ExpressionError } from '../../../shared/expressions/expressionError.ts';
import { parseExpression } from '../../../shared/expressions/parseExpression.ts';
import { evaluateText, flowingValue } from './evaluateText.ts';

describe('Microsoft documents', () => {
  it.each([
    ['CDate("2020-03-16-07:00")', '3/16/2020 7:00:00 AM'],
    ['CDate("2021-06-30+08:00")', '6/29/2021 4:00:00 PM'],
    ['CDate("2009-06-15T01:45:30-07:00")', '6/15/2009 8:45:30 AM'],
    ['DateAdd("d", 7, CDate("2012-03-16-07:00"))', '3/23/2012 7:00:00 AM'],
    ['DateAdd("d", -10, CDate("2012-03-16-07:00"))', '3/6/2012 7:00:00 AM'],
    ['DateAdd("ww", 2, CDate("2012-03-16-07:00"))', '3/30/2012 7:00:00 AM'],
    ['DateAdd("m", 10, CDate("2012-03-16-07:00"))', '1/16/2013 7:00:00 AM'],
    ['DateAdd("yyyy", 2, CDate("2012-03-16-07:00"))', '3/16/2014 7:00:00 AM'],
    ['DateDiff("d", "2021-08-18+08:00", "2021-08-31+08:00")', 13],
    ['DateDiff("d", "8/25/2021 5:41:18 PM", "2012-03-16-07:00")', -3449],
    ['DateDiff("ww", "8/25/2021 5:41:18 PM", "2012-03-16-07:00")', -493],
    ['DateDiff("m", "8/25/2021 5:41:18 PM", "2012-03-16-07:00")', -113],
    ['DateDiff("yyyy", "8/25/2021 5:41:18 PM", "2012-03-16-07:00")', -9],
    ['DateDiff("d", "2021-08-31+08:00", "2021-08-31+08:00")', 0],
    ['DateDiff("h", "2021-08-24", "2021-08-25")', 24],
    ['DateDiff("n", "2021-08-24", "2021-08-25")', 1440],
    ['DateDiff("s", "2021-08-24", "2021-08-25")', 86_400],
    ['DateFromNum(129699324000000000)', '1/1/2012 11:00:00 PM'],
    ['DateFromNum("129699324000000000")', '1/1/2012 11:00:00 PM'],
    ['FormatDateTime("20150123105347.1Z", , "yyyyMMddHHmmss.fZ", "yyyy-MM-dd")', '2015-01-23'],
    ['FormatDateTime("20150123105347.1Z", "yyyyMMddHHmmss.fZ", "yyyy-MM-dd")', '2015-01-23'],
    ['Now()', '7/2/2021 3:33:38 PM'],
    [
      'NumFromDate(Join("", FormatDateTime("2020-12-31-08:00", ,"yyyy-MM-ddzzz", "yyyy-MM-dd"), " 23:59:59-08:00"))',
      '132539615990000000',
    ],
    // Microsoft's sample gives DateAdd's result the wrong input format; its printed number is wrong, too.
    [
      'NumFromDate(Join("",FormatDateTime(DateAdd("yyyy", 5, CDate("2025-01-15")), , "yyyy-MM-dd", "yyyy-MM-dd")," 23:59:59-05:00"))',
      '135392435990000000',
    ],
  ])('%s = %j', (expression, expected) => {
    expect(flowingValue(expression)).toBe(expected);
  });
});

describe('DateDiff counts boundaries, as VBA does', () => {
  it.each([
    ['yyyy', '12/31/2020 11:59:59 PM', '1/1/2021', 1],
    ['q', '3/31/2021', '4/1/2021', 1],
    ['m', '1/31/2021', '2/1/2021', 1],
    ['m', '2/1/2021', '2/28/2021', 0],
    ['d', '8/25/2021 11:59:59 PM', '8/26/2021', 1],
    ['d', '8/26/2021', '8/25/2021 11:59:59 PM', -1],
    ['ww', '8/28/2021', '8/29/2021', 1],
    ['ww', '8/29/2021', '9/4/2021', 0],
    ['h', '8/25/2021 10:59:59 AM', '8/25/2021 11:00:00 AM', 1],
    ['n', '8/25/2021 10:59:59 AM', '8/25/2021 11:00:00 AM', 1],
    ['yyyy', '1/1/0001', '12/31/9999', 9998],
    ['D', '2024-02-28', '2024-03-01', 2],
  ])('%s from %s to %s is %d', (interval, from, to, expected) => {
    expect(flowingValue('DateDiff([i], [a], [b])', { i: interval, a: from, b: to })).toBe(expected);
  });
});

describe('DateAdd', () => {
  it.each([
    ['m', 1, '1/31/2023', '2/28/2023 12:00:00 AM'],
    ['m', -1, '3/31/2024', '2/29/2024 12:00:00 AM'],
    ['m', -13, '1/15/2024 8:05:09 AM', '12/15/2022 8:05:09 AM'],
    ['yyyy', 1, '2/29/2024', '2/28/2025 12:00:00 AM'],
    ['q', 2, '8/31/2023', '2/29/2024 12:00:00 AM'],
    ['n', 90, '12/31/2023 11:00:00 PM', '1/1/2024 12:30:00 AM'],
    ['s', -1, '1/1/2024', '12/31/2023 11:59:59 PM'],
    ['d', '10', '7/2/2021 3:33:38 PM', '7/12/2021 3:33:38 PM'],
  ])('%s: %s after %s is %s', (interval, count, date, expected) => {
    expect(flowingValue('DateAdd([i], [n], [d])', { i: interval, n: count, d: date })).toBe(expected);
  });
});

describe('no value, or an empty one, gives no value', () => {
  it.each([
    'CDate([none])',
    'CDate("")',
    'DateAdd("d", 1, [none])',
    'DateDiff("d", Now(), [none])',
    'DateDiff("d", "", Now())',
    'DateFromNum([none])',
    'FormatDateTime([none], , "yyyy-MM-dd", "d")',
    'NumFromDate(CDate([none]))',
  ])('%s', (expression) => {
    expect(flowingValue(expression)).toBeNull();
  });
});

describe('a date that another function gives needs no input format', () => {
  it.each([
    ['FormatDateTime(Now(), , "yyyy-MM-dd", "yyyy-MM-dd HH:mm")', '2021-07-02 15:33'],
    ['FormatDateTime(CDate("2021-07-02"), , "MM/dd/yyyy hh:mm:ss tt", "o")', '2021-07-02T00:00:00.0000000Z'],
    // Nor is one refused that fits.
    ['FormatDateTime(Now(), , "M/d/yyyy h:mm:ss tt", "yyyy-MM-dd")', '2021-07-02'],
    ['FormatDateTime(DateAdd("d", 1, Now()), "M/d/yyyy h:mm:ss tt", "dd.MM.yyyy")', '03.07.2021'],
  ])('%s = %s', (expression, expected) => {
    expect(flowingValue(expression)).toBe(expected);
  });

  it('any other source does', () => {
    expect(() => flowingValue('FormatDateTime([d], , "yyyy-MM-dd", "d")', { d: '7/2/2021 3:33:38 PM' })).toThrow(
      'FormatDateTime: source does not follow the input format.',
    );
  });
});

describe('FormatDateTime', () => {
  it('takes the day from the clock when the format has none, and never from the machine', () => {
    const evaluate = (styles: string) =>
      evaluateText(
        `FormatDateTime("14:30", "${styles}", "HH:mm", "yyyy-MM-dd h:mm tt")`,
        {},
        { now: new Date('2024-02-29T23:00:00Z') },
      );
    expect(evaluate('None').value).toBe('2024-02-29 2:30 PM');
    expect(evaluate('NoCurrentDateDefault').value).toBe('0001-01-01 2:30 PM');
  });

  it('takes names of styles in any case and with the name of their type', () => {
    const styles = 'DateTimeStyles.AdjustToUniversal, assumeuniversal';
    expect(flowingValue(`FormatDateTime("2024-02-29", "${styles}", "yyyy-MM-dd", "o")`)).toBe(
      '2024-02-29T00:00:00.0000000Z',
    );
  });

  it('lets one empty argument too many pass', () => {
    expect(flowingValue('FormatDateTime("2024-02-29", , "yyyy-MM-dd", "M/d", )')).toBe('2/29');
    expect(flowingValue('FormatDateTime("2024-02-29", "yyyy-MM-dd", "M/d", )')).toBe('2/29');
  });
});

describe('numbers of Active Directory are exact to the last digit', () => {
  it.each([
    ['NumFromDate("2020-12-31T23:59:59.1234567Z")', '132539327991234567'],
    ['NumFromDate("1601-01-01")', '0'],
    ['NumFromDate("9999-12-31T23:59:59.9999999Z")', '2650467743999999999'],
    ['DateFromNum(2650467743999999999)', '12/31/9999 11:59:59 PM'],
    ['DateFromNum(0)', '1/1/1601 12:00:00 AM'],
  ])('%s = %s', (expression, expected) => {
    expect(flowingValue(expression)).toBe(expected);
  });
});

describe('what cannot be right whoever the user is fails when the expression is compiled', () => {
  it.each([
    ['DateAdd("x", 1, [d])', 'DateAdd: interval must be yyyy (year), q (quarter)'],
    ['DateDiff("", [d], [d])', 'DateDiff: interval must be'],
    ['FormatDateTime([d], , "q", "d")', 'inputFormat is no date format: one letter alone must be one of d D f F'],
    ['FormatDateTime([d], , "d", "yyyy\'")', "outputFormat is no date format: the closing ' is missing"],
    ['FormatDateTime([d], "d", "d%")', 'outputFormat is no date format: % must stand before one letter'],
    ['FormatDateTime([d], "d", "d\\\\")', 'outputFormat is no date format: a character is missing after \\'],
    ['FormatDateTime([d], "d", "ffffffff")', 'seconds have at most 7 decimals'],
    ['FormatDateTime([d], "Sloppy", "d", "d")', 'dateTimeStyles must consist of None, AllowLeadingWhite'],
    [
      'FormatDateTime([d], "AssumeLocal, AssumeUniversal", "d", "d")',
      'cannot have both AssumeLocal and AssumeUniversal',
    ],
    ['FormatDateTime([d], "RoundtripKind, AssumeLocal", "d", "d")', 'cannot have both RoundtripKind and AssumeLocal'],
    ['FormatDateTime([d], "d")', 'FormatDateTime takes (source, dateTimeStyles?, inputFormat, outputFormat), not 2'],
    ['FormatDateTime([d], , "d", )', 'FormatDateTime needs its argument outputFormat'],
    ['FormatDateTime([d], , "d")', 'FormatDateTime needs its argument outputFormat'],
  ])('%s: %s', (expression, message) => {
    const compile = () => compileExpression(parseExpression(expression));
    expect(compile).toThrow(ExpressionError);
    expect(compile).toThrow(message);
  });
});

describe('a date that cannot be used names function and argument and what would be right, never the value', () => {
  it.each([
    ['CDate([d])', 'hunter2', 'CDate: expression must be a date like 2020-03-16'],
    ['CDate([d])', `2020-03-16${' '.repeat(5_000)}x`, 'CDate: expression must be a date like'],
    ['CDate([d])', '16/3/2020', 'CDate: expression has a month beyond 12: numbers alone are read as month, day, year.'],
    ['CDate([d])', '2021-02-29', 'CDate: expression is a day that does not exist.'],
    ['CDate([d])', '2021-02-28T24:00', 'CDate: expression has a time of day that does not exist.'],
    ['CDate([d])', '2021-02-28T10:00+05:60', 'CDate: expression has an offset from UTC that does not exist.'],
    ['CDate([d])', '2021-02-28T10:00+14:01', 'CDate: expression has an offset from UTC of more than 14 hours.'],
    ['CDate([d])', '3/16', 'CDate: expression must be a date like'],
    ['CDate([d])', '14:00', 'CDate: expression must be a date like'],
    ['DateAdd("d", 1, [d])', 'hunter2', 'DateAdd: dateTime must be a date like'],
    ['DateAdd("yyyy", 8000, [d])', '2021-02-28', 'DateAdd: value leads out of the years 1 to 9999.'],
    ['DateAdd("d", [d], "2021-02-28")', '1.5', 'DateAdd: value must be a whole number.'],
    ['DateDiff("d", [d], "2021-02-28")', 'hunter2', 'DateDiff: date1 must be a date like'],
    ['DateDiff("d", "2021-02-28", [d])', 'hunter2', 'DateDiff: date2 must be a date like'],
    ['DateDiff([d], "2021-02-28", "2021-02-28")', 'hunter2', 'DateDiff: interval must be yyyy'],
    ['DateFromNum([d])', 'hunter2', "DateFromNum: value must be a number in Active Directory's date format"],
    ['DateFromNum([d])', '9223372036854775807', 'DateFromNum: value leads out of the years 1 to 9999.'],
    ['NumFromDate([d])', '1600-12-31', 'NumFromDate: value must not be before 1601.'],
    ['FormatDateTime([d], , "yyyy-MM-dd", "d")', 'hunter2', 'FormatDateTime: source does not follow the input format.'],
    ['FormatDateTime("2021", , [d], "d")', '%', 'FormatDateTime: inputFormat is no date format'],
    ['FormatDateTime([d], , "dddd, yyyy-MM-dd", "d")', 'Monday, 2021-02-28', 'source names a day of the week'],
    ['FormatDateTime([d], , "d yyyy d", "d")', '1 2021 2', 'FormatDateTime: source has two values for its day.'],
    ['FormatDateTime([d], , "h:mm", "t")', '14:30', 'source has an hour beyond 12'],
  ])('%s of %j: %s', (expression, value, message) => {
    const evaluate = () => flowingValue(expression, { d: value });
    expect(evaluate).toThrow(EvaluationError);
    expect(evaluate).toThrow(message);
    expect(evaluate).not.toThrow('hunter2');
  });
});
