import { defineFunction, type FunctionDefinition } from './functionDefinition.ts';

export const NUMBER_FUNCTIONS: readonly FunctionDefinition[] = [
  /** On 53 bits; JavaScript's own `&` has 32, and flags of a directory may lie above. */
  defineFunction(
    'BitAnd',
    [
      { name: 'value1', type: 'integer' },
      { name: 'value2', type: 'integer' },
    ],
    ([value1, value2]) => Number(BigInt(value1) & BigInt(value2)),
  ),
];
