import { textOf } from '../expressionValue.ts';
import { defineFunction, type FunctionDefinition } from './functionDefinition.ts';

/** `value` as `textOf` gives it: undefined, for a list of several, is a value. */
export function isNullOrEmpty(value: ReturnType<typeof textOf>): boolean {
  return value === null || value === '';
}

/** Functions that answer a question about a value. */
export const TEST_FUNCTIONS: readonly FunctionDefinition[] = [
  defineFunction('IsNull', [{ name: 'expression', type: 'value' }], ([value]) => textOf(value) === null),
  /** Graph's list of functions names it without a word; in Visual Basic Nothing is no value. */
  defineFunction('IsNothing', [{ name: 'source', type: 'value' }], ([value]) => textOf(value) === null),
  defineFunction('IsNullOrEmpty', [{ name: 'expression', type: 'value' }], ([value]) => isNullOrEmpty(textOf(value))),
  defineFunction('IsPresent', [{ name: 'expression', type: 'value' }], ([value]) => !isNullOrEmpty(textOf(value))),
  /** True when CStr has a text to give (reference-connect-sync-functions-reference): not for no value, nor for several. */
  defineFunction('IsString', [{ name: 'expression', type: 'value' }], ([value]) => typeof textOf(value) === 'string'),
];
