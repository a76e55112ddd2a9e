import { describe, expect, it } from 'vitest';
import { EvaluationError } from '../../../shared/expressions/evaluationError.ts';
import { evaluateText, flowingValue } from './evaluateText.ts';

const attributes = { yes: 'True', no: 'False', one: '1', flag: true, country: 'DE' };

describe('AND, OR and NOT', () => {
  it.each([
    ['[yes] AND [yes]', true],
    ['[yes] AND [no]', false],
    ['[no] OR [one]', true],
    ['[no] OR [none]', false],
    ['NOT [no]', true],
    ['NOT [none]', true],
    ['[flag] AND NOT [none]', true],
    ['[no] OR [yes] AND [no]', false],
    ['([no] OR [yes]) AND [yes]', true],
    ['[country] = "DE" AND NOT [country] = "AT"', true],
    ['IsPresent([country]) AND InStr([country], "D") > 0', true],
  ])('%s is %j', (expression, expected) => {
    expect(flowingValue(expression, attributes)).toBe(expected);
    expect(flowingValue(`IIF(${expression}, "then", "else")`, attributes)).toBe(expected ? 'then' : 'else');
  });

  it('look no further than needed', () => {
    expect(flowingValue('[no] AND Error("never")', attributes)).toBe(false);
    expect(flowingValue('[yes] OR Error("never")', attributes)).toBe(true);
  });

  it('pass an effect on', () => {
    expect(evaluateText('IIF([none] = "" AND IgnoreFlowIfNullOrEmpty([none]), "x", "y")').effect).toBe('dropAttribute');
    expect(evaluateText('NOT IgnoreObjectFlow').effect).toBe('ignoreObject');
  });

  it('the function Not stays what Entra has: text, and True for anything but True', () => {
    expect(flowingValue('Not([country])', attributes)).toBe('True');
    expect(flowingValue('Not([country] = "DE" AND [yes])', attributes)).toBe('False');
  });
});

describe('operators outside of functions', () => {
  it('give the value of the mapping', () => {
    expect(flowingValue('[country] & "-" & [none] & 7', attributes)).toBe('DE-7');
    expect(flowingValue('[country] <> "AT"', attributes)).toBe(true);
  });
});

describe('Error', () => {
  it('fails with its message and nothing else, and only where it is reached', () => {
    expect(() => flowingValue('Error("No mail.")')).toThrow(EvaluationError);
    expect(() => flowingValue('Error("No mail.")')).toThrow(/^No mail\.$/u);
    expect(() => flowingValue('Error([none])')).toThrow('Error without a message');
    expect(flowingValue('IIF("1" = "1", "fine", Error("never"))')).toBe('fine');
  });
});

describe('questions about a value', () => {
  const values = { text: 'x', empty: '', number: 5, list: ['a', 'b'], single: ['a'], flag: false };
  it.each([
    ['IsNull', ['none'], ['text', 'empty', 'number', 'list', 'flag']],
    ['IsNothing', ['none'], ['text', 'empty', 'number', 'list', 'flag']],
    ['IsNullOrEmpty', ['none', 'empty'], ['text', 'number', 'list', 'flag']],
    ['IsPresent', ['text', 'number', 'list', 'flag'], ['none', 'empty']],
    ['IsString', ['text', 'empty', 'number', 'single', 'flag'], ['none', 'list']],
  ])('%s is true of %j and false of %j', (name, holds, fails) => {
    const ask = (attribute: string) => flowingValue(`${name}([${attribute}])`, values);
    expect(holds.map(ask)).toEqual(holds.map(() => true));
    expect(fails.map(ask)).toEqual(fails.map(() => false));
  });
});

describe('numbers', () => {
  it.each([
    ['BitAnd(514, 2)', 2],
    ['BitAnd("512", 2)', 0],
    ['BitAnd(&HFFFFFFFFFF, &HF000000001)', 0xf000000001],
    ['BitAnd(-1, 255)', 255],
    ['CStr(132539615990000001)', '132539615990000001'],
    ['CStr(&H7FFFFFFFFFFFFFFF)', '9223372036854775807'],
    ['[never] = 9223372036854775807', true],
    ['CStr(1.5)', '1.5'],
  ])('%s is %j', (expression, expected) => {
    expect(flowingValue(expression, { never: '9223372036854775807' })).toBe(expected);
  });
});
