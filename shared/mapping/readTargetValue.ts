import type { AttributeValue } from '../model/attributes.ts';
import type { TargetAttribute } from '../model/targetAttributes.ts';
import { valueRulesOf } from './valueRules.ts';

/** A value that cannot be sent: the code, and the rule that it breaks with what would be accepted, never the value itself. */
export interface ValueProblem {
  readonly code: 'SchemaPropertyCanOnlyAcceptValue' | 'AttributeValidationFailed';
  readonly message: string;
}

type TargetValue = string | boolean | null | readonly string[];

/** Fits what a source gives to a target: text, `true`/`false`, a list where the target takes one, or null for "no value". */
export function readTargetValue(
  target: TargetAttribute,
  value: AttributeValue,
): { readonly value: TargetValue } | ValueProblem {
  if (target.multiValued) return { value: listOf(value) };
  const single = typeof value === 'object' && value !== null ? oneOf(value) : value;
  if (single === undefined) {
    return {
      code: 'SchemaPropertyCanOnlyAcceptValue',
      message: `${target.name} takes one value, but its source has several. Choose one with Item, or join them with Join.`,
    };
  }
  if (single === null || single === '') return { value: null };
  if (target.type === 'Boolean') return readBoolean(target, single);
  const text = textOf(single);
  return brokenRule(target, text) ?? { value: text };
}

/** The values that are not empty; null when there is none. */
function listOf(value: AttributeValue): readonly string[] | null {
  if (value === null) return null;
  const values = (typeof value === 'object' ? value : [textOf(value)]).filter((item) => item !== '');
  return values.length === 0 ? null : values;
}

/** The only item of a list, null for an empty list, undefined for a list of several. */
function oneOf(values: readonly string[]): string | null | undefined {
  return values.length > 1 ? undefined : (values[0] ?? null);
}

/** Booleans flow as text in Entra's expressions: `True` and `False`, in any case. */
function textOf(value: string | boolean | number): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return String(value);
}

function readBoolean(
  target: TargetAttribute,
  value: string | boolean | number,
): { readonly value: boolean } | ValueProblem {
  const word = textOf(value).toLowerCase();
  if (word === 'true' || word === 'false') return { value: word === 'true' };
  return { code: 'AttributeValidationFailed', message: `${target.name} must be True or False.` };
}

/** Entra's code for a value that the target's rules refuse, checked before anything is sent. */
function brokenRule(target: TargetAttribute, text: string): ValueProblem | undefined {
  const broken = valueRulesOf(target).find((rule) => !rule.holds(text));
  if (!broken) return undefined;
  const sentences = [`${target.name} ${broken.requirement}.`, broken.accepted];
  return { code: 'AttributeValidationFailed', message: sentences.filter((part) => part !== undefined).join(' ') };
}
