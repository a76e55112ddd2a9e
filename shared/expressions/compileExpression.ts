import { randomInt } from 'node:crypto';
import { compileArguments, compilePart } from './compilePart.ts';
import { type Expression, walkExpression } from './expression.ts';
import {
  DROP_ATTRIBUTE,
  type Effect,
  type EvaluationScope,
  type Evaluator,
  type ExpressionContext,
  type ExpressionValue,
} from './expressionValue.ts';
import { compileCandidates } from './functions/uniqueValueFunction.ts';
import { WorkBudget } from './workBudget.ts';

/** What an expression gives: a value that flows, or an effect in its place. */
export type ExpressionResult =
  | {
      readonly effect: 'flow';
      readonly value: ExpressionValue;
      /** Values to try in this order, where the expression is `SelectUniqueValue(…)`; `value` is the first of them. */
      readonly candidates?: readonly string[];
    }
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
  const candidatesOf = buildCandidates(expression);
  if (candidatesOf) {
    return (context) => {
      const candidates = candidatesOf(context);
      if (typeof candidates === 'symbol') return effectResult(candidates);
      return { effect: 'flow', value: candidates[0] ?? null, candidates };
    };
  }
  const evaluate = buildEvaluator(expression);
  return (context) => {
    const value = evaluate(context);
    return typeof value === 'symbol' ? effectResult(value) : { effect: 'flow', value };
  };
}

function effectResult(effect: Effect): ExpressionResult {
  return effect === DROP_ATTRIBUTE ? DROPPED : IGNORED;
}

/** Compiles an expression to its bare value. Of a `SelectUniqueValue(…)` that is the first candidate. Errors as for `compileExpression`. */
export function buildEvaluator(expression: Expression): Evaluator {
  const evaluate = compilePart(expression);
  return (context) => evaluate(openScope(context));
}

/**
 * Compiles a `SelectUniqueValue(…)`: its values without empty ones and duplicates, in order. Undefined: the expression is
 * another one. Errors as for `compileExpression`.
 */
export function buildCandidates(
  expression: Expression,
): ((context: ExpressionContext) => readonly string[] | Effect) | undefined {
  if (expression.kind !== 'call' || expression.name !== 'SelectUniqueValue') return undefined;
  const candidatesOf = compileCandidates(compileArguments(expression));
  return (context) => candidatesOf(openScope(context));
}

/** Everything an evaluation may see, and what it may cost. Methods, since the bundle names each arrow function as it is made. */
function openScope(context: ExpressionContext): EvaluationScope {
  return {
    attribute(name) {
      return context.attribute(name);
    },
    now: context.now,
    guid() {
      return context.guid();
    },
    randomInt(bound) {
      return context.randomInt ? context.randomInt(bound) : randomInt(bound);
    },
    work: new WorkBudget(),
  };
}

/** True if a log must show `[Redact]` in place of what the expression gives. */
export function redactsValue(expression: Expression): boolean {
  return [...walkExpression(expression)].some((node) => node.kind === 'call' && node.name === 'Redact');
}
