import { describe, expect, it } from 'vitest';
import { ExpressionError } from '../../../shared/expressions/expressionError.ts';
import { parseExpression } from '../../../shared/expressions/parseExpression.ts';
import { parseSyntax } from '../../../shared/expressions/parseSyntax.ts';

function errorOf(text: string, attributes?: ReadonlySet<string>): ExpressionError {
  try {
    parseExpression(text, { attributes });
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
  throw new Error(`no error in ${text}`);
}

describe('errors', () => {
  it.each([
    '',
    'Left([a], 3))',
    'Left("a, 3)',
    'Left([a, 3)',
    'Left([], 3)',
    'ToLower(“a”)',
    '10',
    'Left(mial, 1)',
    'Left([mial], 1)',
    'Lfet([a], 1)',
    'Left([a])',
    'Left(, 1)',
    'IIF(([a]',
    `"${'x'.repeat(10_000)}"`,
    `${'('.repeat(101)}"x"`,
    'Append(SelectUniqueValue([a], [b]), "x")',
  ])('%.20s: what was found and what was expected can be read one by one', (expression) => {
    const { line, column, found, expected } = errorOf(expression, new Set(['a', 'b']));
    expect({ line, column }).toEqual({ line: 1, column: expect.any(Number) });
    expect([found, expected]).toEqual([expect.any(String), expect.any(String)]);
  });

  it('tell line and column, what was found and what was expected', () => {
    const error = errorOf('Join(", ",\n  [givenName] [surname])');
    expect(error).toMatchObject({ line: 2, column: 15, found: "'['", expected: "',' or ')'" });
    expect(error.message).toBe("line 2, column 15: found '[' where ',' or ')' was expected.");
  });

  it.each([
    ['', 'found the end of the expression'],
    ['Left([a], 3', 'found the end of the expression'],
    ['Left([a], 3))', "found ')' where the end of the expression was expected"],
    ['Left("a, 3)', 'closing " of this text is missing'],
    ['Left([a, 3)', 'closing ] of this attribute is missing'],
    ['Left([], 3)', 'attribute name is missing'],
    ['ToLower(“a”)', 'straight double quotes'],
    ["ToLower('a')", 'straight double quotes'],
    ['10', 'must stand in double quotes'],
    ['mail', 'neither a function nor a known word'],
    ['IgnoreAttributeFlow', 'can only be an argument'],
    ['IIF([a] = "x" = "y", "1", "2")', "found '='"],
    ['IIF([a] AND, "1", "2")', "found ','"],
    ['IIF(AND [a], "1", "2")', "found 'AND' where an [attribute]"],
    ['IIF(([a] = "x", "1", "2")', "found ',' where ')' was expected"],
    ['IIF((), "1", "2")', "found ')'"],
    ['Join(SelectUniqueValue([a], [b]), "x")', 'SelectUniqueValue can only be the outermost function'],
    ['SelectUniqueValue([a], [b]) & "x"', 'can only be the outermost function'],
    ['SelectUniqueValue([a])', 'two values or more, not 1'],
    ['IIF([a] = = "x", "1", "2")', "found '='"],
  ])('%s: %s', (expression, message) => {
    expect(errorOf(expression).message).toContain(message);
  });

  it('suggest the nearest function, attribute or word', () => {
    expect(errorOf('ToLowr([mail])').suggestion).toBe('ToLower');
    expect(errorOf('tolower([mail])').suggestion).toBe('ToLower');
    expect(errorOf('ToLower([mial])', new Set(['mail', 'surname'])).suggestion).toBe('[mail]');
    expect(errorOf('ToLower(mail)', new Set(['mail'])).suggestion).toBe('[mail]');
    expect(errorOf('IIF(IsNull([mail]), IgnoreAttributFlow, "x")').suggestion).toBe('IgnoreAttributeFlow');
    expect(errorOf('ToLower(mial)', new Set(['mail'])).suggestion).toBe('[mail]');
    expect(errorOf('mail', new Set(['mail'])).suggestion).toBe('[mail]');
    expect(errorOf('Join(", ", Gudi)').suggestion).toBe('Guid(…)');
    expect(errorOf('IIF([a] = "x" and [b] = "y", "1", "2")').suggestion).toBe('AND');
    expect(errorOf('10').suggestion).toBe('"10"');
    expect(errorOf('Zzzzzz([mail])').suggestion).toBeUndefined();
  });

  it('tell which arguments a function takes', () => {
    expect(errorOf('Left([a])').message).toContain('Left takes (String, NumChars), not 1 argument.');
    expect(errorOf('Left([a], 1, 2)').message).toContain('not 3 arguments');
    expect(errorOf('Left(, 1)').message).toContain('Left needs its argument String');
    expect(errorOf('Switch([a], "x", "key")').message).toContain('pairs of key and value, not 3 arguments');
  });

  it('let one empty argument too many pass at the end', () => {
    expect(parseExpression('ToLower([a], , )').kind).toBe('call');
    expect(parseExpression('Switch([a], , "1", "x", )').kind).toBe('call');
  });

  it('stop at 10,000 characters and 100 nested calls', () => {
    expect(parseSyntax(`"${'x'.repeat(9_998)}"`).kind).toBe('text');
    expect(errorOf(`"${'x'.repeat(9_999)}"`).message).toContain('more than 10000 characters');
    const nested = (depth: number) => `${'Trim('.repeat(depth)}[a]${')'.repeat(depth)}`;
    expect(parseExpression(nested(100)).kind).toBe('call');
    expect(errorOf(nested(101)).message).toContain('more than 100 deep');
    const parentheses = (depth: number) => `${'('.repeat(depth)}[a]${')'.repeat(depth)}`;
    expect(parseExpression(parentheses(100)).kind).toBe('attribute');
    expect(errorOf(parentheses(101)).message).toContain('more than 100 deep');
    expect(parseExpression(`${'NOT '.repeat(100)}[a]`).kind).toBe('negation');
    expect(errorOf(`${'NOT '.repeat(2_000)}[a]`).message).toContain('more than 100 deep');
  });
});
