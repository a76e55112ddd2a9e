import { describe, expect, it } from 'vitest';
import { compileExpression, redactsValue } from '../../../shared/expressions/compileExpression.ts';
import { EvaluationError } from '../../../shared/expressions/evaluationError.ts';
import { ExpressionError } from '../../../shared/expressions/expressionError.ts';
import { parseExpression } from '../../../shared/expressions/parseExpression.ts';
import { evaluateText, flowingValue } from './evaluateText.ts';

describe('no value', () => {
  it.each([
    ['Append([none], "@contoso.com")', null],
    ['Not([none])', 'True'],
    ['Mid([none], 1, 3)', null],
    ['ToLower([none])', null],
    ['Split([none], ",")', null],
    ['Count([none])', 0],
    ['Item([none], 1)', null],
    ['Join("-", [none], "a", "", "b")', 'a-b'],
    ['CBool([none])', false],
    ['IIF([none] = "", "none", "some")', 'none'],
    ['IIF([none] < 5, "less", "not less")', 'not less'],
    ['Coalesce([none], "", "b")', ''],
    ['Replace([none], "a", , , "b", , )', null],
    ['SingleAppRoleAssignment([none])', null],
  ])('%s is %j', (expression, expected) => {
    expect(flowingValue(expression)).toBe(expected);
  });
});

describe('laziness', () => {
  it('evaluates only the branch or case that is chosen', () => {
    expect(flowingValue('IIF(IsNull([a]), "none", Item([a], 0))')).toBe('none');
    expect(flowingValue('Switch("b", Item([a], 0), "a", Item([a], 0), "b", "chosen")')).toBe('chosen');
    expect(flowingValue('Coalesce("a", Item([a], 0))')).toBe('a');
  });
});

describe('effects', () => {
  it('an effect in an argument takes the place of the result', () => {
    expect(evaluateText('Join(" ", IgnoreFlowIfNullOrEmpty([a]), "x")').effect).toBe('dropAttribute');
    expect(evaluateText('ToLower(IIF(IsNull([a]), IgnoreObjectFlow, "x"))').effect).toBe('ignoreObject');
    expect(evaluateText('IIF([a] = IgnoreFlowIfNullOrEmpty([b]), "1", "2")').effect).toBe('dropAttribute');
  });

  it('an effect in a branch that is not chosen has none', () => {
    expect(evaluateText('IIF(IsPresent([a]), IgnoreObjectFlow, "x")')).toEqual({ effect: 'flow', value: 'x' });
  });
});

describe('comparison', () => {
  it.each([
    ['"a" = "A"', false],
    ['"a" <> "A"', true],
    ['"1" = "01"', false],
    ['[one] = 1', true],
    ['"01" = 1', true],
    ['"x" = 1', false],
    ['"10" > "9"', true],
    ['"b" > "a"', true],
    ['"a" >= "a"', true],
    ['IsNull([none]) = "True"', true],
  ])('%s is %j', (comparison, expected) => {
    expect(flowingValue(`CBool(${comparison})`, { one: '1' })).toBe(expected);
  });
});

