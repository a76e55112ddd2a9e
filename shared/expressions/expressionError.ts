import type { Position } from './expression.ts';

export interface ExpressionErrorDetails {
  /** What stands there. */
  readonly found?: string;
  /** What could stand there. */
  readonly expected?: string;
  /** A known name that was probably meant. */
  readonly suggestion?: string | undefined;
}

/** The text of an expression is wrong: it can be corrected without looking at any user. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
  readonly line: number;
  readonly column: number;
  readonly found: string | undefined;
  readonly expected: string | undefined;
  readonly suggestion: string | undefined;

  /** @param problem one sentence without its full stop; left out, it is made of `found` and `expected`. */
  constructor(at: Position, problem: string | undefined, details: ExpressionErrorDetails = {}) {
    const { found, expected, suggestion } = details;
    const sentence = problem ?? `found ${found} where ${expected} was expected`;
    super(`line ${at.line}, column ${at.column}: ${sentence}.${suggestion ? ` Did you mean ${suggestion}?` : ''}`);
    this.line = at.line;
    this.column = at.column;
    this.found = found;
    this.expected = expected;
    this.suggestion = suggestion;
  }
}
