import { EvaluationError } from '../evaluationError.ts';
import type { Call } from '../expression.ts';
import { MAX_RESULT_LENGTH } from '../expressionLimits.ts';
import {
  type Evaluator,
  type ExpressionContext,
  type ExpressionValue,
  isEffect,
  numberOf,
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
}

/** A call as a function gets it when an expression is compiled. */
export interface CallToBuild {
  readonly call: Call;
  /** Compiled arguments by position; undefined = left empty. May be shorter than the parameters. */
  readonly args: readonly (Evaluator | undefined)[];
}

export interface FunctionDefinition {
  /** Compared exactly: the language is case-sensitive. */
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** A rule on the number of arguments that the parameters cannot tell; answers what is wrong. */
  readonly checkCount?: (count: number) => string | undefined;
  /** Compiles a call. Throws ExpressionError for constants that cannot be right, such as a malformed pattern. */
  readonly build: (call: CallToBuild) => Evaluator;
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
  evaluate: (args: Arguments<P>, context: ExpressionContext) => ExpressionValue,
): FunctionDefinition {
  const build = ({ args }: CallToBuild): Evaluator => {
    const steps = parameters.map((parameter, index) => argumentReader(name, parameter, args, index));
    return (context) => {
      const values: unknown[] = [];
      for (const step of steps) {
        const value = step(context);
        if (isEffect(value)) return value;
        values.push(value);
      }
      return limitResult(name, evaluate(values as Arguments<P>, context));
    };
  };
  return { name, parameters, build };
}

/** Reads, and converts, what stands for one parameter. */
function argumentReader(
  functionName: string,
  parameter: Parameter,
  args: CallToBuild['args'],
  index: number,
): (context: ExpressionContext) => unknown {
  if (parameter.type === 'rest') {
    const rest = args.slice(index);
    return (context) => {
      const values: ExpressionValue[] = [];
      for (const evaluator of rest) {
        const value = evaluator ? evaluator(context) : null;
        if (typeof value === 'symbol') return value;
        values.push(value);
      }
      return values;
    };
  }
  const evaluator = args[index];
  if (!evaluator) return () => null;
  const convert = CONVERSIONS[parameter.type];
  return (context) => {
    const value = evaluator(context);
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
  text: (value, functionName, { name }) => requireText(value, functionName, name),
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
  if (typeof value !== 'string' || value.length <= MAX_RESULT_LENGTH) return value;
  throw new EvaluationError(functionName, undefined, `gives more than ${MAX_RESULT_LENGTH} characters`);
}
