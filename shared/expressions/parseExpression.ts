import { checkNames, type KnownNames } from './checkNames.ts';
import type { Expression } from './expression.ts';
import { ExpressionError } from './expressionError.ts';
import { FUNCTIONS } from './functions/functionCatalogue.ts';
import { parseSyntax } from './parseSyntax.ts';

export interface ParseOptions {
  /** The source attributes there are; left out, any will do. */
  readonly attributes?: KnownNames | undefined;
}

/**
 * Parses a mapping's source: `[attribute]`, `"constant"`, a function call, or operators on them.
 *
 * @throws ExpressionError and nothing else
 */
export function parseExpression(text: string, options: ParseOptions = {}): Expression {
  const expression = parseSyntax(text);
  checkNames(expression, options.attributes, FUNCTIONS);
  checkWhole(expression);
  return expression;
}

/** A number or a word means something as an argument only; alone it is more likely a slip. */
function checkWhole(expression: Expression): void {
  const expected = 'an [attribute], a "text" or a function';
  if (expression.kind === 'number') {
    const details = { found: expression.literal, expected, suggestion: `"${expression.literal}"` };
    throw new ExpressionError(expression.at, 'a constant must stand in double quotes', details);
  }
  if (expression.kind === 'keyword') {
    const problem = `${expression.name} can only be an argument`;
    throw new ExpressionError(expression.at, problem, { found: expression.name, expected });
  }
}
