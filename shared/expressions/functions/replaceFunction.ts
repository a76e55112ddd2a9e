import { PatternError } from '../dotNetPattern.ts';
import { EvaluationError } from '../evaluationError.ts';
import type { Expression } from '../expression.ts';
import { ExpressionError } from '../expressionError.ts';
import type { Effect, Evaluator, ExpressionContext } from '../expressionValue.ts';
import { compilePattern, type Pattern } from '../pattern.ts';
import { type CallToBuild, type FunctionDefinition, limitResult, requireText } from './functionDefinition.ts';
import { findGroup, parseReplacement, type ReplacementParts, replaceMatches, replaceText } from './replacePattern.ts';

const PARAMETERS = [
  'source',
  'oldValue',
  'regexPattern',
  'regexGroupName',
  'replacementValue',
  'replacementAttributeName',
  'template',
] as const;

type ParameterName = (typeof PARAMETERS)[number];
type TextReader = (context: ExpressionContext) => string | null | Effect;

/** Reads the arguments of one call of Replace as texts. */
class ReplaceCall {
  readonly #build: CallToBuild;

  constructor(build: CallToBuild) {
    this.#build = build;
  }

  node(name: ParameterName): Expression | null {
    return this.#build.call.args[PARAMETERS.indexOf(name)] ?? null;
  }

  /** Whether the argument is given. An empty text is no pattern, group, old value or template; it is a replacement. */
  has(name: ParameterName): boolean {
    const node = this.node(name);
    return node !== null && (name === 'replacementValue' || node.kind !== 'text' || node.value !== '');
  }

  constant(name: ParameterName): string | undefined {
    const node = this.node(name);
    return node?.kind === 'text' ? node.value : undefined;
  }

  reader(name: ParameterName): TextReader {
    const evaluator = this.#build.args[PARAMETERS.indexOf(name)];
    if (!evaluator) return () => null;
    return (context) => {
      const value = evaluator(context);
      return typeof value === 'symbol' ? value : requireText(value, 'Replace', name);
    };
  }

  fail(name: ParameterName | undefined, problem: string): ExpressionError {
    const at = (name && this.node(name)?.at) || this.#build.call.at;
    return new ExpressionError(at, `Replace: ${problem}`);
  }
}

/** Picks the mode by which arguments are given (functions-for-customizing-application-data, Replace). */
function buildReplace(build: CallToBuild): Evaluator {
  const call = new ReplaceCall(build);
  const [byText, byPattern] = [call.has('oldValue'), call.has('regexPattern')];
  if (byText && byPattern) throw call.fail('regexPattern', 'give either oldValue or regexPattern, not both');
  if (!byText && !byPattern) throw call.fail(undefined, 'needs oldValue or regexPattern');
  if (byText) return buildTextReplace(call);
  if (call.has('regexGroupName') && call.has('replacementAttributeName')) return buildFallback(call);
  if (!call.has('replacementValue')) throw call.fail('regexPattern', 'regexPattern needs a replacementValue');
  return buildPatternReplace(call);
}

/** Evaluates readers in order; stops at the first effect. */
function readAll(context: ExpressionContext, readers: readonly TextReader[]): Effect | (string | null)[] {
  const texts: (string | null)[] = [];
  for (const reader of readers) {
    const text = reader(context);
    if (typeof text === 'symbol') return text;
    texts.push(text);
  }
  return texts;
}

/** oldValue with a replacementValue replaces in the source; with a template it replaces in the template, by the source. */
function buildTextReplace(call: ReplaceCall): Evaluator {
  const byTemplate = call.has('template');
  if (!byTemplate && !call.has('replacementValue')) {
    throw call.fail('oldValue', 'oldValue needs a replacementValue or a template');
  }
  const readers = [
    call.reader('source'),
    call.reader('oldValue'),
    call.reader(byTemplate ? 'template' : 'replacementValue'),
  ];
  return (context) => {
    const texts = readAll(context, readers);
    if (typeof texts === 'symbol') return texts;
    const [source = null, oldValue = null, other = null] = texts;
    if (source === null || !oldValue) return source;
    return byTemplate ? replaceText(other ?? '', oldValue, source) : replaceText(source, oldValue, other ?? '');
  };
}

