import { describe, expect, it } from 'vitest';
import { PatternError } from '../../../shared/expressions/dotNetPattern.ts';
import type { ScopingClause } from '../../../shared/model/mapping.ts';
import { compileFilters } from '../../../shared/scoping/compileFilters.ts';
import { SCOPING_OPERATORS } from '../../../shared/scoping/operators.ts';
import { sourceView } from '../mapping/sourceView.ts';

const clause = (attribute: string, operator: string, value?: string): ScopingClause => ({
  attribute,
  operator,
  ...(value !== undefined && { value }),
});

function holds(department: string | null, operator: string, value?: string): boolean {
  const filters = compileFilters([{ name: 'f', clauses: [clause('department', operator, value)] }]);
  return filters.evaluate(sourceView({ department })).passed;
}

describe('operators', () => {
  it.each([
    ['Sales', 'EQUALS', 'Sales', true],
    ['Sales', 'EQUALS', 'sales', false],
    ['Sales', 'NOT EQUALS', 'Sales', false],
    ['Sales', 'NOT EQUALS', 'sales', true],
    ['Sales', 'IS NULL', undefined, false],
    ['Sales', 'IS NOT NULL', undefined, true],
    ['42', 'REGEX MATCH', '([1-9][0-9])', true],
    ['142', 'REGEX MATCH', '([1-9][0-9])', false],
    ['SALES', 'REGEX MATCH', 'Sales', false],
    ['a|b', 'REGEX MATCH', 'a|c', false],
    ['142', 'NOT REGEX MATCH', '([1-9][0-9])', true],
    ['42', 'NOT REGEX MATCH', '([1-9][0-9])', false],
    ['10', 'Greater_Than', '9', true],
    ['9', 'Greater_Than', '9', false],
    ['9', 'Greater_Than_OR_EQUALS', '9', true],
    ['-5', 'Greater_Than', '1', false],
    ['ten', 'Greater_Than', '1', false],
    ['12345678901234567891', 'Greater_Than', '12345678901234567890', true],
    ['Field Sales EMEA', 'Includes', 'Sales', true],
    ['Field sales', 'Includes', 'Sales', false],
    ['Field Sales', 'ENDS_WITH', 'Sales', true],
    ['Sales EMEA', 'ENDS_WITH', 'Sales', false],
    ['Sales', '&', 'Sales;Marketing', true],
    ['Legal', '&', 'Sales;Marketing', false],
    ['Sales', '!&', 'Sales;Marketing', false],
    ['Legal', '!&', 'Sales;Marketing', true],
  ])('%s %s %s is %s', (department, operator, value, expected) => {
    expect(holds(department, operator, value)).toBe(expected);
  });

  it.each([...SCOPING_OPERATORS.keys()])(
    '%s is false for no value and for the empty text, unless it asks for just that',
    (operator) => {
      const value = operator.startsWith('Greater') ? '0' : 'x';
      expect(holds(null, operator, value)).toBe(operator === 'IS NULL');
      expect(holds('', operator, value)).toBe(operator === 'IS NULL');
    },
  );

  it('IS TRUE and IS FALSE test Booleans', () => {
    const passes = (operator: string, accountEnabled: unknown) =>
      compileFilters([{ name: 'f', clauses: [clause('accountEnabled', operator)] }]).evaluate(
        sourceView({ accountEnabled }),
      ).passed;
    expect([passes('IS TRUE', true), passes('IS TRUE', false), passes('IS TRUE', null)]).toEqual([true, false, false]);
    expect([passes('IS FALSE', true), passes('IS FALSE', false), passes('IS FALSE', null)]).toEqual([
      false,
      true,
      false,
    ]);
  });
});

describe('filters', () => {
  const filters = compileFilters([
    { name: 'Marketing', clauses: [clause('department', 'EQUALS', 'Marketing'), clause('country', 'EQUALS', 'US')] },
    { name: 'Named', clauses: [clause('surname', 'IS NOT NULL')] },
  ]);

  it('pass when all clauses of one of them hold', () => {
    expect(filters.evaluate(sourceView({ department: 'Marketing', country: 'US' })).passed).toBe(true);
    expect(filters.evaluate(sourceView({ department: 'Marketing', country: 'DE' })).passed).toBe(false);
    expect(filters.evaluate(sourceView({ surname: 'Doe' })).passed).toBe(true);
  });

  it('tell of every clause whether it held, as Entra words it', () => {
    expect(filters.evaluate(sourceView({ department: 'Marketing' })).clauses).toEqual([
      { filter: 'Marketing', clause: "department EQUALS 'Marketing'", passed: true },
      { filter: 'Marketing', clause: "country EQUALS 'US'", passed: false },
      { filter: 'Named', clause: 'surname IS NOT NULL', passed: false },
    ]);
  });

  it('let everything pass when there are none', () => {
    const none = compileFilters([]);
    expect(none.isEmpty).toBe(true);
    expect(filters.isEmpty).toBe(false);
    expect(none.evaluate(sourceView({}))).toEqual({ passed: true, clauses: [] });
  });

  it('work on other objects with their own attributes', () => {
    const attributes = new Map([['displayName', { read: (group: { name: string }) => group.name }]]);
    const groups = compileFilters([{ name: 'f', clauses: [clause('displayName', 'EQUALS', 'Sales')] }], attributes);
    expect(groups.evaluate({ name: 'Sales' }).passed).toBe(true);
  });

  it('are refused when they cannot be evaluated', () => {
    const compile =
      (...args: [string, string, string?]) =>
      () =>
        compileFilters([{ name: 'f', clauses: [clause(...args)] }]);
    expect(compile('nothing', 'EQUALS', 'x')).toThrow(RangeError);
    expect(compile('department', 'equals', 'x')).toThrow(RangeError);
    expect(compile('department', 'REGEX MATCH', '(?=x)')).toThrow(PatternError);
  });
});
