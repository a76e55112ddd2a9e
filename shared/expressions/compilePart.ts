import { compareValues } from './compareValues.ts';
import { EvaluationError } from './evaluationError.ts';
import type { Call, Comparison, Concatenation, Expression, Junction, Negation, NumberConstant } from './expression.ts';
import { ExpressionError } from './expressionError.ts';
import { conditionOf, type ExpressionValue, type PartEvaluator } from './expressionValue.ts';
import { FUNCTIONS } from './functions/functionCatalogue.ts';
import { limitResult, requireText } from './functions/functionDefinition.ts';
import { KEYWORDS } from './keywords.ts';

/**
 * Compiles a part of an expression.
 *
 * @throws ExpressionError for what can be seen without a user, such as a malformed pattern
 */
export function compilePart(expression: Expression): PartEvaluator {
  switch (expression.kind) {
    case 'attribute':
      return compileAttribute(expression.name);
    case 'text':
      return constantly(expression.value);
    case 'number':
      return constantly(exactNumber(expression));
    case 'keyword': {
      const value = KEYWORDS.get(expression.name);
      if (value === undefined) throw new ExpressionError(expression.at, `${expression.name} is no known word`);
      return () => value;
    }
    case 'call':
      return compileCall(expression);
    case 'comparison':
      return compileComparison(expression);
    case 'concatenation':
      return compileConcatenation(expression);
    case 'junction':
      return compileJunction(expression);
    case 'negation':
      return compileNegation(expression);
  }
}

/** Compiles the arguments of a call; undefined = left empty. Errors as for `compilePart`. */
export function compileArguments(call: Call): (PartEvaluator | undefined)[] {
  return call.args.map((arg) => (arg ? compilePart(arg) : undefined));
}

function constantly(value: ExpressionValue): PartEvaluator {
  return () => value;
}

/** A whole number that JavaScript cannot hold exactly, such as most FILETIMEs, stays text; functions take either. */
function exactNumber({ value, literal }: NumberConstant): number | string {
  if (Number.isSafeInteger(value) || literal.includes('.')) return value;
  return BigInt(literal.replace(/^&h/iu, '0x')).toString();
}

function compileAttribute(name: string): PartEvaluator {
  return (scope) => {
    const value = scope.attribute(name);
    scope.work.take(`[${name}]`, value);
    return value;
  };
}

function compileCall(call: Call): PartEvaluator {
  const definition = FUNCTIONS.get(call.name);
  if (!definition) throw new ExpressionError(call.at, `there is no function ${call.name}`);
  const evaluate = definition.build({ call, args: compileArguments(call) });
  return (scope) => {
    const value = evaluate(scope);
    if (typeof value !== 'symbol') scope.work.take(call.name, value);
    return value;
  };
}

function compileComparison({ left, operator, right }: Comparison): PartEvaluator {
  const leftOf = compilePart(left);
  const rightOf = compilePart(right);
  return (scope) => {
    const leftValue = leftOf(scope);
    if (typeof leftValue === 'symbol') return leftValue;
    const rightValue = rightOf(scope);
    return typeof rightValue === 'symbol' ? rightValue : compareValues(leftValue, operator, rightValue);
  };
}

/** No value joins as an empty text. */
function compileConcatenation({ parts }: Concatenation): PartEvaluator {
  const evaluators = parts.map(compilePart);
  return (scope) => {
    let text = '';
    for (const [index, evaluator] of evaluators.entries()) {
      const value = evaluator(scope);
      if (typeof value === 'symbol') return value;
      text += requireText(value, '&', `operand ${index + 1}`) ?? '';
    }
    return limitResult('&', text);
  };
}

/** Stops at the first part that decides, so that later ones may be such as would fail. */
function compileJunction({ operator, parts }: Junction): PartEvaluator {
  const evaluators = parts.map(compilePart);
  const deciding = operator === 'OR';
  return (scope) => {
    for (const [index, evaluator] of evaluators.entries()) {
      const value = evaluator(scope);
      if (typeof value === 'symbol') return value;
      if (requireCondition(value, operator, `operand ${index + 1}`) === deciding) return deciding;
    }
    return !deciding;
  };
}

function compileNegation({ operand }: Negation): PartEvaluator {
  const evaluate = compilePart(operand);
  return (scope) => {
    const value = evaluate(scope);
    return typeof value === 'symbol' ? value : !requireCondition(value, 'NOT', 'operand');
  };
}

function requireCondition(value: ExpressionValue, operator: string, argument: string): boolean {
  const condition = conditionOf(value);
  if (condition !== undefined) return condition;
  throw new EvaluationError(operator, argument, 'must be True or False');
}
