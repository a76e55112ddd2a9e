import { type Call, type Expression, type Keyword, walkExpression } from './expression.ts';
import { ExpressionError } from './expressionError.ts';
import type { FunctionDefinition } from './functions/functionDefinition.ts';
import { KEYWORDS } from './keywords.ts';
import { nearestName } from './nearestName.ts';

/** Names that may be used; a ReadonlySet or ReadonlyMap will do. */
export interface KnownNames {
  has(name: string): boolean;
  keys(): Iterable<string>;
}

type Functions = ReadonlyMap<string, FunctionDefinition>;

/**
 * Checks that functions, keywords and attributes exist, that functions get as many arguments as they take, and that
 * those which must be outermost are.
 *
 * @param attributes undefined: any attribute will do
 * @throws ExpressionError at the first name in reading order that is wrong
 */
export function checkNames(expression: Expression, attributes: KnownNames | undefined, functions: Functions): void {
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
        suggestion: suggestForKeyword(node, attributes, functions),
      });
    }
    if (node.kind === 'call') checkCall(node, functions, node === expression);
  }
}

/** A bare word is mostly an attribute without its brackets or a function without its parentheses. */
function suggestForKeyword({ name }: Keyword, attributes: KnownNames | undefined, functions: Functions) {
  const asAttribute = (near: string | undefined) => near && `[${near}]`;
  const asCall = (near: string | undefined) => near && `${near}(…)`;
  if (attributes?.has(name)) return asAttribute(name);
  if (functions.has(name)) return asCall(name);
  return (
    nearestName(name, KEYWORDS.keys()) ??
    asAttribute(attributes && nearestName(name, attributes.keys())) ??
    asCall(nearestName(name, functions.keys()))
  );
}

function checkCall(call: Call, functions: Functions, outermost: boolean): void {
  const { name, at } = call;
  const definition = functions.get(name);
  if (!definition) {
    const suggestion = nearestName(name, functions.keys());
    throw new ExpressionError(at, `there is no function ${name}`, { found: name, expected: 'a function', suggestion });
  }
  if (definition.outermost && !outermost) {
    const details = { found: `${name} within another expression`, expected: `${name} as the outermost function` };
    throw new ExpressionError(at, `${name} can only be the outermost function`, details);
  }
  const expected = signatureOf(definition);
  const problem = countProblem(definition, call);
  if (problem) throw new ExpressionError(at, problem, { found: describeCount(call.args.length), expected });
  for (const [index, parameter] of definition.parameters.entries()) {
    if (parameter.optional || parameter.type === 'rest' || call.args[index]) continue;
    const details = { found: 'an empty argument', expected: parameter.name };
    throw new ExpressionError(at, `${name} needs its argument ${parameter.name}`, details);
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
  return `${name} takes ${signatureOf(definition).slice(name.length)}, not ${describeCount(count)}`;
}

/** `Left(String, NumChars)`; optional parameters are marked with a question mark. */
function signatureOf({ name, parameters }: FunctionDefinition): string {
  const list = parameters.map((parameter) => `${parameter.name}${parameter.optional ? '?' : ''}`).join(', ');
  return `${name}(${list}${parameters.at(-1)?.type === 'rest' ? ', …' : ''})`;
}

function describeCount(count: number): string {
  return `${count} argument${count === 1 ? '' : 's'}`;
}
