import type { AttributeValue } from '../model/attributes.ts';
import { TARGET, type TargetAttribute } from '../model/targetAttributes.ts';

/** A value that cannot be sent: the code and the rule that it breaks, never the value itself. */
export interface ValueProblem {
  readonly code: 'SchemaPropertyCanOnlyAcceptValue' | 'AttributeValidationFailed';
  readonly message: string;
}

/** Fits what a source gives to a target of one value: text, `true`/`false`, or null for "no value". */
export function readTargetValue(
  target: TargetAttribute,
  value: AttributeValue,
): { readonly value: string | boolean | null } | ValueProblem {
  const single = typeof value === 'object' && value !== null ? oneOf(value) : value;
  if (single === undefined) {
    return {
      code: 'SchemaPropertyCanOnlyAcceptValue',
      message: `${target.name} takes one value, but its source has several. Choose one with Item, or join them with Join.`,
    };
  }
  if (single === null || single === '') return { value: null };
  if (target.type === 'Boolean') return readBoolean(target, single);
  const text = typeof single === 'boolean' ? (single ? 'True' : 'False') : String(single);
  return displayNameProblem(target, text) ?? { value: text };
}

/** The only item of a list, null for an empty list, undefined for a list of several. */
function oneOf(values: readonly string[]): string | null | undefined {
  return values.length > 1 ? undefined : (values[0] ?? null);
}

/** Booleans flow as text in Entra's expressions: `True` and `False`, in any case. */
function readBoolean(
  target: TargetAttribute,
  value: string | boolean | number,
): { readonly value: boolean } | ValueProblem {
  if (typeof value === 'boolean') return { value };
  const word = String(value).toLowerCase();
  if (word === 'true' || word === 'false') return { value: word === 'true' };
  return { code: 'AttributeValidationFailed', message: `${target.name} must be True or False.` };
}

/** Slack's displayName cannot hold an '@'; Entra skips such a user with AttributeValidationFailed (Slack tutorial, troubleshooting). */
function displayNameProblem(target: TargetAttribute, text: string): ValueProblem | undefined {
  if (target.name !== TARGET.displayName || !text.includes('@')) return undefined;
  return {
    code: 'AttributeValidationFailed',
    message: `${target.name} must not contain the character @, which Slack does not allow there.`,
  };
}
