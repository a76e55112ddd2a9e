import { EvaluationError } from './evaluationError.ts';
import type { ComparisonOperator } from './expression.ts';
import { type ExpressionValue, numberOf, textOf } from './expressionValue.ts';

/**
 * Compares two values. Texts are compared case-sensitively; with a number on one side and a number in words on the
 * other they are compared as numbers (`[StatusRehire] = 1`). No value equals the empty text, and is neither
 * greater nor less than anything.
 *
 * @throws EvaluationError when a side is a list of several values
 */
export function compareValues(left: ExpressionValue, operator: ComparisonOperator, right: ExpressionValue): boolean {
  const leftText = comparableText(left, operator, 'left side');
  const rightText = comparableText(right, operator, 'right side');
  if (operator === '=' || operator === '<>') return equals(left, leftText, right, rightText) === (operator === '=');
  if (leftText === '' || rightText === '') return false;
  const order = orderOf(left, leftText, right, rightText);
  if (operator === '>') return order > 0;
  if (operator === '>=') return order >= 0;
  return operator === '<' ? order < 0 : order <= 0;
}

function comparableText(value: ExpressionValue, operator: ComparisonOperator, side: string): string {
  const text = textOf(value);
  if (text === undefined) throw new EvaluationError(operator, side, 'has several values; choose with Item or Join');
  return text ?? '';
}

function equals(left: ExpressionValue, leftText: string, right: ExpressionValue, rightText: string): boolean {
  if (typeof left !== 'number' && typeof right !== 'number') return leftText === rightText;
  const leftNumber = numberOf(left);
  const rightNumber = numberOf(right);
  return leftNumber !== undefined && leftNumber === rightNumber;
}

function orderOf(left: ExpressionValue, leftText: string, right: ExpressionValue, rightText: string): number {
  const leftNumber = numberOf(left);
  const rightNumber = numberOf(right);
  if (leftNumber !== undefined && rightNumber !== undefined) return leftNumber - rightNumber;
  if (leftText === rightText) return 0;
  return leftText < rightText ? -1 : 1;
}
