import { checkNames, type KnownNames } from './checkNames.ts';
import type { Expression } from './expression.ts';
import { FUNCTIONS } from './functions/functionCatalogue.ts';
import { parseSyntax } from './parseSyntax.ts';

export interface ParseOptions {
  /** The source attributes there are; left out, any will do. */
  readonly attributes?: KnownNames | undefined;
}

/**
 * Parses a mapping's source: `[attribute]`, `"constant"` or a function call.
 *
 * @throws ExpressionError and nothing else
 */
export function parseExpression(text: string, options: ParseOptions = {}): Expression {
  const expression = parseSyntax(text);
  checkNames(expression, options.attributes, FUNCTIONS);
  return expression;
}
