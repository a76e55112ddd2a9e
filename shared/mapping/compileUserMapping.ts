import { randomUUID } from 'node:crypto';
import { EvaluationError } from '../expressions/evaluationError.ts';
import {
  type Effect,
  type ExpressionContext,
  type ExpressionValue,
  IGNORE_OBJECT,
} from '../expressions/expressionValue.ts';
import type { Attributes, AttributeValue } from '../model/attributes.ts';
import type { AttributeMapping, MappedUser, MappingFailure } from '../model/mapping.ts';
import { type SourceView, USER_SOURCE_ATTRIBUTES } from '../model/sourceAttributes.ts';
import { TARGET, type TargetAttribute, USER_TARGET_ATTRIBUTES } from '../model/targetAttributes.ts';
import { type CompiledSource, compileSource } from './compileSource.ts';
import { readTargetValue } from './readTargetValue.ts';

export interface MappingContext {
  /** Value of `Now()`. */
  readonly now: Date;
  /** Source of `Guid()`; random unless given. */
  readonly guid?: () => string;
}

export interface UserMapping {
  /** Maps one user. Never throws: what cannot be mapped is in `failures`. */
  map(view: SourceView, context: MappingContext): MappedUser;
  /** How a target is kept up to date; undefined when nothing is mapped to it. */
  rule(target: string): MappingRule | undefined;
  /** Value per target for a user that is created and has none (Entra: "Default value if null"). */
  readonly defaults: Attributes;
  /** Targets to match existing accounts by, first to last. */
  readonly matching: readonly { readonly target: string; readonly precedence: number }[];
  /** All mapped targets, in the order of the mappings. */
  readonly targets: readonly string[];
  /** Targets whose values a log must show as `[Redact]`. */
  readonly redacted: ReadonlySet<string>;
}

export interface MappingRule {
  readonly apply: 'always' | 'onCreate';
  readonly whenEmpty: 'clear' | 'keep';
}

interface CompiledMapping {
  readonly target: TargetAttribute;
  readonly source: CompiledSource;
  /** Index of the first mapping with the same source, whose result is used again. */
  readonly sharedWith: number;
}

/**
 * Compiles mappings that were validated with the configuration.
 *
 * @throws ExpressionError when a source cannot be parsed, RangeError for an unknown target
 */
export function compileUserMapping(mappings: readonly AttributeMapping[]): UserMapping {
  const compiled = mappings.map((mapping) => compileMapping(mapping, mappings));
  const rules = new Map(
    mappings.map(({ target, apply = 'always', whenEmpty = 'clear' }) => [target, { apply, whenEmpty }]),
  );
  return {
    map: (view, context) => mapUser(compiled, view, context),
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

function compileMapping(mapping: AttributeMapping, mappings: readonly AttributeMapping[]): CompiledMapping {
  const target = USER_TARGET_ATTRIBUTES.get(mapping.target);
  if (!target) throw new RangeError(`There is no target attribute ${mapping.target}.`);
  return {
    target,
    source: compileSource(mapping.source),
    sharedWith: mappings.findIndex(({ source }) => source === mapping.source),
  };
}

function mapUser(mappings: readonly CompiledMapping[], view: SourceView, context: MappingContext): MappedUser {
  const expressionContext: ExpressionContext = {
    attribute: (name) => USER_SOURCE_ATTRIBUTES.get(name)?.read(view) ?? null,
    now: context.now,
    guid: context.guid ?? randomUUID,
  };
  const results: (ExpressionValue | Effect | MappingFailure)[] = [];
  const attributes: Record<string, AttributeValue> = {};
  const failures: MappingFailure[] = [];
  let active = true;
  let ignoreObject = false;
  for (const [index, { target, source, sharedWith }] of mappings.entries()) {
    const result = sharedWith < index ? results[sharedWith] : readSource(target.name, source, view, expressionContext);
    results.push(result ?? null);
    if (typeof result === 'symbol') {
      ignoreObject ||= result === IGNORE_OBJECT;
      continue;
    }
    if (isFailure(result)) {
      failures.push({ ...result, target: target.name });
      continue;
    }
    const read = readTargetValue(target, result ?? null);
    if ('code' in read) failures.push({ target: target.name, ...read });
    else if (target.name === TARGET.active) active = read.value !== false;
    else attributes[target.name] = read.value;
  }
  return { attributes, active, ignoreObject, failures };
}

function isFailure(result: ExpressionValue | MappingFailure | undefined): result is MappingFailure {
  return typeof result === 'object' && result !== null && 'code' in result;
}

function readSource(
  target: string,
  source: CompiledSource,
  view: SourceView,
  context: ExpressionContext,
): ExpressionValue | Effect | MappingFailure {
  try {
    return source.read(view, context);
  } catch (error) {
    const reason = error instanceof EvaluationError ? error.message : 'the expression failed.';
    return { target, code: 'ExpressionEvaluationFailed', message: `${target} could not be computed. ${reason}` };
  }
}
