import type { ComparisonOperator, Expression } from './expression.ts';
import { ExpressionError } from './expressionError.ts';
import { MAX_EXPRESSION_LENGTH, MAX_NESTING_DEPTH } from './expressionLimits.ts';
import { ExpressionScanner } from './expressionScanner.ts';

const IDENTIFIER = /[\p{L}_][\p{L}\p{N}_]*/uy;
const ATTRIBUTE = /\[[^[\]]*\]/uy;
const TEXT = /"(?:\\.|[^"\\])*"/suy;
const DECIMAL = /-?\d+(?:\.\d+)?/uy;
const HEXADECIMAL = /&[Hh][0-9A-Fa-f]+/uy;
const COMPARISON = /<>|>=|<=|=|>|</uy;

/**
 * Parses the grammar of Entra's mapping expressions (functions-for-customizing-application-data, "Syntax overview").
 * Knows no function and no attribute; see `parseExpression` for that.
 *
 * @throws ExpressionError and nothing else
 */
export function parseSyntax(text: string): Expression {
  const start = { line: 1, column: 1 };
  if (text.length > MAX_EXPRESSION_LENGTH) {
    throw new ExpressionError(start, `the expression has more than ${MAX_EXPRESSION_LENGTH} characters`);
  }
  const scanner = new ExpressionScanner(text);
  const parser = new Parser(scanner);
  const expression = parser.expression(0);
  const found = scanner.describeNext();
  if (found !== 'the end of the expression') {
    throw new ExpressionError(scanner.position(), undefined, { found, expected: 'the end of the expression' });
  }
  if (expression.kind === 'attribute' || expression.kind === 'text' || expression.kind === 'call') return expression;
  throw new ExpressionError(expression.at, TOP_LEVEL_HINTS[expression.kind]);
}

const TOP_LEVEL_HINTS = {
  number: 'a constant must stand in double quotes',
  keyword: 'a name alone is no expression: write [name] for an attribute, "name" for a text or name(…) for a function',
  comparison: 'a comparison can only be an argument, e.g. of IIF or CBool',
  concatenation: 'texts are joined with the functions Append or Join; & can only be used within an argument',
};

class Parser {
  readonly #scanner: ExpressionScanner;

  constructor(scanner: ExpressionScanner) {
    this.#scanner = scanner;
  }

  expression(depth: number): Expression {
    const at = this.#scanner.position();
    const left = this.#concatenation(depth);
    const operator = this.#scanner.take(COMPARISON) as ComparisonOperator | undefined;
    if (operator === undefined) return left;
    return { kind: 'comparison', operator, left, right: this.#concatenation(depth), at };
  }

  #concatenation(depth: number): Expression {
    const at = this.#scanner.position();
    const first = this.#operand(depth);
    const parts = [first];
    while (this.#scanner.takeText('&')) parts.push(this.#operand(depth));
    return parts.length === 1 ? first : { kind: 'concatenation', parts, at };
  }

  #operand(depth: number): Expression {
    const at = this.#scanner.position();
    const attribute = this.#scanner.take(ATTRIBUTE);
    if (attribute !== undefined) {
      const name = attribute.slice(1, -1).trim();
      if (name === '') throw new ExpressionError(at, 'an attribute name is missing between [ and ]');
      return { kind: 'attribute', name, at };
    }
    const quoted = this.#scanner.take(TEXT);
    if (quoted !== undefined) return { kind: 'text', value: unescapeText(quoted.slice(1, -1)), at };
    const decimal = this.#scanner.take(DECIMAL);
    if (decimal !== undefined) return { kind: 'number', value: Number(decimal), literal: decimal, at };
    const hexadecimal = this.#scanner.take(HEXADECIMAL);
    if (hexadecimal !== undefined) {
      return { kind: 'number', value: Number.parseInt(hexadecimal.slice(2), 16), literal: hexadecimal, at };
    }
    const name = this.#scanner.take(IDENTIFIER);
    if (name === undefined) throw this.#unexpectedOperand();
    if (!this.#scanner.takeText('(')) return { kind: 'keyword', name, at };
    if (depth >= MAX_NESTING_DEPTH) {
      throw new ExpressionError(at, `functions are nested more than ${MAX_NESTING_DEPTH} deep`);
    }
    return { kind: 'call', name, args: this.#arguments(depth + 1), at };
  }

  /** Arguments up to the closing parenthesis. Those left empty keep their place, also the last one: `ToLower([x], )`. */
  #arguments(depth: number): (Expression | null)[] {
    if (this.#scanner.takeText(')')) return [];
    const args: (Expression | null)[] = [];
    for (;;) {
      if (this.#scanner.takeText(',')) {
        args.push(null);
        continue;
      }
      if (this.#scanner.takeText(')')) return [...args, null];
      args.push(this.expression(depth));
      if (this.#scanner.takeText(')')) return args;
      if (!this.#scanner.takeText(',')) {
        throw new ExpressionError(this.#scanner.position(), undefined, {
          found: this.#scanner.describeNext(),
          expected: "',' or ')'",
        });
      }
    }
  }

  #unexpectedOperand(): ExpressionError {
    const at = this.#scanner.position();
    const found = this.#scanner.describeNext();
    if (found === "'\"'") return new ExpressionError(at, 'the closing " of this text is missing', { found });
    if (found === "'['") return new ExpressionError(at, 'the closing ] of this attribute is missing', { found });
    if (/[“”„«»]/u.test(found)) return new ExpressionError(at, `found ${found}: texts stand in straight quotes "`);
    const expected = 'an [attribute], a "text", a number or a function';
    return new ExpressionError(at, undefined, { found, expected });
  }
}

/** `\\` and `\"` are escapes; before any other character a lone backslash stays, as Microsoft's own samples need (`"\+"`). */
function unescapeText(text: string): string {
  return text.replace(/\\([\\"])/gu, '$1');
}
