import { describe, expect, it } from 'vitest';
import { compileExpression } from '../../../shared/expressions/compileExpression.ts';
import { ExpressionError } from '../../../shared/expressions/expressionError.ts';
import { parseExpression } from '../../../shared/expressions/parseExpression.ts';
import { flowingValue } from './evaluateText.ts';

describe('Replace', () => {
  it.each([
    ['Replace("a.b.c", ".", , , "-", , )', 'a-b-c'],
    ['Replace("Ann", "%name%", , , , , "Hello %name%, bye %name%")', 'Hello Ann, bye Ann'],
    [`Replace("John Smith", , "(?<first>\\\\w+) (?<last>\\\\w+)", , "\${last}, \${first}", , )`, 'Smith, John'],
    [`Replace("ab", , "(a)(?<n>b)", , "$2$1$0$$$9\${no}", , )`, `baab$$9\${no}`],
    ['Replace("abc", , ".*", , "x", , )', 'xx'],
    ['Replace("a1b22", , "[a-z](?<n>\\\\d+)", "n", "#", , )', 'a#b#'],
    ['Replace("", , "^(?<local>[^@]+)@", "local", , [mail], )', 'jane'],
    ['Replace("given", , "^(?<local>[^@]+)@", "local", , [mail], )', 'given'],
    ['Replace("José!", , "\\\\W", , "", , )', 'José'],
    ['Replace("é1 _-", , "[\\\\W_]+", , "", , )', 'é1'],
    ['Replace("a[b]", , "[[\\\\]]", , "", , )', 'ab'],
    ['Replace("a\u00a0b", , "\\\\s", , "", , )', 'ab'],
    ['Replace("x😀y", , "😀", , "-", , )', 'x-y'],
    [`Replace("2024", , "(?'y'\\\\d{2})", , "<\${y}>", , )`, '<20><24>'],
    ['Replace("abc", "", "b", "", "-", , "")', 'a-c'],
    ['Replace("Zoë_9!", , "[^\\\\W_]", , "", , )', '_!'],
    ['Replace("Zoë_9!", , "[^\\\\W\\\\d_]+", , "", , )', '_9!'],
    ['Replace("abcdé😀", , "[a-z-[aeiou]]", , "", , )', 'aé😀'],
    ['Replace("abc]-9", , "[\\\\w\\\\]\\\\--[\\\\d-[9]]]", , "", , )', ''],
    ['Replace("x-\ty", , "[^\\\\S\\\\x20\\\\u00a0]", , "", , )', 'x-y'],
    ['Replace("😀a", , "[^\\\\W]", , "", , )', '😀'],
    [`Replace("Größe 9", , "(?<größe>\\\\w+) .", , "\${größe}", , )`, 'Größe'],
  ])('%s is %j', (expression, expected) => {
    expect(flowingValue(expression, { mail: 'jane@contoso.example' })).toBe(expected);
  });

  it('numbers unnamed groups before named ones, as .NET does', () => {
    expect(flowingValue('Replace("abc", , "(a)(?<x>b)(c)", , "$1$2$3", , )')).toBe('acb');
  });

  it.each([
    ['(?=a)', 'look-ahead'],
    ['(?<!a)b', 'look-behind'],
    ['(a)\\\\1', 'back-reference'],
    ['(?>a)', 'atomic'],
    ['(?<n>a)(?<n>b)', 'two groups named n'],
    ['[a-z-[b]', 'without its ]'],
    ['[z-a-[b]]', 'malformed'],
    ['(a{1000}){1000}', 'malformed'],
    [`(?:${'a{1000}'.repeat(21)})`, 'repeats too much'],
    ['a'.repeat(4_001), 'more than 4000 characters'],
    ['(?x)a', 'options'],
    ['(a', 'malformed'],
    ['[a', 'without its ]'],
  ])('rejects the pattern %s with a clear reason when the expression is compiled', (pattern, reason) => {
    const expression = parseExpression(`Replace([a], , "${pattern}", , "", , )`);
    expect(() => compileExpression(expression)).toThrow(ExpressionError);
    expect(() => compileExpression(expression)).toThrow(reason);
  });

  it.each([
    ['Replace([a])', 'needs oldValue or regexPattern'],
    ['Replace([a], "x", "y", , "z", , )', 'not both'],
    ['Replace([a], "x", , , , , )', 'needs a replacementValue or a template'],
    ['Replace([a], , "x", , , , )', 'needs a replacementValue'],
    ['Replace([a], , "(?<n>x)", "m", "", , )', 'no group named m'],
  ])('rejects %s: %s', (text, reason) => {
    expect(() => compileExpression(parseExpression(text))).toThrow(reason);
  });
});
