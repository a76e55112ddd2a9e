import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExpressionError } from '../../../shared/expressions/expressionError.ts';
import { parseExpression } from '../../../shared/expressions/parseExpression.ts';
import { parseSyntax } from '../../../shared/expressions/parseSyntax.ts';
import { printExpression } from '../../../shared/expressions/printExpression.ts';

/** A tree without positions, which depend on white space. */
function shapeOf(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, part) => (key === 'at' ? undefined : part)));
}

function errorOf(text: string, attributes?: ReadonlySet<string>): ExpressionError {
  try {
    parseExpression(text, { attributes });
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
  throw new Error(`no error in ${text}`);
}

const call = (name: string, ...args: unknown[]) => ({ kind: 'call', name, args });
const attribute = (name: string) => ({ kind: 'attribute', name });
const text = (value: string) => ({ kind: 'text', value });

describe('grammar', () => {
  it('takes a plain attribute, a constant or a call as a whole', () => {
    expect(shapeOf(parseSyntax('[mail]'))).toEqual(attribute('mail'));
    expect(shapeOf(parseSyntax(' "x" '))).toEqual(text('x'));
    expect(shapeOf(parseSyntax('Now()'))).toEqual(call('Now'));
  });

  it('keeps the place of arguments that are left empty, also of the last', () => {
    const args = [attribute('a'), text('x'), null, null, text('y'), null, null];
    expect(shapeOf(parseSyntax('Replace([a], "x", , , "y", , )'))).toEqual(call('Replace', ...args));
    expect(shapeOf(parseSyntax('F(,)'))).toEqual(call('F', null, null));
  });

  it('takes white space and line breaks anywhere between tokens', () => {
    const expected = shapeOf(parseSyntax('Left([a],3)'));
    expect(shapeOf(parseSyntax('\n Left\t(\r\n [ a ] ,\u00a03\n)\n'))).toEqual(expected);
  });

  it('unescapes \\\\ and \\" and keeps a lone backslash before anything else', () => {
    expect(shapeOf(parseSyntax(String.raw`"a\\b\"c\d\+"`))).toEqual(text(String.raw`a\b"c\d\+`));
  });

  it('takes decimal, negative and hexadecimal numbers, and knows & as joining', () => {
    expect(shapeOf(parseSyntax('F(-10, 1.5, &HF7)'))).toMatchObject({
      args: [{ value: -10 }, { value: 1.5 }, { value: 247, literal: '&HF7' }],
    });
    expect(shapeOf(parseSyntax('F([a] & "-" & [b])'))).toMatchObject({
      args: [{ kind: 'concatenation', parts: [attribute('a'), text('-'), attribute('b')] }],
    });
  });

  it.each(['=', '<>', '>', '>=', '<', '<='])('compares with %s within an argument', (operator) => {
    expect(shapeOf(parseSyntax(`IIF([a]${operator}"x", "1", "2")`))).toMatchObject({
      args: [{ kind: 'comparison', operator, left: attribute('a'), right: text('x') }, text('1'), text('2')],
    });
  });
});

describe('errors', () => {
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
    ['ToLower(“a”)', 'straight quotes'],
    ['10', 'must stand in double quotes'],
    ['mail', '[name] for an attribute'],
    ['[a] = [b]', 'can only be an argument'],
    ['[a] & [b]', 'Append or Join'],
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
    expect(errorOf('Zzzzzz([mail])').suggestion).toBeUndefined();
  });

  it('tell which arguments a function takes', () => {
    expect(errorOf('Left([a])').message).toContain('Left takes (String, NumChars), not 1 arguments');
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
  });
});

describe('for any text', () => {
  const token = fc.constantFrom(
    '(',
    ')',
    ',',
    '[',
    ']',
    '"',
    '\\',
    '&',
    '=',
    '<',
    '>',
    ' ',
    '\n',
    'IIF',
    '[a]',
    '"x"',
    '&H',
    '-1',
  );
  const soup = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(token, { maxLength: 40 }).map((tokens) => tokens.join('')),
  );

  it('parsing gives a tree or an ExpressionError, and nothing else', () => {
    fc.assert(
      fc.property(soup, (input) => {
        try {
          parseExpression(input);
        } catch (error) {
          expect(error).toBeInstanceOf(ExpressionError);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('what is printed parses to the same tree', () => {
    const name = fc.constantFrom('IIF', 'Join', 'x_1', 'Größe');
    const { expression } = fc.letrec((tie) => ({
      operand: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        fc
          .constantFrom('mail', 'employeeOrgData.costCenter')
          .map((attributeName) => ({ kind: 'attribute', name: attributeName })),
        fc.string({ unit: 'binary' }).map((value) => ({ kind: 'text', value })),
        fc.integer().map((value) => ({ kind: 'number', value, literal: String(value) })),
        name.map((keyword) => ({ kind: 'keyword', name: keyword })),
        tie('call'),
      ),
      concatenation: fc
        .array(tie('operand'), { minLength: 2, maxLength: 3 })
        .map((parts) => ({ kind: 'concatenation', parts })),
      side: fc.oneof(tie('operand'), tie('concatenation')),
      comparison: fc.record({
        kind: fc.constant('comparison'),
        operator: fc.constantFrom('=', '<>', '>', '>=', '<', '<='),
        left: tie('side'),
        right: tie('side'),
      }),
      expression: fc.oneof(tie('side'), tie('comparison')),
      call: fc.record({
        kind: fc.constant('call'),
        name,
        args: fc
          .array(fc.oneof(fc.constant(null), tie('expression')), { maxLength: 4 })
          .filter((args) => args.length !== 1 || args[0] !== null),
      }),
    }));
    fc.assert(
      fc.property(
        fc.record({ kind: fc.constant('call'), name, args: fc.array(expression, { maxLength: 3 }) }),
        (tree) => {
          const printed = printExpression(tree as unknown as Parameters<typeof printExpression>[0]);
          expect(shapeOf(parseSyntax(printed))).toEqual(shapeOf(tree));
        },
      ),
      { numRuns: 500 },
    );
  });
});
