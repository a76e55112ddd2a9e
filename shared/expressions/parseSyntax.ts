import type { ComparisonOperator, Expression, Junction } from './expression.ts';
import { ExpressionError } from './expressionError.ts';
import { MAX_EXPRESSION_LENGTH, MAX_NESTING_DEPTH } from './expressionLimits.ts';
import { ExpressionScanner } from './expressionScanner.ts';
import { unexpectedOperand, unexpectedToken } from './unexpectedToken.ts';

const IDENTIFIER = /[\p{L}_][\p{L}\p{N}_]*/uy;
const ATTRIBUTE = /\[[^[\]]*\]/uy;
const TEXT = /"(?:\\.|[^"\\])*"/suy;
const DECIMAL = /-?\d+(?:\.\d+)?/uy;
const HEXADECIMAL = /&[Hh][0-9A-Fa-f]+/uy;
const COMPARISON = /<>|>=|<=|=|>|</uy;
const WORDS = {
  AND: /AND(?![\p{L}\p{N}_])/uy,
  OR: /OR(?![\p{L}\p{N}_])/uy,
  NOT: /NOT(?![\p{L}\p{N}_])/uy,
} as const;

/**
 * Parses the grammar of Entra's mapping expressions (functions-for-customizing-application-data, "Syntax overview") with
 * three additions: `AND`, `OR` and `NOT`, parentheses, and operators outside of functions. From loose to tight:
 * OR, AND, NOT, comparison, &. Knows no function and no attribute; see `parseExpression` for that.
 *
 * @throws ExpressionError and nothing else
 */
export function parseSyntax(text: string): Expression {
  if (text.length > MAX_EXPRESSION_LENGTH) {
    throw new ExpressionError(
      { line: 1, column: 1 },
      `the expression has more than ${MAX_EXPRESSION_LENGTH} characters`,
      { found: `${text.length} characters`, expected: `at most ${MAX_EXPRESSION_LENGTH} characters` },
    );
  }
  const scanner = new ExpressionScanner(text);
  const expression = new Parser(scanner).expression(0);
  if (!scanner.atEnd()) throw unexpectedToken(scanner, 'the end of the expression');
  return expression;
}

class Parser {
  readonly #scanner: ExpressionScanner;

  constructor(scanner: ExpressionScanner) {
    this.#scanner = scanner;
  }

  expression(depth: number): Expression {
    return this.#junction('OR', () => this.#junction('AND', () => this.#negation(depth)));
  }

  #junction(operator: Junction['operator'], part: () => Expression): Expression {
    const at = this.#scanner.position();
    const first = part();
    const parts = [first];
    while (this.#scanner.take(WORDS[operator]) !== undefined) parts.push(part());
    return parts.length === 1 ? first : { kind: 'junction', operator, parts, at };
  }

  #negation(depth: number): Expression {
    const at = this.#scanner.position();
    if (this.#scanner.take(WORDS.NOT) === undefined) return this.#comparison(depth);
    this.#limitDepth(depth);
    return { kind: 'negation', operand: this.#negation(depth + 1), at };
  }

  #comparison(depth: number): Expression {
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
      if (name !== '') return { kind: 'attribute', name, at };
      const details = { found: `'${attribute}'`, expected: "an attribute's name" };
      throw new ExpressionError(at, 'an attribute name is missing between [ and ]', details);
    }
    const quoted = this.#scanner.take(TEXT);
    if (quoted !== undefined) return { kind: 'text', value: unescapeText(quoted.slice(1, -1)), at };
    const decimal = this.#scanner.take(DECIMAL);
    if (decimal !== undefined) return { kind: 'number', value: Number(decimal), literal: decimal, at };
    const hexadecimal = this.#scanner.take(HEXADECIMAL);
    if (hexadecimal !== undefined) {
      return { kind: 'number', value: Number.parseInt(hexadecimal.slice(2), 16), literal: hexadecimal, at };
    }
    if (this.#scanner.takeText('(')) return this.#parenthesis(depth);
    if (Object.values(WORDS).some((word) => this.#scanner.isNext(word))) throw unexpectedOperand(this.#scanner);
    const name = this.#scanner.take(IDENTIFIER);
    if (name === undefined) throw unexpectedOperand(this.#scanner);
    if (!this.#scanner.takeText('(')) return { kind: 'keyword', name, at };
    this.#limitDepth(depth);
    return { kind: 'call', name, args: this.#arguments(depth + 1), at };
  }

  #parenthesis(depth: number): Expression {
    this.#limitDepth(depth);
    const inner = this.expression(depth + 1);
    if (!this.#scanner.takeText(')')) throw unexpectedToken(this.#scanner, "')'");
    return inner;
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
      if (!this.#scanner.takeText(',')) throw unexpectedToken(this.#scanner, "',' or ')'");
    }
  }

  #limitDepth(depth: number): void {
    if (depth < MAX_NESTING_DEPTH) return;
    throw new ExpressionError(
      this.#scanner.position(),
      `the expression is nested more than ${MAX_NESTING_DEPTH} deep`,
      {
        found: 'another level',
        expected: `at most ${MAX_NESTING_DEPTH} levels`,
      },
    );
  }
}

/** `\\` and `\"` are escapes; before any other character a lone backslash stays, as Microsoft's own samples need (`"\+"`). */
function unescapeText(text: string): string {
  return text.replace(/\\([\\"])/gu, '$1');
}
