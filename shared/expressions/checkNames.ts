import { type Call, type Expression, walkExpression } from './expression.ts';
import { ExpressionError } from './expressionError.ts';
import type { FunctionDefinition } from './functions/functionDefinition.ts';
import { KEYWORDS } from './keywords.ts';
import { nearestName } from './nearestName.ts';

/** Names that may be used; a ReadonlySet or ReadonlyMap will do. */
export interface KnownNames {
  has(name: string): boolean;
  keys(): Iterable<string>;
}

/**
 * Checks that functions, keywords and attributes exist and that functions get as many arguments as they take.
 *
 * @param attributes undefined: any attribute will do
 * @throws ExpressionError at the first name in reading order that is wrong
 */
export function checkNames(
  expression: Expression,
  attributes: KnownNames | undefined,
  functions: ReadonlyMap<string, FunctionDefinition>,
): void {
  for (const node of walkExpression(expression)) {
    if (node.kind === 'attribute' && attributes && !attributes.has(node.name)) {
      const near = nearestName(node.name, attributes.keys());
      throw new ExpressionError(node.at, `there is no source attribute ${node.name}`, {
        found: node.name,
        expected: 'a source attribute',
        suggestion: near && `[${near}]`,
      });
    }
    if (node.kind === 'keyword' && !KEYWORDS.has(node.name)) {
      throw new ExpressionError(node.at, `${node.name} is neither a function nor a known word`, {
        found: node.name,
        expected: 'an [attribute], a "text", a number or a function',
        suggestion: suggestForKeyword(node.name, attributes, functions),
      });
    }
    if (node.kind === 'call') checkCall(node, functions);
  }
}

function suggestForKeyword(
  name: string,
  attributes: KnownNames | undefined,
  functions: ReadonlyMap<string, FunctionDefinition>,
): string | undefined {
  if (attributes?.has(name)) return `[${name}]`;
  if (functions.has(name)) return `${name}(…)`;
  return nearestName(name, KEYWORDS.keys());
}

function checkCall(call: Call, functions: ReadonlyMap<string, FunctionDefinition>): void {
  const definition = functions.get(call.name);
  if (!definition) {
    throw new ExpressionError(call.at, `there is no function ${call.name}`, {
      found: call.name,
      expected: 'a function',
      suggestion: nearestName(call.name, functions.keys()),
    });
  }
  const problem = countProblem(definition, call);
  if (problem) throw new ExpressionError(call.at, problem);
  for (const [index, parameter] of definition.parameters.entries()) {
    if (parameter.optional || parameter.type === 'rest' || call.args[index]) continue;
    throw new ExpressionError(call.at, `${call.name} needs its argument ${parameter.name}`);
  }
}

/** One empty argument too many at the end is let pass: `ToLower([x], , )` occurs in Microsoft's samples. */
function countProblem(definition: FunctionDefinition, call: Call): string | undefined {
  const problem = problemWith(definition, call.args.length);
  return problem && call.args.at(-1) === null ? problemWith(definition, call.args.length - 1) : problem;
}

function problemWith(definition: FunctionDefinition, count: number): string | undefined {
  if (definition.checkCount) return definition.checkCount(count);
  const { name, parameters } = definition;
  const least = parameters.filter(({ optional }) => !optional).length;
  const most = parameters.at(-1)?.type === 'rest' ? Number.POSITIVE_INFINITY : parameters.length;
  if (count >= least && count <= most) return undefined;
  const list = parameters.map((parameter) => `${parameter.name}${parameter.optional ? '?' : ''}`).join(', ');
  return `${name} takes (${list}${most > parameters.length ? ', …' : ''}), not ${count} arguments`;
}
