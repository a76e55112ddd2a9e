import { defineFunction, type FunctionDefinition } from './functionDefinition.ts';
import { randomString } from './randomString.ts';

/** Functions that give another value at each call, so that a mapping with one makes sense at creation only. */
export const VOLATILE_FUNCTIONS: ReadonlySet<string> = new Set(['Guid', 'RandomString']);

/** Functions whose value comes from outside the user. */
export const AMBIENT_FUNCTIONS: readonly FunctionDefinition[] = [
  defineFunction('Guid', [], (_, scope) => scope.guid()),
  defineFunction(
    'RandomString',
    [
      { name: 'Length', type: 'integer' },
      { name: 'MinimumNumbers', type: 'integer' },
      { name: 'MinimumSpecialCharacters', type: 'integer' },
      { name: 'MinimumCapital', type: 'integer' },
      { name: 'MinimumLowerCase', type: 'integer' },
      { name: 'CharactersToAvoid', type: 'text', optional: true },
    ],
    ([length, MinimumNumbers, MinimumSpecialCharacters, MinimumCapital, MinimumLowerCase, avoid], scope) => {
      const minima = { MinimumNumbers, MinimumSpecialCharacters, MinimumCapital, MinimumLowerCase };
      return randomString(length, minima, avoid ?? '', (bound) => scope.randomInt(bound));
    },
  ),
];
