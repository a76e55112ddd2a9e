import type { Expression } from '../expression.ts';
import { ExpressionError } from '../expressionError.ts';
import { type CallToBuild, defineFunction, type FunctionDefinition } from '../functions/functionDefinition.ts';
import { problemOf, readArgument } from './dateArguments.ts';
import { DateError } from './dateError.ts';
import { type DateFormat, readDateFormat } from './dateFormat.ts';
import type { DateTime } from './dateTime.ts';
import { type DateTimeStyles, DEFAULT_STYLES, readDateTimeStyles } from './dateTimeStyles.ts';
import { parseAnyDate } from './parseAnyDate.ts';
import { parseExactDate } from './parseExactDate.ts';
import { printDate } from './printDate.ts';

type ReadSource = (text: string, format: DateFormat, styles: DateTimeStyles, now: Date) => DateTime;

const checkFormat = problemOf(readDateFormat);
const checkStyles = problemOf((text) => text === '' || readDateTimeStyles(text));

const FORMAT_TEXT = defineFormat(parseExactDate);
const FORMAT_DATE = defineFormat(parseFlowingDate);

/**
 * Takes (source, dateTimeStyles, inputFormat, outputFormat), or the older (source, inputFormat, outputFormat) of
 * Entra Cloud Sync.
 */
export const FORMAT_DATE_TIME: FunctionDefinition = {
  ...FORMAT_TEXT,
  parameters: FORMAT_TEXT.parameters.map((parameter) =>
    parameter.name === 'outputFormat' ? { ...parameter, optional: true } : parameter,
  ),
  checkCount: (count) =>
    count === 3 || count === 4
      ? undefined
      : `FormatDateTime takes (source, dateTimeStyles?, inputFormat, outputFormat), not ${count} arguments`,
  build: (toBuild) => {
    const { call, args } = insertStyles(toBuild);
    if (!call.args[3]) throw new ExpressionError(call.at, 'FormatDateTime needs its argument outputFormat');
    return (givesDate(call.args[0]) ? FORMAT_DATE : FORMAT_TEXT).build({ call, args });
  },
};

function defineFormat(readSource: ReadSource): FunctionDefinition {
  return defineFunction(
    'FormatDateTime',
    [
      { name: 'source', type: 'text' },
      { name: 'dateTimeStyles', type: 'text', optional: true, check: checkStyles },
      { name: 'inputFormat', type: 'text', check: checkFormat },
      { name: 'outputFormat', type: 'text', check: checkFormat },
    ],
    ([source, styleNames, input, output], { now }) => {
      if (!source) return null;
      const read = <T>(argument: string, reader: () => T) => readArgument('FormatDateTime', argument, reader);
      const styles = styleNames ? readDateTimeStyles(styleNames) : DEFAULT_STYLES;
      const inputFormat = read('inputFormat', () => readDateFormat(input ?? ''));
      const outputFormat = read('outputFormat', () => readDateFormat(output ?? ''));
      return printDate(
        read('source', () => readSource(source, inputFormat, styles, now)),
        outputFormat,
      );
    },
  );
}

/** Makes the older form with three arguments one with four. */
function insertStyles({ call, args }: CallToBuild): CallToBuild {
  const [source = null, inputFormat = null, outputFormat = null, none = null] = call.args;
  if (none !== null || outputFormat === null || inputFormat === null) return { call, args };
  return {
    call: { ...call, args: [source, null, inputFormat, outputFormat] },
    args: [args[0], undefined, args[1], args[2]],
  };
}

/** Functions that give a date as `M/d/yyyy h:mm:ss tt`. */
const DATE_GIVERS: ReadonlySet<string> = new Set(['CDate', 'DateAdd', 'DateFromNum', 'Now']);

function givesDate(source: Expression | null | undefined): boolean {
  return source?.kind === 'call' && DATE_GIVERS.has(source.name);
}

/**
 * The result of another date function needs no input format. Microsoft's samples give a wrong one: in
 * `FormatDateTime(DateAdd("yyyy", 5, …), , "yyyy-MM-dd", "yyyy-MM-dd")` DateAdd's result looks different.
 */
function parseFlowingDate(text: string, format: DateFormat, styles: DateTimeStyles, now: Date): DateTime {
  try {
    return parseExactDate(text, format, styles, now);
  } catch (error) {
    if (!(error instanceof DateError)) throw error;
    return { ticks: parseAnyDate(text), kind: 'utc' };
  }
}
