import { ExpressionError } from './expressionError.ts';
import type { ExpressionScanner } from './expressionScanner.ts';

const OPERAND = 'an [attribute], a "text", a number or a function';

/** What stands next cannot follow what was read. */
export function unexpectedToken(scanner: ExpressionScanner, expected: string): ExpressionError {
  const found = scanner.describeNext();
  const word = found.slice(1, -1).toUpperCase();
  const suggestion = word === 'AND' || word === 'OR' ? word : undefined;
  return new ExpressionError(scanner.position(), undefined, { found, expected, suggestion });
}

/** What stands next is no operand. */
export function unexpectedOperand(scanner: ExpressionScanner): ExpressionError {
  const at = scanner.position();
  const found = scanner.describeNext();
  if (found === "'\"'") {
    return new ExpressionError(at, 'the closing " of this text is missing', { found, expected: 'a closing "' });
  }
  if (found === "'['") {
    return new ExpressionError(at, 'the closing ] of this attribute is missing', { found, expected: 'a closing ]' });
  }
  if (found === "'''" || /[“”„«»‘’]/u.test(found)) {
    const expected = 'a straight double quote "';
    return new ExpressionError(at, `found ${found}: texts stand in straight double quotes "`, { found, expected });
  }
  return new ExpressionError(at, undefined, { found, expected: OPERAND });
}
