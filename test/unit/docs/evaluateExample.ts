import { EXAMPLE_GUID, EXAMPLE_TIME, type Example, type ExampleResult } from '../../../infra/scripts/docs/example.ts';
import { compileExpression } from '../../../shared/expressions/compileExpression.ts';
import { EvaluationError } from '../../../shared/expressions/evaluationError.ts';
import { ExpressionError } from '../../../shared/expressions/expressionError.ts';
import { parseExpression } from '../../../shared/expressions/parseExpression.ts';
import { USER_SOURCE_ATTRIBUTES } from '../../../shared/model/sourceAttributes.ts';

/** What an example of the documentation gives; all its attributes must exist. */
export function evaluateExample({ expression, attributes = {} }: Example): ExampleResult {
  try {
    const result = compileExpression(parseExpression(expression, { attributes: USER_SOURCE_ATTRIBUTES }))({
      attribute: (name) => attributes[name] ?? null,
      now: EXAMPLE_TIME,
      guid: () => EXAMPLE_GUID,
    });
    return result.effect === 'flow' ? result.value : { effect: result.effect };
  } catch (error) {
    if (error instanceof ExpressionError || error instanceof EvaluationError) return { error: error.message };
    throw error;
  }
}
