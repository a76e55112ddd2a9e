import type { AttributeValue } from '../model/attributes.ts';
import type { WorkBudget } from './workBudget.ts';

/** What an expression computes. */
export type ExpressionValue = AttributeValue;

/** Instead of a value: do not send this attribute. */
export const DROP_ATTRIBUTE: unique symbol = Symbol('dropAttribute');

/** Instead of a value: leave the whole object alone. */
export const IGNORE_OBJECT: unique symbol = Symbol('ignoreObject');

export type Effect = typeof DROP_ATTRIBUTE | typeof IGNORE_OBJECT;

/** Effects are the only symbols that flow. */
export function isEffect(value: unknown): value is Effect {
  return typeof value === 'symbol';
}

/** What an expression can see. */
export interface ExpressionContext {
  /** Value of a source attribute; null when it has none. */
  attribute(name: string): ExpressionValue;
  /** Value of `Now()`. */
  readonly now: Date;
  /** Value of `Guid()`: a new lower-case GUID at each call. */
  guid(): string;
  /** A random whole number from 0 up to, and without, `bound`. Cryptographic unless given. */
  randomInt?(bound: number): number;
}

/** A compiled expression. Throws EvaluationError. */
export type Evaluator = (context: ExpressionContext) => ExpressionValue | Effect;

/** What the parts of an expression see while one evaluation lasts. */
export interface EvaluationScope extends ExpressionContext {
  randomInt(bound: number): number;
  readonly work: WorkBudget;
}

/** A compiled part of an expression. Throws EvaluationError. */
export type PartEvaluator = (scope: EvaluationScope) => ExpressionValue | Effect;

/**
 * A value as text: booleans as `True` and `False`, a list of one as its item, an empty list as no value.
 * Undefined: a list of several has no text.
 */
export function textOf(value: ExpressionValue): string | null | undefined {
  if (typeof value === 'string' || value === null) return value;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  return value.length > 1 ? undefined : (value[0] ?? null);
}

/** A value as a number; quoted numbers count, as Microsoft's samples need. Undefined: it is none. */
export function numberOf(value: ExpressionValue): number | undefined {
  if (typeof value === 'number') return value;
  const text = textOf(value)?.trim();
  return text !== undefined && /^[+-]?\d+(?:\.\d+)?$/u.test(text) ? Number(text) : undefined;
}

/** A value as a condition. No value is false. Undefined: it is neither true nor false. */
export function conditionOf(value: ExpressionValue): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const text = textOf(value);
  if (text === null || text === '') return false;
  if (text?.toLowerCase() === 'true') return true;
  if (text?.toLowerCase() === 'false') return false;
  const number = numberOf(value);
  return number === undefined ? undefined : number !== 0;
}
