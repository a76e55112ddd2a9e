import { EvaluationError } from '../evaluationError.ts';
import type { Call } from '../expression.ts';
import { ExpressionError } from '../expressionError.ts';
import { MAX_RESULT_ITEMS, MAX_RESULT_LENGTH } from '../expressionLimits.ts';
import {
  type EvaluationScope,
  type ExpressionValue,
  isEffect,
  numberOf,
  type PartEvaluator,
  textOf,
} from '../expressionValue.ts';

/** What a function gets for a parameter of each type. */
interface ParameterTypes {
  /** The value as it is. */
  value: ExpressionValue;
  /** Text or no value; a list of several is an error. */
  text: string | null;
  /** Text or no value, or a list whose items are all treated alike. */
  texts: string | null | readonly string[];
  /** A whole number; no value is an error. */
  integer: number;
  /** All values of an attribute, none or one included. */
  list: readonly string[];
  /** All remaining arguments, at least one; must be the last parameter. */
  rest: readonly ExpressionValue[];
}

export interface Parameter {
  readonly name: string;
  readonly type: keyof ParameterTypes;
  /** May be left out or empty; the function gets null. */
  readonly optional?: true;
  /** What is wrong with a text, going on after the parameter's name. A constant is checked when the expression is compiled. */
  readonly check?: (text: string) => string | undefined;
}

/** A call as a function gets it when an expression is compiled. */
export interface CallToBuild {
  readonly call: Call;
  /** Compiled arguments by position; undefined = left empty. May be shorter than the parameters. */
  readonly args: readonly (PartEvaluator | undefined)[];
}

export interface FunctionDefinition {
  /** Compared exactly: the language is case-sensitive. */
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** A rule on the number of arguments that the parameters cannot tell; answers what is wrong. */
  readonly checkCount?: (count: number) => string | undefined;
  /** Can only be the whole expression. */
  readonly outermost?: true;
  /** Compiles a call. Throws ExpressionError for constants that cannot be right, such as a malformed pattern. */
  readonly build: (call: CallToBuild) => PartEvaluator;
}

type Arguments<P extends readonly Parameter[]> = {
  [K in keyof P]: P[K] extends { readonly optional: true }
    ? ParameterTypes[P[K]['type']] | null
    : ParameterTypes[P[K]['type']];
};

/**
 * Defines a function whose arguments are all evaluated and converted first. An effect in an argument
 * (`IgnoreFlowIfNullOrEmpty` within `Join`) is passed on in place of a result.
 */
export function defineFunction<const P extends readonly Parameter[]>(
  name: string,
  parameters: P,
  evaluate: (args: Arguments<P>, scope: EvaluationScope) => ExpressionValue,
): FunctionDefinition {
  const build = ({ call, args }: CallToBuild): PartEvaluator => {
    checkConstants(call, parameters);
    const steps = parameters.map((parameter, index) => argumentReader(name, parameter, args, index));
    return (scope) => {
      const values: unknown[] = [];
      for (const step of steps) {
        const value = step(scope);
        if (isEffect(value)) return value;
        values.push(value);
      }
      return limitResult(name, evaluate(values as Arguments<P>, scope));
    };
  };
  return { name, parameters, build };
}

function checkConstants(call: Call, parameters: readonly Parameter[]): void {
  for (const [index, { name, check }] of parameters.entries()) {
    const arg = call.args[index];
    const problem = arg?.kind === 'text' && check?.(arg.value);
    if (!problem) continue;
    const details = { found: `"${arg.value}"`, expected: name };
    throw new ExpressionError(arg.at, `${call.name}: ${name} ${problem}`, details);
  }
}

/** Reads, and converts, what stands for one parameter. */
function argumentReader(
  functionName: string,
  parameter: Parameter,
  args: CallToBuild['args'],
  index: number,
): (scope: EvaluationScope) => unknown {
  if (parameter.type === 'rest') {
    const rest = args.slice(index);
    return (scope) => {
      const values: ExpressionValue[] = [];
      for (const evaluator of rest) {
        const value = evaluator ? evaluator(scope) : null;
        if (typeof value === 'symbol') return value;
        values.push(value);
      }
      return values;
    };
  }
  const evaluator = args[index];
  if (!evaluator) return () => null;
  const convert = CONVERSIONS[parameter.type];
  return (scope) => {
    const value = evaluator(scope);
    return typeof value === 'symbol' ? value : convert(value, functionName, parameter);
  };
}

type Conversion = (value: ExpressionValue, functionName: string, parameter: Parameter) => unknown;

/** A list that cannot be told from its type alone once narrowed: `readonly string[]`. */
export function isList(value: ExpressionValue): value is readonly string[] {
  return Array.isArray(value);
}

/** @throws EvaluationError for a list of several */
export function requireText(value: ExpressionValue, functionName: string, argument: string | undefined): string | null {
  const text = textOf(value);
  if (text !== undefined) return text;
  throw new EvaluationError(functionName, argument, 'takes one value, but has several; choose with Item or Join');
}

const CONVERSIONS: Readonly<Record<Exclude<keyof ParameterTypes, 'rest'>, Conversion>> = {
  value: (value) => value,
  text: (value, functionName, { name, check }) => {
    const text = requireText(value, functionName, name);
    const problem = text && check?.(text);
    if (problem) throw new EvaluationError(functionName, name, problem);
    return text;
  },
  texts: (value, functionName, { name }) => (isList(value) ? value : requireText(value, functionName, name)),
  list: (value) => {
    if (isList(value)) return value;
    const text = textOf(value);
    return typeof text === 'string' ? [text] : [];
  },
  integer: (value, functionName, { name, optional }) => {
    if (optional && (value === null || value === '')) return null;
    const number = numberOf(value);
    if (number !== undefined && Number.isSafeInteger(number)) return number;
    throw new EvaluationError(functionName, name, 'must be a whole number');
  },
};

/** @throws EvaluationError when a result is too long to be meant */
export function limitResult(functionName: string, value: ExpressionValue): ExpressionValue {
  const texts = isList(value) ? value : [value];
  if (texts.length > MAX_RESULT_ITEMS) {
    throw new EvaluationError(functionName, undefined, `gives more than ${MAX_RESULT_ITEMS} values`);
  }
  let length = 0;
  for (const text of texts) length += typeof text === 'string' ? text.length : 0;
  if (length <= MAX_RESULT_LENGTH) return value;
  throw new EvaluationError(functionName, undefined, `gives more than ${MAX_RESULT_LENGTH} characters`);
}
