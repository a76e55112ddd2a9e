import { EvaluationError } from '../evaluationError.ts';
import { defineFunction, type FunctionDefinition } from './functionDefinition.ts';
import { lowerCase } from './letterCase.ts';

const oneOf = (first: string, second: string) => (text: string) =>
  text === first || text === second ? undefined : `must be ${first} or ${second}`;

/** Position from 1, 0 when it is not there. As in VBA, an empty text is found where the search starts. */
function inStr(text: string, search: string, start: number, compareType: string | null): number {
  if (start < 1) throw new EvaluationError('InStr', 'start', 'counts from 1');
  if (text === '' || start > text.length) return 0;
  const fold = (value: string) => (compareType === 'vbTextCompare' ? lowerCase(value) : value);
  return fold(text).indexOf(fold(search), start - 1) + 1;
}

/** Index from 1 of the first value that holds the text somewhere, 0 when none does. */
function contains(values: readonly string[], search: string, caseType: string | null): number {
  const fold = (value: string) => (caseType === 'CaseInsensitive' ? lowerCase(value) : value);
  const wanted = fold(search);
  return values.findIndex((value) => fold(value).includes(wanted)) + 1;
}

/** Functions that answer where something stands. */
export const SEARCH_FUNCTIONS: readonly FunctionDefinition[] = [
  defineFunction(
    'InStr',
    [
      { name: 'value1', type: 'text' },
      { name: 'value2', type: 'text' },
      { name: 'start', type: 'integer', optional: true },
      { name: 'compareType', type: 'text', optional: true, check: oneOf('vbTextCompare', 'vbBinaryCompare') },
    ],
    ([text, search, start, compareType], { work }) => {
      work.search('InStr', text ?? '', search ?? '');
      return inStr(text ?? '', search ?? '', start ?? 1, compareType);
    },
  ),
  /** Documented for Microsoft Entra Connect only; Cloud Sync's own example for Item needs it. */
  defineFunction(
    'Contains',
    [
      { name: 'attribute', type: 'list' },
      { name: 'search', type: 'text' },
      { name: 'Casetype', type: 'text', optional: true, check: oneOf('CaseSensitive', 'CaseInsensitive') },
    ],
    ([values, search, caseType], { work }) => {
      for (const value of values) work.search('Contains', value, search ?? '');
      return contains(values, search ?? '', caseType);
    },
  ),
];
