import { compileExpression, type ExpressionResult, redactsValue } from '../expressions/compileExpression.ts';
import type { ExpressionContext } from '../expressions/expressionValue.ts';
import { parseExpression } from '../expressions/parseExpression.ts';
import type { SourceCatalogue } from '../model/sourceAttribute.ts';

/** A mapping's source, ready for many objects. */
export interface CompiledSource<View> {
  /** Throws EvaluationError. */
  readonly read: (view: View, context: ExpressionContext) => ExpressionResult;
  readonly redacted: boolean;
}

/**
 * Compiles `[attribute]`, `"constant"` or an expression over the attributes of an object. A plain attribute is read
 * without the evaluator.
 *
 * @throws ExpressionError
 */
export function compileSource<View>(source: string, attributes: SourceCatalogue<View>): CompiledSource<View> {
  const expression = parseExpression(source, { attributes });
  const attribute = expression.kind === 'attribute' ? attributes.get(expression.name) : undefined;
  if (attribute) return { read: (view) => ({ effect: 'flow', value: attribute.read(view) }), redacted: false };
  const evaluate = compileExpression(expression);
  return { read: (_, context) => evaluate(context), redacted: redactsValue(expression) };
}