/** regexPattern and replacementValue replace every match; with regexGroupName only the part that the group matched. */
function buildPatternReplace(call: ReplaceCall): Evaluator {
  const patternOf = patternReader(call);
  const groupOf = groupReader(call);
  const readers = [call.reader('source'), call.reader('replacementValue')];
  const constant = call.constant('replacementValue');
  let parsed: { pattern: Pattern; parts: ReplacementParts } | undefined;
  return (context) => {
    const texts = readAll(context, readers);
    if (typeof texts === 'symbol') return texts;
    const [source = null, replacement = null] = texts;
    if (source === null) return null;
    const pattern = patternOf(context);
    if (typeof pattern === 'symbol') return pattern;
    if (constant === undefined || parsed?.pattern !== pattern) {
      parsed = { pattern, parts: parseReplacement(replacement ?? '', pattern) };
    }
    return replaceMatches(source, pattern, parsed.parts, groupOf(pattern));
  };
}

/** A source with a value is the result; without one, it is what the group matches in the other attribute. */
function buildFallback(call: ReplaceCall): Evaluator {
  const patternOf = patternReader(call);
  const groupOf = groupReader(call);
  const [sourceOf, otherOf] = [call.reader('source'), call.reader('replacementAttributeName')];
  return (context) => {
    const source = sourceOf(context);
    if (source) return source;
    const other = otherOf(context);
    if (typeof other === 'symbol' || other === null) return other;
    const pattern = patternOf(context);
    if (typeof pattern === 'symbol') return pattern;
    return limitResult('Replace', findGroup(other, pattern, groupOf(pattern)));
  };
}

/** The pattern, compiled once when it is a constant; otherwise the last one is kept. */
function patternReader(call: ReplaceCall): (context: ExpressionContext) => Pattern | Effect {
  const constant = call.constant('regexPattern');
  if (constant !== undefined) {
    const pattern = withPatternError(
      () => compilePattern(constant),
      (problem) => call.fail('regexPattern', `the pattern ${problem}`),
    );
    return () => pattern;
  }
  const textOf = call.reader('regexPattern');
  let last: { text: string; pattern: Pattern } | undefined;
  return (context) => {
    const text = textOf(context);
    if (typeof text === 'symbol') return text;
    if (!text) throw new EvaluationError('Replace', 'regexPattern', 'has no value');
    if (last?.text === text) return last.pattern;
    const pattern = withPatternError(
      () => compilePattern(text),
      () => new EvaluationError('Replace', 'regexPattern', 'is not a pattern that can be used'),
    );
    last = { text, pattern };
    return pattern;
  };
}

function withPatternError(compile: () => Pattern, toError: (problem: string) => Error): Pattern {
  try {
    return compile();
  } catch (error) {
    throw error instanceof PatternError ? toError(error.message) : error;
  }
}

/** Position of the named group; checked when the expression is compiled if the pattern is a constant. */
function groupReader(call: ReplaceCall): (pattern: Pattern) => number {
  if (!call.has('regexGroupName')) return () => 0;
  const name = call.constant('regexGroupName');
  if (name === undefined) throw call.fail('regexGroupName', 'regexGroupName must be a text in quotes');
  const pattern = call.constant('regexPattern');
  if (pattern !== undefined && compilePattern(pattern).groupIndex(name) === undefined) {
    throw call.fail('regexGroupName', `the pattern has no group named ${name}`);
  }
  return (compiled) => {
    const group = compiled.groupIndex(name);
    if (group === undefined) throw new EvaluationError('Replace', 'regexGroupName', 'is no group of the pattern');
    return group;
  };
}

export const REPLACE_FUNCTIONS: readonly FunctionDefinition[] = [
  {
    name: 'Replace',
    parameters: PARAMETERS.map((name) => ({ name, type: 'text', ...(name === 'source' ? {} : { optional: true }) })),
    build: buildReplace,
  },
];
