import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VOLATILE_FUNCTIONS } from '../../../shared/expressions/functions/ambientFunctions.ts';
import { flowingValue } from './evaluateText.ts';

const KINDS = [/[0-9]/gu, /[^A-Za-z0-9]/gu, /[A-Z]/gu, /[a-z]/gu];
const count = (text: string, kind: RegExp) => text.match(kind)?.length ?? 0;

describe('RandomString', () => {
  it('has its length and at least so many of each kind, for any numbers', () => {
    const minimum = fc.integer({ min: 0, max: 20 });
    fc.assert(
      fc.property(fc.tuple(minimum, minimum, minimum, minimum), fc.integer({ min: 1, max: 176 }), (minima, more) => {
        const length = minima.reduce((sum, one) => sum + one, more);
        const text = String(flowingValue(`RandomString(${length}, ${minima.join(', ')}, "?,aA1")`));
        expect(text).toHaveLength(length);
        expect(text).not.toMatch(/[?,aA1]/u);
        for (const [index, kind] of KINDS.entries()) {
          expect(count(text, kind)).toBeGreaterThanOrEqual(minima[index] ?? 0);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('takes its randomness from the context: characters and their order', () => {
    const digits = (randomInt: (bound: number) => number) => flowingValue('RandomString(3,1,0,1,1)', {}, { randomInt });
    expect(digits(() => 0)).toBe('Aa0');
    expect(digits((bound) => bound - 1)).toBe('9Zz');
  });

  it.each([
    ['RandomString(0,0,0,0,0)', 'Length must be 1 to 256'],
    ['RandomString(257,0,0,0,0)', 'Length must be 1 to 256'],
    ['RandomString(3,1,1,1,1)', 'Length must be at least the sum'],
    ['RandomString(3,-1,1,1,1)', 'MinimumNumbers must not be negative'],
    ['RandomString(3,1,0,0,0,"0123456789")', 'CharactersToAvoid leaves no character'],
  ])('%s: %s', (text, reason) => {
    expect(() => flowingValue(text)).toThrow(reason);
  });

  it('does without a kind that is avoided as a whole when none of it is needed', () => {
    expect(flowingValue('RandomString(9,0,0,0,9,"0123456789")')).toMatch(/^[a-z]{9}$/u);
  });
});

describe('volatile functions', () => {
  it('are those that answer otherwise each time, but not Now', () => {
    expect([...VOLATILE_FUNCTIONS].sort()).toEqual(['Guid', 'RandomString']);
  });
});
