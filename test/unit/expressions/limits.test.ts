import { describe, expect, it } from 'vitest';
import { compileExpression } from '../../../shared/expressions/compileExpression.ts';
import { parseExpression } from '../../../shared/expressions/parseExpression.ts';
import { flowingValue } from './evaluateText.ts';

const TOO_MUCH = 'makes the expression take too long for texts of this length';
const many = (count: number, part: string) => `Join("", ${Array(count).fill(part).join(', ')})`;

describe('results', () => {
  it.each([
    'Replace(Replace(Replace([a], , ".", , "$0$0$0$0$0$0$0$0$0$0", , ), , ".", , "$0$0$0$0$0$0$0$0$0$0", , ), "x", , , "xxxxxxxxxx", , )',
    `Join("", ${Array(20).fill('[a]').join(', ')})`.replaceAll('[a]', 'Replace([a], "x", , , "xxxxxxxxx", , )'),
  ])('stops results that grow beyond all measure', (expression) => {
    expect(() => flowingValue(expression, { a: 'x'.repeat(1_000) })).toThrow('more than 65536 characters');
  });

  it('a list may have 10,000 values and as many characters as a text', () => {
    expect(flowingValue('Count(Split([a], ","))', { a: ','.repeat(9_999) })).toBe(10_000);
    expect(() => flowingValue('Split([a], ",")', { a: ','.repeat(10_000) })).toThrow('more than 10000 values');
    const a = Array(9).fill('x'.repeat(8_000));
    expect(() => flowingValue('ToUpper([a])', { a })).toThrow('more than 65536 characters');
    expect(flowingValue('Count([a])', { a })).toBe(9);
  });
});

describe('work', () => {
  it('runs in linear time on patterns that make others hang', () => {
    const started = performance.now();
    flowingValue('Replace([a], , "^(a+)+$", , "", , )', { a: `${'a'.repeat(5_000)}!` });
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it('a search that looks at the rest of the text for each match is stopped', () => {
    const expression = 'Replace([a], , "x.*y|x", , "", )';
    expect(flowingValue(expression, { a: 'x'.repeat(1_000) })).toBe('');
    expect(() => flowingValue(expression, { a: 'x'.repeat(20_000) })).toThrow(`Replace ${TOO_MUCH}`);
    const counted = 'Replace([a], , "x{999}|x", , "", )';
    expect(flowingValue(counted, { a: 'x'.repeat(100) })).toBe('');
    expect(() => flowingValue(counted, { a: 'x'.repeat(900) })).toThrow(`Replace ${TOO_MUCH}`);
  });

  it.each([
    'Replace([a], [b], , , "x", )',
    'Replace([b], [b], , , , , [a])',
    'InStr([a], [b])',
    'Contains([a], [b])',
    'Split([a], [b])',
  ])('%s pays for a text that is hard to find', (expression) => {
    const half = 'a'.repeat(50_000);
    expect(() => flowingValue(expression, { a: half + half + half, b: `${half}b${half}` })).toThrow(TOO_MUCH);
    expect(() => flowingValue(expression, { a: half, b: 'contoso.com' })).not.toThrow();
  });

  it('documented patterns may be used on long texts', () => {
    expect(flowingValue('Replace([a], , "[()\\\\s-]+", , "", )', { a: '(1) 2-'.repeat(500) })).toBe('12'.repeat(500));
    expect(flowingValue('Replace([a], , "[^a-z]", , "", )', { a: 'a1'.repeat(30_000) })).toBe('a'.repeat(30_000));
  });

  it('a long text can be used, but not over and over', () => {
    const a = 'x'.repeat(1_000_000);
    expect(flowingValue('Left([a], 3)', { a })).toBe('xxx');
    expect(() => flowingValue(many(100, 'Left([a], 3)'), { a })).toThrow(`[a] ${TOO_MUCH}`);
    expect(flowingValue(many(100, 'Left([a], 3)'), { a: 'x'.repeat(1_000) })).toBe('xxx'.repeat(100));
  });

  it('each evaluation has the whole budget', () => {
    const evaluate = compileExpression(parseExpression(many(30, 'Left([a], 3)')));
    const context = { attribute: () => 'x'.repeat(50_000), now: new Date(0), guid: () => 'g' };
    const results = Array.from({ length: 5 }, () => evaluate(context));
    expect(results).toEqual(Array(5).fill({ effect: 'flow', value: 'x'.repeat(90) }));
  });

  it('patterns that are computed are paid for', () => {
    const b = 'a{100}'.repeat(15);
    expect(flowingValue('Replace([a], , [b], , "y", )', { a: 'x', b })).toBe('x');
    expect(() => flowingValue(many(100, 'Replace([a], , [b], , "y", )'), { a: 'x', b })).toThrow(`Replace ${TOO_MUCH}`);
  });

  it('thousands of marks on one letter do not slow NormalizeDiacritics down', () => {
    expect(flowingValue('NormalizeDiacritics([a])', { a: `Zoe${'\u0308\u0323'.repeat(30_000)}!` })).toBe('Zoe!');
  });
});
