import { randomUUID } from 'node:crypto';
import type { ExpressionResult } from '../expressions/compileExpression.ts';
import { EvaluationError } from '../expressions/evaluationError.ts';
import type { ExpressionContext } from '../expressions/expressionValue.ts';
import type { Attributes, AttributeValue } from '../model/attributes.ts';
import type { AttributeMapping, MappingFailure } from '../model/mapping.ts';
import type { SourceCatalogue } from '../model/sourceAttribute.ts';
import type { TargetAttribute } from '../model/targetAttributes.ts';
import { type CompiledSource, compileSource } from './compileSource.ts';
import { readTargetValue } from './readTargetValue.ts';

export interface MappingContext {
  /** Value of `Now()`. */
  readonly now: Date;
  /** Source of `Guid()`; random unless given. */
  readonly guid?: () => string;
  /** Source of `RandomString()`: a whole number from 0 up to, and without, `bound`; random unless given. */
  readonly randomInt?: (bound: number) => number;
  /** The object is there already: what only a creation writes is left out, and not computed. */
  readonly isUpdate?: boolean;
}

export interface MappingRule {
  readonly apply: 'always' | 'onCreate';
  readonly whenEmpty: 'clear' | 'keep';
}

/** What mappings say about their targets, whatever the object. */
export interface TargetRules {
  /** How a target is kept up to date; undefined when nothing is mapped to it. */
  rule(target: string): MappingRule | undefined;
  /** Value per target for an object that is created and has none (Entra: "Default value if null"). */
  readonly defaults: Attributes;
  /** Targets to match existing objects by, first to last. */
  readonly matching: readonly { readonly target: string; readonly precedence: number }[];
  /** All mapped targets, in the order of the mappings. */
  readonly targets: readonly string[];
  /** Targets whose values a log must show as `[Redact]`. */
  readonly redacted: ReadonlySet<string>;
}

/** One object, mapped. */
export interface MappedValues {
  /** Value per target, null for "no value"; targets that failed or do not flow are absent. */
  readonly attributes: Attributes;
  readonly ignoreObject: boolean;
  readonly failures: readonly MappingFailure[];
  /** By target, the values to try where the source is `SelectUniqueValue(…)`; absent when there is no such source. */
  readonly candidates?: Readonly<Record<string, readonly string[]>>;
}

export interface CompiledMappings<View> extends TargetRules {
  /** Maps one object. Never throws: what cannot be mapped is in `failures`. */
  evaluate(view: View, context: MappingContext): MappedValues;
}

/** What the mappings are about. */
export interface MappingCatalogues<View> {
  readonly sources: SourceCatalogue<View>;
  readonly targets: ReadonlyMap<string, TargetAttribute>;
}

interface CompiledMapping<View> {
  readonly target: TargetAttribute;
  readonly source: CompiledSource<View>;
  /** Index of the first mapping with the same source, whose result is used again. */
  readonly sharedWith: number;
  /** Of no use to an object that is there already. Never `active`, which decides about those too. */
  readonly isForCreation: boolean;
}

/** Entra's type None: no value of its own, so that only a creation writes the default, and nothing changes it later. */
const NONE: CompiledSource<unknown> = { read: () => ({ effect: 'flow', value: null }), redacted: false };
const NONE_RULE: MappingRule = { apply: 'onCreate', whenEmpty: 'keep' };

/**
 * Compiles mappings that were validated with the configuration.
 *
 * @throws ExpressionError when a source cannot be parsed, RangeError for an unknown target
 */
