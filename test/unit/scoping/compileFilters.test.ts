import { describe, expect, it } from 'vitest';
import { PatternError } from '../../../shared/expressions/dotNetPattern.ts';
import { GROUP_SOURCES } from '../../../shared/model/groupAttributes.ts';
import type { ScopingClause } from '../../../shared/model/mapping.ts';
import type { SourceGroup } from '../../../shared/model/source.ts';
import { compileFilters } from '../../../shared/scoping/compileFilters.ts';
import { sourceView } from '../mapping/sourceView.ts';

const clause = (attribute: string, operator: string, value?: string): ScopingClause => ({
  attribute,
  operator,
  ...(value !== undefined && { value }),
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

  it('work on groups with the attributes of groups', () => {
    const clauses = [clause('securityEnabled', 'IS TRUE'), clause('displayName', 'Includes', 'Sales')];
    const groups = compileFilters([{ name: 'f', clauses }], GROUP_SOURCES);
    const group = (displayName: string, securityEnabled: boolean): SourceGroup => {
      return { id: 'g-1', state: 'present', properties: { displayName, securityEnabled } };
    };
    expect(groups.evaluate(group('Field Sales', true)).passed).toBe(true);
    expect(groups.evaluate(group('Field Sales', false)).passed).toBe(false);
    expect(groups.evaluate(group('Legal', true)).passed).toBe(false);
  });

  it('test directory extensions as whatever they hold', () => {
    const name = 'extension_0123456789abcdef0123456789abcdef_isContractor';
    const passes = (operator: string, value: unknown, wanted?: string) =>
      compileFilters([{ name: 'f', clauses: [clause(name, operator, wanted)] }]).evaluate(sourceView({ [name]: value }))
        .passed;
    expect(passes('IS TRUE', true)).toBe(true);
    expect(passes('IS TRUE', undefined)).toBe(false);
    expect(passes('EQUALS', 'x', 'x')).toBe(true);
    expect(passes('Greater_Than', 8, '7')).toBe(true);
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
