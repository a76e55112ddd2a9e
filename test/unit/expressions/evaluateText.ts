import { compileExpression, type ExpressionResult } from '../../../shared/expressions/compileExpression.ts';
import type { ExpressionContext } from '../../../shared/expressions/expressionValue.ts';
import { parseExpression } from '../../../shared/expressions/parseExpression.ts';
import type { AttributeValue } from '../../../shared/model/attributes.ts';

/** Parses, compiles and evaluates an expression against the given attributes. */
export function evaluateText(
  text: string,
  attributes: Readonly<Record<string, AttributeValue>> = {},
  context: Partial<ExpressionContext> = {},
): ExpressionResult {
  return compileExpression(parseExpression(text))({
    attribute: (name) => attributes[name] ?? null,
    now: new Date('2021-07-02T15:33:38Z'),
    guid: () => '00aa00aa-bb11-cc22-dd33-44ee44ee44ee',
    ...context,
  });
}

/** The value that flows; fails on an effect. */
export function flowingValue(
  text: string,
  attributes: Readonly<Record<string, AttributeValue>> = {},
  context: Partial<ExpressionContext> = {},
): AttributeValue {
  const result = evaluateText(text, attributes, context);
  if (result.effect !== 'flow') throw new Error(`effect ${result.effect}`);
  return result.value;
}
