import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileExpression } from '../../../shared/expressions/compileExpression.ts';
import { PatternError } from '../../../shared/expressions/dotNetPattern.ts';
import { EvaluationError } from '../../../shared/expressions/evaluationError.ts';
import { FUNCTIONS } from '../../../shared/expressions/functions/functionCatalogue.ts';
import { parseExpression } from '../../../shared/expressions/parseExpression.ts';
import { compilePattern } from '../../../shared/expressions/pattern.ts';

const value = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('1', '-1', '0', 'True', '9'),
  fc.array(fc.string(), { maxLength: 3 }),
);

/** A call of every function with attributes only; Replace and Switch need more to be compiled at all. */
const calls = [...FUNCTIONS.values()].map(({ name, parameters }) => {
  if (name === 'Replace') return 'Replace([a], , "(?<n>.)(.*)", "n", [b], , )';
  if (name === 'Switch') return 'Switch([a], [b], [c], [a], [b], [c])';
  return `${name}(${parameters.map((_, index) => `[${'abc'[index % 3]}]`).join(', ')})`;
});

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