describe('text', () => {
  it.each([
    ['Left("José", 3)', 'Jos'],
    ['Left("a😀b", 2)', 'a'],
    ['Mid("a😀b", 3, 2)', 'b'],
    ['Left("abc", "2")', 'ab'],
    ['Mid("abcdef", 3)', 'cdef'],
    ['Mid("abc", 9, 2)', ''],
    ['Word("a,,b", 2, ",")', 'b'],
    ['Word("abc", 1, "@")', 'abc'],
    ['Word("abc", 2, "@")', ''],
    ['ToUpper("straße")', 'STRAßE'],
    ['ToUpper("title", "tr-TR")', 'TİTLE'],
    ['ToLower("ΟΔΟΣ")', 'οδοσ'],
    ['PCase("st john\'s hospital")', "St John's Hospital"],
    ['PCase("o\'neill-SMITH 3rd")', "O'neill-Smith 3Rd"],
    ['PCase("a-b c", " ")', 'A-b C'],
    ['NormalizeDiacritics("Øyvind Ærø Straße")', 'OEyvind AEroe Strasse'],
    ['NormalizeDiacritics("Zoe\u0308 Nguyễn")', 'Zoe Nguyen'],
    ['NormalizeDiacritics("œuvre þór Йован")', 'œuvre þor Йован'],
    ['Trim("  a b ")', 'a b'],
    ['CStr(12)', '12'],
    ['CStr(IsNull([none]))', 'True'],
  ])('%s is %j', (expression, expected) => {
    expect(flowingValue(expression)).toBe(expected);
  });

  it('changes every item of a list', () => {
    expect(flowingValue('ToLower([x])', { x: ['SMTP:A', 'B'] })).toEqual(['smtp:a', 'b']);
  });
});

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
    ['[a-z-[b]]', 'subtraction'],
    ['[^\\\\W_]', 'within [^…]'],
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

  it('runs in linear time on patterns that make others hang', () => {
    const started = performance.now();
    flowingValue('Replace([a], , "^(a+)+$", , "", , )', { a: `${'a'.repeat(5_000)}!` });
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('what cannot be computed', () => {
  it.each([
    ['Left([secret], [secret])', 'Left', 'NumChars'],
    ['Item([secret], 0)', 'Item', 'index'],
    ['Mid([secret], 0, 1)', 'Mid', 'start'],
    ['IIF([secret], "a", "b")', 'IIF', 'condition'],
    ['CBool([secret])', 'CBool', 'expression'],
    ['ToLower([secret], "not a culture!")', 'ToLower', 'culture'],
    ['Append([several], "x")', 'Append', 'source'],
    ['Split([secret], "")', 'Split', 'delimiter'],
    ['Replace([secret], , [several], , "", , )', 'Replace', 'regexPattern'],
  ])('%s names the function and the argument, never the value', (expression, functionName, argument) => {
    const evaluate = () => flowingValue(expression, { secret: 'hunter2', several: ['hunter2', 'b'] });
    expect(evaluate).toThrow(EvaluationError);
    expect(evaluate).toThrow(expect.objectContaining({ functionName, argument }));
    expect(evaluate).not.toThrow(/hunter2/u);
  });

  it.each([
    'Replace(Replace(Replace([a], , ".", , "$0$0$0$0$0$0$0$0$0$0", , ), , ".", , "$0$0$0$0$0$0$0$0$0$0", , ), "x", , , "xxxxxxxxxx", , )',
    `Join("", ${Array(20).fill('[a]').join(', ')})`.replaceAll('[a]', 'Replace([a], "x", , , "xxxxxxxxx", , )'),
  ])('stops results that grow beyond all measure', (expression) => {
    expect(() => flowingValue(expression, { a: 'x'.repeat(1_000) })).toThrow('more than 65536 characters');
  });
});

describe('roles', () => {
  const role = (id: string, value: string | null, displayName: string) => JSON.stringify({ id, value, displayName });
  const roleOf = (...roles: string[]) => flowingValue('SingleAppRoleAssignment([roles])', { roles });

  it('gives the value of the role, or its name when it has no value', () => {
    expect(roleOf(role('1', 'admin', 'Administrator'))).toBe('admin');
    expect(roleOf(role('1', null, 'User'))).toBe('User');
  });

  it('gives the same one of several in whatever order they come', () => {
    const [first, second] = [role('1', 'owner', 'O'), role('2', 'admin', 'A')];
    expect([roleOf(first, second), roleOf(second, first)]).toEqual(['admin', 'admin']);
  });

  it('leaves Default Access out', () => {
    expect(roleOf(role('00000000-0000-0000-0000-000000000000', null, 'Default Access'))).toBeNull();
  });
});

describe('surroundings', () => {
  it('Now and Guid come from the context', () => {
    expect(flowingValue('Now()')).toBe('7/2/2021 3:33:38 PM');
    expect(evaluateText('Now()', {}, { now: new Date('2024-01-09T00:05:00Z') }).value).toBe('1/9/2024 12:05:00 AM');
    expect(flowingValue('Guid()')).toBe('00aa00aa-bb11-cc22-dd33-44ee44ee44ee');
  });

  it('Redact lets the value flow and marks the expression', () => {
    expect(flowingValue('Redact([a])', { a: 'x' })).toBe('x');
    expect(redactsValue(parseExpression('Append(Redact([a]), "y")'))).toBe(true);
    expect(redactsValue(parseExpression('Append([a], "Redact()")'))).toBe(false);
  });
});
