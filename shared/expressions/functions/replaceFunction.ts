import type { Effect, EvaluationScope, PartEvaluator } from '../expressionValue.ts';
import type { Pattern } from '../pattern.ts';
import { type CallToBuild, type FunctionDefinition, limitResult } from './functionDefinition.ts';
import { REPLACE_PARAMETERS, ReplaceCall, type TextReader } from './replaceCall.ts';
import { findGroup, parseReplacement, type ReplacementParts, replaceMatches, replaceText } from './replacePattern.ts';

/** Picks the mode by which arguments are given (functions-for-customizing-application-data, Replace). */
function buildReplace(build: CallToBuild): PartEvaluator {
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
function readAll(scope: EvaluationScope, readers: readonly TextReader[]): Effect | (string | null)[] {
  const texts: (string | null)[] = [];
  for (const reader of readers) {
    const text = reader(scope);
    if (typeof text === 'symbol') return text;
    texts.push(text);
  }
  return texts;
}

/** oldValue with a replacementValue replaces in the source; with a template it replaces in the template, by the source. */
function buildTextReplace(call: ReplaceCall): PartEvaluator {
  const byTemplate = call.has('template');
  if (!byTemplate && !call.has('replacementValue')) {
    throw call.fail('oldValue', 'oldValue needs a replacementValue or a template');
  }
  const readers = [
    call.reader('source'),
    call.reader('oldValue'),
    call.reader(byTemplate ? 'template' : 'replacementValue'),
  ];
  return (scope) => {
    const texts = readAll(scope, readers);
    if (typeof texts === 'symbol') return texts;
    const [source = null, oldValue = null, other = null] = texts;
    if (source === null || !oldValue) return source;
    const [text, replacement] = byTemplate ? [other ?? '', source] : [source, other ?? ''];
    return replaceText(text, oldValue, replacement, scope.work);
  };
}

/** regexPattern and replacementValue replace every match; with regexGroupName only the part that the group matched. */
function buildPatternReplace(call: ReplaceCall): PartEvaluator {
  const patternOf = call.patternReader();
  const readers = [call.reader('source'), call.reader('replacementValue')];
  const constant = call.constant('replacementValue');
  let parsed: { pattern: Pattern; parts: ReplacementParts } | undefined;
  return (scope) => {
    const texts = readAll(scope, readers);
    if (typeof texts === 'symbol') return texts;
    const [source = null, replacement = null] = texts;
    if (source === null) return null;
    const found = patternOf(scope);
    if (typeof found === 'symbol') return found;
    const { pattern, group } = found;
    if (constant === undefined || parsed?.pattern !== pattern) {
      parsed = { pattern, parts: parseReplacement(replacement ?? '', pattern) };
    }
    return limitResult('Replace', replaceMatches(source, pattern, parsed.parts, group, scope.work));
  };
}

/** A source with a value is the result; without one, it is what the group matches in the other attribute. */
function buildFallback(call: ReplaceCall): PartEvaluator {
  const patternOf = call.patternReader();
  const [sourceOf, otherOf] = [call.reader('source'), call.reader('replacementAttributeName')];
  return (scope) => {
    const source = sourceOf(scope);
    if (source) return source;
    const other = otherOf(scope);
    if (typeof other === 'symbol' || other === null) return other;
    const found = patternOf(scope);
    if (typeof found === 'symbol') return found;
    return limitResult('Replace', findGroup(other, found.pattern, found.group, scope.work));
  };
}

export const REPLACE_FUNCTIONS: readonly FunctionDefinition[] = [
  {
    name: 'Replace',
    parameters: REPLACE_PARAMETERS.map((name) => ({
      name,
      type: 'text',
      ...(name === 'source' ? {} : { optional: true }),
    })),
    build: buildReplace,
  },
];
