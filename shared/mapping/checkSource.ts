import type { KnownNames } from '../expressions/checkNames.ts';
import { buildEvaluator } from '../expressions/compileExpression.ts';
import { type Expression, walkExpression } from '../expressions/expression.ts';
import { ExpressionError } from '../expressions/expressionError.ts';
import { parseExpression } from '../expressions/parseExpression.ts';

/** What a source is checked against. */
export interface SourceRules {
  /** The source attributes there are, with their types. */
  readonly attributes: KnownNames & { get(name: string): { readonly type: string } | undefined };
  /** Type of the target; undefined when the target itself is unknown. */
  readonly targetType: string | undefined;
  /** The only source that a Reference target takes, e.g. `manager`. */
  readonly reference: string;
  readonly apply: unknown;
}

/** What is wrong with a mapping's source, as a sentence; undefined when it can be compiled and makes sense for its target. */
export function sourceProblem(source: string, rules: SourceRules): string | undefined {
  let expression: Expression;
  try {
    expression = parseExpression(source, { attributes: rules.attributes });
    buildEvaluator(expression);
  } catch (error) {
    if (error instanceof ExpressionError) return error.message;
    throw error;
  }
  if (rules.targetType === 'Reference') return referenceProblem(expression, rules.reference);
  return plainAttributeProblem(expression, rules) ?? volatileProblem(expression, rules.apply);
}

/** A reference is resolved to an object in Slack, so it can be neither computed nor replaced by text. */
function referenceProblem(expression: Expression, reference: string): string | undefined {
  if (expression.kind === 'attribute' && expression.name === reference) return undefined;
  return `This target refers to another object and takes only [${reference}], without an expression.`;
}

function plainAttributeProblem(expression: Expression, { attributes }: SourceRules): string | undefined {
  if (expression.kind !== 'attribute') return undefined;
  const type = attributes.get(expression.name)?.type;
  if (type === 'Reference') return `[${expression.name}] refers to another object and fits only a target of that kind.`;
  if (type !== 'AppRoles') return undefined;
  return `[${expression.name}] holds role assignments; take one with SingleAppRoleAssignment([${expression.name}]).`;
}

/** Otherwise every look at the user would find another value and write it. */
function volatileProblem(expression: Expression, apply: unknown): string | undefined {
  if (apply === 'onCreate') return undefined;
  const volatile = [...walkExpression(expression)].some((node) => node.kind === 'call' && node.name === 'Guid');
  return volatile ? 'Guid() gives another value each time; set "apply" to "onCreate".' : undefined;
}