export function compileMappings<View>(
  mappings: readonly AttributeMapping[],
  catalogues: MappingCatalogues<View>,
): CompiledMappings<View> {
  const compiled = mappings.map((mapping) => compileMapping(mapping, mappings, catalogues));
  const rules = new Map(mappings.map((mapping) => [mapping.target, ruleOf(mapping)]));
  return {
    evaluate: (view, context) => mapObject(compiled, catalogues.sources, view, context),
    rule: (target) => rules.get(target),
    defaults: Object.fromEntries(
      mappings.flatMap(({ target, default: value }) => (value === undefined ? [] : [[target, value]])),
    ),
    matching: mappings
      .flatMap(({ target, match }) => (match === undefined ? [] : [{ target, precedence: match }]))
      .sort((a, b) => a.precedence - b.precedence),
    targets: mappings.map(({ target }) => target),
    redacted: new Set(compiled.filter(({ source }) => source.redacted).map(({ target }) => target.name)),
  };
}

function ruleOf({ source, apply = 'always', whenEmpty = 'clear' }: AttributeMapping): MappingRule {
  return source === undefined ? NONE_RULE : { apply, whenEmpty };
}

function compileMapping<View>(
  mapping: AttributeMapping,
  mappings: readonly AttributeMapping[],
  { sources, targets }: MappingCatalogues<View>,
): CompiledMapping<View> {
  const target = targets.get(mapping.target);
  if (!target) throw new RangeError(`There is no target attribute ${mapping.target}.`);
  return {
    target,
    source: mapping.source === undefined ? NONE : compileSource(mapping.source, sources),
    sharedWith: mappings.findIndex(({ source }) => source === mapping.source),
    isForCreation: mapping.target !== 'active' && ruleOf(mapping).apply === 'onCreate' && !mayIgnoreObject(mapping),
  };
}

/** An object can be left alone because of any of its mappings. */
function mayIgnoreObject({ source = '' }: AttributeMapping): boolean {
  return source.includes('IgnoreObjectFlow');
}

function mapObject<View>(
  mappings: readonly CompiledMapping<View>[],
  sources: SourceCatalogue<View>,
  view: View,
  context: MappingContext,
): MappedValues {
  const expressionContext: ExpressionContext = {
    guid: randomUUID,
    ...context,
    attribute(name) {
      return sources.get(name)?.read(view) ?? null;
    },
  };
  const results: (SourceResult | undefined)[] = [];
  const attributes: Record<string, AttributeValue> = {};
  const candidates: Record<string, readonly string[]> = {};
  const failures: MappingFailure[] = [];
  let ignoreObject = false;
  for (const { target, source, sharedWith, isForCreation } of mappings) {
    if (isForCreation && context.isUpdate) {
      results.push(undefined);
      continue;
    }
    const result = results[sharedWith] ?? readSource(source, view, expressionContext);
    results.push(result);
    if ('reason' in result) {
      failures.push(computingFailure(target, result));
      continue;
    }
    if (result.effect !== 'flow') {
      ignoreObject ||= result.effect === 'ignoreObject';
      continue;
    }
    const usable = result.candidates && usableCandidates(target, result.candidates);
    if (usable) candidates[target.name] = usable;
    const read = readTargetValue(target, usable?.[0] ?? result.value);
    if ('code' in read) failures.push({ target: target.name, ...read });
    else attributes[target.name] = read.value;
  }
  const chosen = Object.keys(candidates).length > 0 ? { candidates } : {};
  return { attributes, ignoreObject, failures, ...chosen };
}

/** What a source gives, or why it gives nothing. */
type SourceResult = ExpressionResult | { readonly reason: string };

function readSource<View>(source: CompiledSource<View>, view: View, context: ExpressionContext): SourceResult {
  try {
    return source.read(view, context);
  } catch (error) {
    return { reason: error instanceof EvaluationError ? error.message : 'The expression failed.' };
  }
}

function computingFailure({ name }: TargetAttribute, { reason }: { readonly reason: string }): MappingFailure {
  return { target: name, code: 'ExpressionEvaluationFailed', message: `${name} could not be computed. ${reason}` };
}

/** Those that Slack would take; when it would take none, the first one's problem is the failure. */
function usableCandidates(target: TargetAttribute, candidates: readonly string[]): readonly string[] {
  return candidates.filter((candidate) => !('code' in readTargetValue(target, candidate)));
}
