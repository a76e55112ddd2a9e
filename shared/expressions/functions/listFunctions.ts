import { EvaluationError } from '../evaluationError.ts';
import { defineFunction, type FunctionDefinition, isList } from './functionDefinition.ts';

function item(values: readonly string[], index: number): string | null {
  if (index < 1) throw new EvaluationError('Item', 'index', 'counts from 1');
  return values[index - 1] ?? null;
}

/** Blanks around the parts are dropped, as in the reference's own example. */
function split(source: string | null, delimiter: string | null): readonly string[] | null {
  if (!delimiter) throw new EvaluationError('Split', 'delimiter', 'must not be empty');
  return source === null ? null : source.split(delimiter).map((part) => part.trim());
}

/** Distinct values in the order of their first occurrence, compared exactly. */
function removeDuplicates(values: string | null | readonly string[]): string | null | readonly string[] {
  return isList(values) ? [...new Set(values)] : values;
}

export const LIST_FUNCTIONS: readonly FunctionDefinition[] = [
  defineFunction('Count', [{ name: 'attribute', type: 'list' }], ([values]) => values.length),
  defineFunction(
    'Item',
    [
      { name: 'attribute', type: 'list' },
      { name: 'index', type: 'integer' },
    ],
    ([values, index]) => item(values, index),
  ),
  defineFunction('RemoveDuplicates', [{ name: 'attribute', type: 'texts' }], ([values]) => removeDuplicates(values)),
  defineFunction(
    'Split',
    [
      { name: 'source', type: 'text' },
      { name: 'delimiter', type: 'text' },
    ],
    ([source, delimiter], { work }) => {
      work.search('Split', source ?? '', delimiter ?? '');
      return split(source, delimiter);
    },
  ),
];
