import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileExpression } from '../../../shared/expressions/compileExpression.ts';
import { EvaluationError } from '../../../shared/expressions/evaluationError.ts';
import { FUNCTIONS } from '../../../shared/expressions/functions/functionCatalogue.ts';
import { parseExpression } from '../../../shared/expressions/parseExpression.ts';
import { compilePattern } from '../../../shared/expressions/pattern.ts';
import { PatternError } from '../../../shared/expressions/patternError.ts';

const value = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('1', '-1', '0', 'True', '9'),
  fc.array(fc.string(), { maxLength: 3 }),
);

/** Those that need more than attributes to be compiled at all. */
const SPECIAL: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'Replace',
    [
      'Replace([a], , "(?<n>.)(.*)", "n", [b], , )',
      'Replace([a], , [b], , [c], , )',
      'Replace([a], , [b], "n", , [c], )',
      'Replace([a], [b], , , [c], , )',
      'Replace([a], [b], , , , , [c])',
    ],
  ],
  ['Switch', ['Switch([a], [b], [c], [a], [b], [c])']],
  ['SelectUniqueValue', ['SelectUniqueValue([a], Item([b], 1), [c])']],
  ['DefaultDomain', []],
]);

/** A call of every function with attributes only, and every operator. */
const calls = [
  ...[...FUNCTIONS.values()].flatMap(({ name, parameters }) => {
    const args = parameters.map((_, index) => `[${'abc'[index % 3]}]`);
    return SPECIAL.get(name) ?? [`${name}(${args.join(', ')})`];
  }),
  '[a] & [b] & [c]',
  '[a] AND [b] OR NOT [c]',
  '[a] <= [b]',
];

describe('for any values', () => {
  it.each(calls)('%s gives a result or an EvaluationError, and nothing else', (text) => {
    const evaluate = compileExpression(parseExpression(text));
    fc.assert(
      fc.property(value, value, value, (a, b, c) => {
        const attributes: Readonly<Record<string, typeof a>> = { a, b, c };
        try {
          const { effect } = evaluate({
            attribute: (name) => attributes[name] ?? null,
            now: new Date(0),
            guid: () => 'g',
            randomInt: () => 0,
          });
          expect(['flow', 'dropAttribute', 'ignoreObject']).toContain(effect);
        } catch (error) {
          expect(error).toBeInstanceOf(EvaluationError);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('for any pattern', () => {
  const piece = fc.constantFrom(
    '(',
    ')',
    '[',
    ']',
    '[^',
    '\\',
    '\\w',
    '\\W',
    '-[',
    '\\p{Lu}',
    '(?<n>',
    '(?',
    '-',
    '*',
    '+',
    '{1000}',
    '|',
    'a',
    '^',
    '$',
  );

  it('compiling gives a pattern or a PatternError, and nothing else', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
        ),
        (text) => {
          try {
            compilePattern(text).regex.test('abc');
          } catch (error) {
            expect(error).toBeInstanceOf(PatternError);
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
