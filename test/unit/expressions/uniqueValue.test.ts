import { describe, expect, it } from 'vitest';
import { buildCandidates, buildEvaluator } from '../../../shared/expressions/compileExpression.ts';
import { parseExpression } from '../../../shared/expressions/parseExpression.ts';
import { evaluateText } from './evaluateText.ts';

const context = { attribute: () => null, now: new Date(0), guid: () => 'g' };

describe('SelectUniqueValue', () => {
  it('gives its values in order, without empty ones and duplicates; the first is the value', () => {
    const expression = 'SelectUniqueValue([none], "", "b", "a", [b], 1)';
    const expected = { effect: 'flow', value: 'b', candidates: ['b', 'a', '1'] };
    expect(evaluateText(expression, { b: 'b' })).toEqual(expected);
  });

  it('has no value when no rule gives one', () => {
    const expected = { effect: 'flow', value: null, candidates: [] };
    expect(evaluateText('SelectUniqueValue([none], "")')).toEqual(expected);
  });

  it('leaves out a later rule that cannot be computed, since it may never be needed', () => {
    expect(evaluateText('SelectUniqueValue("a", Error("no"), "b")')).toMatchObject({ candidates: ['a', 'b'] });
    expect(() => evaluateText('SelectUniqueValue([none], Error("no"), "b")')).toThrow('no');
  });

  it('passes an effect on when that is all there is, and IgnoreObjectFlow always', () => {
    const dropped = 'IgnoreFlowIfNullOrEmpty([none])';
    expect(evaluateText(`SelectUniqueValue(${dropped}, "a")`)).toMatchObject({ candidates: ['a'] });
    expect(evaluateText(`SelectUniqueValue(${dropped}, "")`).effect).toBe('dropAttribute');
    expect(evaluateText('SelectUniqueValue("a", IgnoreObjectFlow)').effect).toBe('ignoreObject');
  });

  it('computes each rule once, so that the value is among the candidates also when it is random', () => {
    const { value, ...rest } = evaluateText('SelectUniqueValue(RandomString(9,0,0,0,9), RandomString(9,0,0,0,9))');
    expect(rest).toMatchObject({ candidates: [value, expect.stringMatching(/^.{9}$/u)] });
  });

  it('alone has candidates', () => {
    expect(buildCandidates(parseExpression('Coalesce("a", "b")'))).toBeUndefined();
    expect(evaluateText('Coalesce("a", "b")')).not.toHaveProperty('candidates');
    const expression = parseExpression('SelectUniqueValue("a", "b")');
    expect(buildCandidates(expression)?.(context)).toEqual(['a', 'b']);
    expect(buildEvaluator(expression)(context)).toBe('a');
  });
});
