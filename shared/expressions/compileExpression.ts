import { compareValues } from './compareValues.ts';
import { type Call, type Comparison, type Concatenation, type Expression, walkExpression } from './expression.ts';
import { ExpressionError } from './expressionError.ts';
import { DROP_ATTRIBUTE, type Evaluator, type ExpressionContext, type ExpressionValue } from './expressionValue.ts';
import { FUNCTIONS } from './functions/functionCatalogue.ts';
import { limitResult, requireText } from './functions/functionDefinition.ts';
import { KEYWORDS } from './keywords.ts';

/** What an expression gives: a value that flows, or an effect in its place. */
export type ExpressionResult =
  | { readonly effect: 'flow'; readonly value: ExpressionValue }
  | { readonly effect: 'dropAttribute' | 'ignoreObject'; readonly value: null };

const DROPPED: ExpressionResult = { effect: 'dropAttribute', value: null };
const IGNORED: ExpressionResult = { effect: 'ignoreObject', value: null };

/**
 * Compiles an expression for many evaluations.
 *
 * @throws ExpressionError for what can be seen without a user, such as a malformed pattern
 * @returns a function that throws EvaluationError
 */
export function compileExpression(expression: Expression): (context: ExpressionContext) => ExpressionResult {
  const evaluate = buildEvaluator(expression);
  return (context) => {
    const value = evaluate(context);
    if (typeof value !== 'symbol') return { effect: 'flow', value };
    return value === DROP_ATTRIBUTE ? DROPPED : IGNORED;
  };
}

/** True if a log must show `[Redact]` in place of what the expression gives. */
export function redactsValue(expression: Expression): boolean {
  return [...walkExpression(expression)].some((node) => node.kind === 'call' && node.name === 'Redact');
}

/** Compiles an expression, or a part of one. Errors as for `compileExpression`. */
export function buildEvaluator(expression: Expression): Evaluator {
  switch (expression.kind) {
    case 'attribute': {
      const { name } = expression;
      return (context) => context.attribute(name);
    }
    case 'text':
    case 'number': {
      const { value } = expression;
      return () => value;
    }
    case 'keyword': {
      const value = KEYWORDS.get(expression.name);
      if (value === undefined) throw new ExpressionError(expression.at, `${expression.name} is no known word`);
      return () => value;
    }
    case 'call':
      return buildCall(expression);
    case 'comparison':
      return buildComparison(expression);
    case 'concatenation':
      return buildConcatenation(expression);
  }
}

function buildCall(call: Call): Evaluator {
  const definition = FUNCTIONS.get(call.name);
  if (!definition) throw new ExpressionError(call.at, `there is no function ${call.name}`);
  return definition.build({ call, args: call.args.map((arg) => (arg ? buildEvaluator(arg) : undefined)) });
}

function buildComparison({ left, operator, right }: Comparison): Evaluator {
  const leftOf = buildEvaluator(left);
  const rightOf = buildEvaluator(right);
  return (context) => {
    const leftValue = leftOf(context);
    if (typeof leftValue === 'symbol') return leftValue;
    const rightValue = rightOf(context);
    return typeof rightValue === 'symbol' ? rightValue : compareValues(leftValue, operator, rightValue);
  };
}

function buildConcatenation({ parts }: Concatenation): Evaluator {
  const evaluators = parts.map(buildEvaluator);
  return (context) => {
    let text = '';
    for (const evaluator of evaluators) {
      const value = evaluator(context);
      if (typeof value === 'symbol') return value;
      text += requireText(value, '&', undefined) ?? '';
    }
    return limitResult('&', text);
  };
}
