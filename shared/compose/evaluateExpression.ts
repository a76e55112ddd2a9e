import { compileExpression } from '../expressions/compileExpression.ts';
import { EvaluationError } from '../expressions/evaluationError.ts';
import { ExpressionError } from '../expressions/expressionError.ts';
import { parseExpression } from '../expressions/parseExpression.ts';
import type { AttributeValue } from '../model/attributes.ts';

export interface ExpressionToEvaluate {
  /** `[attribute]`, `"constant"` or an expression. */
  readonly expression: string;
  /** Values by attribute name; any name will do, and one that is missing has no value. */
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** Value of `Now()`; now when left out. */
  readonly now?: Date | undefined;
}

/** What a mapping would do with an expression. */
export interface EvaluatedExpression {
  /** A string, boolean, number, list, or null for no value. */
  readonly result: AttributeValue;
  readonly effect: 'flow' | 'dropAttribute' | 'ignoreObject';
}

/** The text is wrong, or cannot be computed for these attributes. */
export type ExpressionProblem =
  | ({ readonly type: 'syntax' } & Pick<
      ExpressionError,
      'message' | 'line' | 'column' | 'found' | 'expected' | 'suggestion'
    >)
  | { readonly type: 'evaluation'; readonly message: string; readonly function: string; readonly argument?: string };

/** Tries a mapping expression with made-up attributes. */
export function evaluateExpression(given: ExpressionToEvaluate): EvaluatedExpression | { problem: ExpressionProblem } {
  const values = new Map(Object.entries(given.attributes));
  try {
    const evaluate = compileExpression(parseExpression(given.expression));
    const { effect, value } = evaluate({
      attribute: (name) => values.get(name) ?? null,
      now: given.now ?? new Date(),
      guid: () => crypto.randomUUID(),
    });
    return { result: value, effect };
  } catch (error) {
    if (error instanceof ExpressionError) {
      const { message, line, column, found, expected, suggestion } = error;
      return { problem: { type: 'syntax', message, line, column, found, expected, suggestion } };
    }
    if (!(error instanceof EvaluationError)) throw error;
    const { message, functionName, argument } = error;
    return { problem: { type: 'evaluation', message, function: functionName, ...(argument ? { argument } : {}) } };
  }
}
