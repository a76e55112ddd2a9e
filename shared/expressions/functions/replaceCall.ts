import { EvaluationError } from '../evaluationError.ts';
import type { Expression } from '../expression.ts';
import { ExpressionError } from '../expressionError.ts';
import type { Effect, EvaluationScope } from '../expressionValue.ts';
import { compilePattern, type Pattern } from '../pattern.ts';
import { PatternError } from '../patternError.ts';
import { type CallToBuild, requireText } from './functionDefinition.ts';

export const REPLACE_PARAMETERS = [
  'source',
  'oldValue',
  'regexPattern',
  'regexGroupName',
  'replacementValue',
  'replacementAttributeName',
  'template',
] as const;

type ParameterName = (typeof REPLACE_PARAMETERS)[number];

export type TextReader = (scope: EvaluationScope) => string | null | Effect;

/** A pattern and the position of the group that is meant; 0 is the whole match. */
export interface PatternAndGroup {
  readonly pattern: Pattern;
  readonly group: number;
}

/** Steps to compile one character of a pattern, `\p{L}{1000}` and the like included; measured. */
const STEPS_PER_PATTERN_CHARACTER = 20_000;

/** Reads the arguments of one call of Replace. */
export class ReplaceCall {
  readonly #build: CallToBuild;

  constructor(build: CallToBuild) {
    this.#build = build;
  }

  #node(name: ParameterName): Expression | null {
    return this.#build.call.args[REPLACE_PARAMETERS.indexOf(name)] ?? null;
  }

  /** Whether the argument is given. An empty text is no pattern, group, old value or template; it is a replacement. */
  has(name: ParameterName): boolean {
    const node = this.#node(name);
    return node !== null && (name === 'replacementValue' || node.kind !== 'text' || node.value !== '');
  }

  constant(name: ParameterName): string | undefined {
    const node = this.#node(name);
    return node?.kind === 'text' ? node.value : undefined;
  }

  reader(name: ParameterName): TextReader {
    const evaluator = this.#build.args[REPLACE_PARAMETERS.indexOf(name)];
    if (!evaluator) return () => null;
    return (scope) => {
      const value = evaluator(scope);
      return typeof value === 'symbol' ? value : requireText(value, 'Replace', name);
    };
  }

  /** The pattern with its group: compiled and checked once when it is a constant, otherwise at each evaluation. */
  patternReader(): (scope: EvaluationScope) => PatternAndGroup | Effect {
    const groupName = this.#groupName();
    const constant = this.constant('regexPattern');
    if (constant !== undefined) {
      const compiled = this.#compileConstant(constant, groupName);
      return () => compiled;
    }
    const textOf = this.reader('regexPattern');
    return (scope) => {
      const text = textOf(scope);
      return typeof text === 'symbol' ? text : compileComputed(text, groupName, scope);
    };
  }

  #groupName(): string | undefined {
    if (!this.has('regexGroupName')) return undefined;
    const name = this.constant('regexGroupName');
    if (name === undefined) throw this.fail('regexGroupName', 'regexGroupName must be a text in quotes');
    return name;
  }

  #compileConstant(text: string, groupName: string | undefined): PatternAndGroup {
    const pattern = compileOr(text, (problem) => this.fail('regexPattern', `the pattern ${problem}`));
    const group = groupName === undefined ? 0 : pattern.groupIndex(groupName);
    if (group === undefined) throw this.fail('regexGroupName', `the pattern has no group named ${groupName}`);
    return { pattern, group };
  }

  /** What is wrong with the call, at the argument or else at its start. */
  fail(name: ParameterName | undefined, problem: string): ExpressionError {
    const at = (name && this.#node(name)?.at) || this.#build.call.at;
    return new ExpressionError(at, `Replace: ${problem}`);
  }
}

function compileComputed(text: string | null, groupName: string | undefined, scope: EvaluationScope): PatternAndGroup {
  if (!text) throw new EvaluationError('Replace', 'regexPattern', 'has no value');
  scope.work.spend('Replace', text.length * STEPS_PER_PATTERN_CHARACTER);
  const problem = 'is not a pattern that can be used';
  const pattern = compileOr(text, () => new EvaluationError('Replace', 'regexPattern', problem));
  const group = groupName === undefined ? 0 : pattern.groupIndex(groupName);
  if (group === undefined) throw new EvaluationError('Replace', 'regexGroupName', 'is no group of the pattern');
  return { pattern, group };
}

function compileOr(text: string, toError: (problem: string) => Error): Pattern {
  try {
    return compilePattern(text);
  } catch (error) {
    throw error instanceof PatternError ? toError(error.message) : error;
  }
}
