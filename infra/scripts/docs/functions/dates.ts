import type { FunctionTheme } from '../functionTheme.ts';

export const DATES: FunctionTheme = {
  title: 'Dates',
  introduction:
    'A date is a text in UTC such as `3/16/2020 4:30:00 PM`. Where a function takes a date, other common forms will do: `2020-03-16`, `2020-03-16T09:30:00-07:00`, `3/16/2020 9:30 AM`, `16 Mar 2020`, `Mon, 16 Mar 2020 09:30:00 GMT`. Numbers alone are read as in the US, with the month first; for any other order there is `FormatDateTime`. Without an offset a date is in UTC. Years of two digits are 1950 to 2049. No date gives no result.',
  functions: {
    Now: {
      summary: 'Date and time of this moment.',
      examples: [{ expression: 'Now()', result: '3/2/2026 8:30:00 AM' }],
      entra: true,
    },
    CDate: {
      summary: 'Reads a date and brings it into the common form, in UTC.',
      examples: [
        {
          expression: 'CDate([employeeHireDate])',
          attributes: { employeeHireDate: '2020-03-16-07:00' },
          result: '3/16/2020 7:00:00 AM',
        },
      ],
      entra: true,
    },
    DateAdd: {
      summary:
        'A date so much later, or earlier with a negative number. Where the month has no such day, it is the last one: a month after 31 January is 28 or 29 February.',
      parameters: {
        interval: '`yyyy` year, `q` quarter, `m` month, `ww` week, `d` day, `h` hour, `n` minute, `s` second',
        value: 'how many of them',
      },
      examples: [
        {
          expression: 'DateAdd("m", 1, [employeeHireDate])',
          attributes: { employeeHireDate: '2024-01-31' },
          result: '2/29/2024 12:00:00 AM',
        },
      ],
      entra: true,
    },
    DateDiff: {
      summary:
        'How many intervals it is from the first date to the second; negative if the second is earlier. As in VBA, boundaries count: from 11 in the evening to 1 in the morning is one day, from 31 December to 1 January one year. Weeks begin on Sunday.',
      parameters: { interval: 'as for `DateAdd`' },
      examples: [
        {
          expression: 'IIF(DateDiff("d", Now(), [employeeHireDate]) > 7, "later", "soon")',
          attributes: { employeeHireDate: '2026-03-09' },
          result: 'soon',
        },
      ],
      entra: true,
    },
    FormatDateTime: {
      summary:
        'Reads a date by one .NET format and prints it by another. Formats of one letter, such as `o`, are those of the invariant culture. What another date function gives is read whatever `inputFormat` says. With three arguments these are source, inputFormat and outputFormat.',
      parameters: {
        dateTimeStyles:
          "names of .NET's DateTimeStyles, separated by commas; left out: `RoundtripKind, AllowLeadingWhite, AllowTrailingWhite`",
        inputFormat: 'such as `dd.MM.yyyy`, `yyyyMMddHHmmss.fZ`, `M/d/yyyy h:mm:ss tt`',
        outputFormat: 'such as `yyyy-MM-dd`',
      },
      examples: [
        {
          expression: 'FormatDateTime([extensionAttribute1], , "dd.MM.yyyy", "yyyy-MM-dd")',
          attributes: { extensionAttribute1: '16.03.2020' },
          result: '2020-03-16',
        },
        { expression: 'FormatDateTime(Now(), , "G", "dddd, d MMMM")', result: 'Monday, 2 March' },
      ],
      entra: true,
    },
    DateFromNum: {
      summary: "Reads a date in Active Directory's format: 100-nanosecond ticks since 1601.",
      examples: [{ expression: 'DateFromNum(129699324000000000)', result: '1/1/2012 11:00:00 PM' }],
      entra: true,
    },
    NumFromDate: {
      summary: "A date in Active Directory's format, as text, exact to the last tick.",
      examples: [{ expression: 'NumFromDate("2020-12-31T23:59:59-08:00")', result: '132539615990000000' }],
      entra: true,
    },
  },
};
