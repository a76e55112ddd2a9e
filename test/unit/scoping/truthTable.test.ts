import { describe, expect, it } from 'vitest';
import { compileFilters } from '../../../shared/scoping/compileFilters.ts';
import { SCOPING_OPERATORS } from '../../../shared/scoping/operators.ts';
import { TRUTH_TABLE, type TruthRow } from '../../../shared/scoping/truthTable.ts';

function evaluate({ attribute, operator, value }: TruthRow): boolean {
  const clause = { attribute: 'a', operator, ...(value !== undefined && { value }) };
  const filters = compileFilters([{ name: 'f', clauses: [clause] }], new Map([['a', { read: () => attribute }]]));
  return filters.evaluate(undefined).passed;
}

describe('the truth table', () => {
  it.each(TRUTH_TABLE)('$attribute $operator $value is $holds', (row) => {
    expect(evaluate(row)).toBe(row.holds);
  });

  it.each([...SCOPING_OPERATORS.keys()])('shows both answers of %s, and what it says to no value', (operator) => {
    const rows = TRUTH_TABLE.filter((row) => row.operator === operator);
    expect(new Set(rows.map(({ holds }) => holds))).toEqual(new Set([true, false]));
    const empty = rows.filter(({ attribute }) => attribute === null || attribute === '');
    expect(empty.map(({ holds }) => holds)).toEqual(Array(2).fill(operator === 'IS NULL'));
  });
});
