import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExpressionError } from '../../../shared/expressions/expressionError.ts';
import { parseExpression } from '../../../shared/expressions/parseExpression.ts';
import { parseSyntax } from '../../../shared/expressions/parseSyntax.ts';
import { printExpression } from '../../../shared/expressions/printExpression.ts';
import { arbitraryTree } from './arbitraryTree.ts';
import vectors from './expressionVectors.json' with { type: 'json' };

/** A tree without positions, which depend on white space. */
function shapeOf(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, part) => (key === 'at' ? undefined : part)));
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

describe('what Entra does not offer', () => {
  it('takes operators outside of functions', () => {
    expect(shapeOf(parseExpression('[a] & "x"'))).toMatchObject({ kind: 'concatenation' });
    expect(shapeOf(parseExpression('[a] = "x"'))).toMatchObject({ kind: 'comparison' });
  });

  it.each([
    ['[a] OR [b] AND [c]', '[a] OR ([b] AND [c])'],
    ['NOT [a] AND [b]', '(NOT [a]) AND [b]'],
    ['NOT [a] = "x"', 'NOT ([a] = "x")'],
    ['NOT NOT [a]', 'NOT (NOT [a])'],
    ['[a] = "x" AND [b] <> "y"', '([a] = "x") AND ([b] <> "y")'],
    ['[a] & "x" = "y" & [b]', '([a] & "x") = ("y" & [b])'],
    ['NOT([a])', 'NOT [a]'],
    ['[a]AND(([b])OR[c])', '[a] AND ([b] OR [c])'],
  ])('%s means %s', (text, meaning) => {
    expect(shapeOf(parseSyntax(text))).toEqual(shapeOf(parseSyntax(meaning)));
  });

  it.each([
    ['([a] OR [b]) AND [c]', '[a] OR [b] AND [c]'],
    ['([a] AND [b]) AND [c]', '[a] AND [b] AND [c]'],
    ['NOT ([a] AND [b])', 'NOT [a] AND [b]'],
    ['([a] = "x") = "True"', '[a] & "x" = "True"'],
  ])('the parentheses of %s are kept when it is printed', (text, other) => {
    const tree = shapeOf(parseSyntax(text));
    expect(tree).not.toEqual(shapeOf(parseSyntax(other)));
    expect(printExpression(parseSyntax(text))).toBe(text);
  });

  it('words that begin with an operator are names', () => {
    expect(shapeOf(parseSyntax('F(ANDY, ORB, NOTE)'))).toEqual(
      call('F', ...['ANDY', 'ORB', 'NOTE'].map((name) => ({ kind: 'keyword', name }))),
    );
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
    'AND',
    'NOT ',
    'SelectUniqueValue',
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
    fc.assert(
      fc.property(arbitraryTree(), (tree) => {
        expect(shapeOf(parseSyntax(printExpression(tree)))).toEqual(shapeOf(tree));
      }),
      { numRuns: 500 },
    );
  });
});

describe('every documented expression', () => {
  it.each(vectors.vectors)('$id is printed so that it parses to the same tree', ({ expression }) => {
    const tree = parseSyntax(expression);
    expect(shapeOf(parseSyntax(printExpression(tree)))).toEqual(shapeOf(tree));
  });
});
