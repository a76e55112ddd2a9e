import { compilePattern } from '../expressions/pattern.ts';
import type { AttributeValue } from '../model/attributes.ts';
import type { SourceAttribute } from '../model/sourceAttributes.ts';

type AttributeType = SourceAttribute['type'];

/** Decides one clause for one object. `text` is the attribute's value, never null or empty. */
type Test = (text: string) => boolean;

export interface ScopingOperator {
  /** Entra's name, as administrators write it. */
  readonly name: string;
  /** Types of attribute that it can test. */
  readonly types: readonly AttributeType[];
  /** What the clause's value must be; `none`: it has no value. */
  readonly value: 'none' | 'text' | 'wholeNumber' | 'pattern';
  /** The result for an attribute without a value; false but for IS NULL, also for the negative operators. */
  readonly whenEmpty: boolean;
  /** @throws PatternError for a malformed pattern */
  readonly compile: (value: string) => Test;
}

const TEXT: readonly AttributeType[] = ['String'];
const ANY: readonly AttributeType[] = ['String', 'Boolean', 'Reference'];

const text = (name: string, compile: ScopingOperator['compile']): ScopingOperator => ({
  name,
  types: TEXT,
  value: 'text',
  whenEmpty: false,
  compile,
});

const unary = (
  name: string,
  types: readonly AttributeType[],
  whenEmpty: boolean,
  test: (text: string) => boolean,
): ScopingOperator => ({ name, types, value: 'none', whenEmpty, compile: () => test });

/** The whole value must match: Entra's own example takes `([1-9][0-9])` for "any number between 10 and 99". */
const pattern = (name: string, wanted: boolean): ScopingOperator => ({
  ...text(name, (value) => {
    const { regex } = compilePattern(value);
    return (candidate) => regex.matches(candidate) === wanted;
  }),
  value: 'pattern',
});

const WHOLE_NUMBER = /^\d+$/;

/** Both sides must be whole numbers 0, 1, 2, …; anything else is not greater than anything. */
const greater = (name: string, compare: (left: bigint, right: bigint) => boolean): ScopingOperator => ({
  ...text(name, (value) => {
    const limit = BigInt(value);
    return (candidate) => WHOLE_NUMBER.test(candidate) && compare(BigInt(candidate), limit);
  }),
  value: 'wholeNumber',
});

/**
 * Entra's operators (define-conditional-rules-for-provisioning-user-accounts). All comparisons are case-sensitive.
 * "Scoping filters return false if the value is null/empty": so does NOT EQUALS.
 *
 * Of `&` Entra says only that the evaluated attribute "exists in the input string value". Here it is the reverse of
 * Includes: the attribute's value occurs in the clause's value. `!&` is its opposite.
 */
export const SCOPING_OPERATORS: ReadonlyMap<string, ScopingOperator> = new Map(
  [
    text('EQUALS', (value) => (candidate) => candidate === value),
    text('NOT EQUALS', (value) => (candidate) => candidate !== value),
    unary('IS TRUE', ['Boolean'], false, (candidate) => candidate === 'True'),
    unary('IS FALSE', ['Boolean'], false, (candidate) => candidate === 'False'),
    unary('IS NULL', ANY, true, () => false),
    unary('IS NOT NULL', ANY, false, () => true),
    pattern('REGEX MATCH', true),
    pattern('NOT REGEX MATCH', false),
    greater('Greater_Than', (left, right) => left > right),
    greater('Greater_Than_OR_EQUALS', (left, right) => left >= right),
    text('Includes', (value) => (candidate) => candidate.includes(value)),
    text('ENDS_WITH', (value) => (candidate) => candidate.endsWith(value)),
    text('&', (value) => (candidate) => value.includes(candidate)),
    text('!&', (value) => (candidate) => !value.includes(candidate)),
  ].map((operator) => [operator.name, operator]),
);

/** What is wrong with a clause's value, or undefined. */
export function clauseValueProblem(operator: ScopingOperator, value: string | undefined): string | undefined {
  if (operator.value === 'none') return value ? `${operator.name} takes no value` : undefined;
  if (!value) return `${operator.name} needs a value`;
  if (operator.value === 'wholeNumber' && !WHOLE_NUMBER.test(value)) {
    return `${operator.name} needs a whole number such as 100`;
  }
  return undefined;
}

/** An attribute's value as the operators see it; null when it has none. */
export function clauseText(value: AttributeValue): string | null {
  if (value === null || value === '') return null;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'object' ? null : String(value);
}
