import { printCanonicalDate } from '../dates/canonicalDate.ts';
import { problemOf, readArgument } from '../dates/dateArguments.ts';
import { countIntervals, readInterval } from '../dates/dateIntervals.ts';
import { ticksOfDate } from '../dates/dateTime.ts';
import { fromFileTime, toFileTime } from '../dates/fileTime.ts';
import { FORMAT_DATE_TIME } from '../dates/formatDateTime.ts';
import { parseAnyDate } from '../dates/parseAnyDate.ts';
import { defineFunction, type FunctionDefinition } from './functionDefinition.ts';

const checkInterval = problemOf(readInterval);

/** Takes a bare number as it is written: an AD date has more digits than a JavaScript number is exact. */
function takeExactNumber(definition: FunctionDefinition): FunctionDefinition {
  const build: FunctionDefinition['build'] = ({ call, args }) => {
    const [arg] = call.args;
    return definition.build({ call, args: arg?.kind === 'number' ? [() => arg.literal] : args });
  };
  return { ...definition, build };
}

/**
 * Functions on dates. A date flows as a text in UTC, `M/d/yyyy h:mm:ss tt`; where one is taken, so are other common
 * forms. No value, or an empty one, gives no value.
 */
export const DATE_FUNCTIONS: readonly FunctionDefinition[] = [
  defineFunction('CDate', [{ name: 'expression', type: 'text' }], ([text]) => {
    if (!text) return null;
    return printCanonicalDate(readArgument('CDate', 'expression', () => parseAnyDate(text)));
  }),
  defineFunction(
    'DateAdd',
    [
      { name: 'interval', type: 'text', check: checkInterval },
      { name: 'value', type: 'integer' },
      { name: 'dateTime', type: 'text' },
    ],
    ([intervalName, value, text]) => {
      const interval = readArgument('DateAdd', 'interval', () => readInterval(intervalName ?? ''));
      if (!text) return null;
      const ticks = readArgument('DateAdd', 'dateTime', () => parseAnyDate(text));
      return printCanonicalDate(readArgument('DateAdd', 'value', () => interval.add(ticks, value)));
    },
  ),
  defineFunction(
    'DateDiff',
    [
      { name: 'interval', type: 'text', check: checkInterval },
      { name: 'date1', type: 'text' },
      { name: 'date2', type: 'text' },
    ],
    ([intervalName, date1, date2]) => {
      const interval = readArgument('DateDiff', 'interval', () => readInterval(intervalName ?? ''));
      if (!date1 || !date2) return null;
      const from = readArgument('DateDiff', 'date1', () => parseAnyDate(date1));
      const to = readArgument('DateDiff', 'date2', () => parseAnyDate(date2));
      return countIntervals(interval, from, to);
    },
  ),
  takeExactNumber(
    defineFunction('DateFromNum', [{ name: 'value', type: 'text' }], ([text]) => {
      if (!text) return null;
      return printCanonicalDate(readArgument('DateFromNum', 'value', () => fromFileTime(text)));
    }),
  ),
  FORMAT_DATE_TIME,
  defineFunction('Now', [], (_, { now }) => printCanonicalDate(ticksOfDate(now))),
  /** Gives a text, since an AD date has more digits than a JavaScript number is exact. */
  defineFunction('NumFromDate', [{ name: 'value', type: 'text' }], ([text]) => {
    if (!text) return null;
    return String(readArgument('NumFromDate', 'value', () => toFileTime(parseAnyDate(text))));
  }),
];
