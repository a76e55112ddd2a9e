import { buildEvaluator, redactsValue } from '../expressions/compileExpression.ts';
import type { Effect, ExpressionContext, ExpressionValue } from '../expressions/expressionValue.ts';
import { parseExpression } from '../expressions/parseExpression.ts';
import { type SourceView, USER_SOURCE_ATTRIBUTES } from '../model/sourceAttributes.ts';

/** A mapping's source, ready for many users. */
export interface CompiledSource {
  /** Throws EvaluationError. */
  readonly read: (view: SourceView, context: ExpressionContext) => ExpressionValue | Effect;
  readonly redacted: boolean;
}

/**
 * Compiles `[attribute]`, `"constant"` or an expression over the attributes of a user. A plain attribute is read
 * without the evaluator.
 *
 * @throws ExpressionError
 */
export function compileSource(source: string): CompiledSource {
  const expression = parseExpression(source, { attributes: USER_SOURCE_ATTRIBUTES });
  const attribute = expression.kind === 'attribute' ? USER_SOURCE_ATTRIBUTES.get(expression.name) : undefined;
  if (attribute) return { read: attribute.read, redacted: false };
  const evaluate = buildEvaluator(expression);
  return { read: (_, context) => evaluate(context), redacted: redactsValue(expression) };
}
