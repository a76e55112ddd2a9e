import { compilePattern } from '../expressions/pattern.ts';
import type { AttributeValue } from '../model/attributes.ts';
import type { SourceType } from '../model/sourceAttribute.ts';

/** Decides one clause for one object. `text` is the attribute's value, never empty. */
type Test = (text: string) => boolean;

export interface ScopingOperator {
  /** Entra's name, as administrators write it. */
  readonly name: string;
  /** When a clause holds, for administrators; goes on after "The attribute". */
  readonly meaning: string;
  /** Types of attribute that it can test; a directory extension (`Any`) is tested as whatever it holds. */
  readonly types: readonly SourceType[];
  /** What the clause's value must be; `none`: it has no value. */
  readonly value: 'none' | 'text' | 'wholeNumber' | 'pattern';
  /** The result for an attribute without a value; false but for IS NULL, also for the negative operators. */
  readonly whenEmpty: boolean;
  /** The result for an attribute with several values, which only a directory extension can have: there is one, and no more is known. */
  readonly whenSeveral: boolean;
  /** @throws PatternError for a malformed pattern */
  readonly compile: (value: string) => Test;
}

const TEXT: readonly SourceType[] = ['String', 'Any'];
const BOOLEAN: readonly SourceType[] = ['Boolean', 'Any'];
const SINGLE: readonly SourceType[] = ['String', 'Boolean', 'Reference', 'Any'];

/** Why filters cannot test an attribute, as a sentence; undefined when they can. Multi-valued ones Entra cannot test either. */
export function unfilterableReason({
  name,
  type,
}: {
  readonly name: string;
  readonly type: SourceType;
}): string | undefined {
  if (name === 'IsSoftDeleted') return 'IsSoftDeleted follows from the filters; test accountEnabled instead.';
  return SINGLE.includes(type) ? undefined : `Filters cannot test ${name}; they take attributes with one value.`;
}

const text = (name: string, meaning: string, compile: ScopingOperator['compile']): ScopingOperator => ({
  name,
  meaning,
  types: TEXT,
  value: 'text',
  whenEmpty: false,
  whenSeveral: false,
  compile,
});

const isBoolean = (name: string, wanted: 'True' | 'False'): ScopingOperator => ({
  ...text(name, `is ${wanted.toLowerCase()}`, () => (candidate) => candidate === wanted),
  types: BOOLEAN,
  value: 'none',
});

const presence = (name: string, meaning: string, whenEmpty: boolean): ScopingOperator => ({
  ...text(name, meaning, () => () => !whenEmpty),
  types: SINGLE,
  value: 'none',
  whenEmpty,
  whenSeveral: !whenEmpty,
});

/** The whole value must match: Entra's own example takes `([1-9][0-9])` for "any number between 10 and 99". */
const pattern = (name: string, meaning: string, wanted: boolean): ScopingOperator => ({
  ...text(name, meaning, (value) => {
    const { regex } = compilePattern(value);
    return (candidate) => regex.matches(candidate) === wanted;
  }),
  value: 'pattern',
});

const WHOLE_NUMBER = /^\d+$/;

/** Both sides must be whole numbers 0, 1, 2, …; anything else is not greater than anything. */
const greater = (
  name: string,
  meaning: string,
  compare: (left: bigint, right: bigint) => boolean,
): ScopingOperator => ({
  ...text(name, meaning, (value) => {
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
    text('EQUALS', 'is exactly the value', (value) => (candidate) => candidate === value),
    text('NOT EQUALS', 'has a value, and another one', (value) => (candidate) => candidate !== value),
    isBoolean('IS TRUE', 'True'),
    isBoolean('IS FALSE', 'False'),
    presence('IS NULL', 'has no value', true),
    presence('IS NOT NULL', 'has a value', false),
    pattern('REGEX MATCH', 'matches the pattern from beginning to end', true),
    pattern('NOT REGEX MATCH', 'has a value that does not match the pattern', false),
    greater('Greater_Than', 'is a whole number above the value', (left, right) => left > right),
    greater('Greater_Than_OR_EQUALS', 'is a whole number, the value or above', (left, right) => left >= right),
    text('Includes', 'contains the value', (value) => (candidate) => candidate.includes(value)),
    text('ENDS_WITH', 'ends with the value', (value) => (candidate) => candidate.endsWith(value)),
    text('&', 'occurs in the value', (value) => (candidate) => value.includes(candidate)),
    text('!&', 'has a value that does not occur in the value', (value) => (candidate) => !value.includes(candidate)),
  ].map((operator) => [operator.name, operator]),
);

/** Operators that Entra's portal lists or people look for, and why they are refused. */
export const REFUSED_OPERATORS: ReadonlyMap<string, string> = new Map([
  ['Present', 'Microsoft does not say what it does; write IS NOT NULL.'],
  ['Valid Cert Match', 'Microsoft does not say what it does.'],
  [
    'IsMemberOf',
    'As in Entra, filters cannot test membership; assign the group to the enterprise application instead.',
  ],
]);

/** What is wrong with a clause's value, or undefined. */
export function clauseValueProblem(operator: ScopingOperator, value: string | undefined): string | undefined {
  if (operator.value === 'none') return value ? `${operator.name} takes no value` : undefined;
  if (!value) return `${operator.name} needs a value`;
  if (operator.value === 'wholeNumber' && !WHOLE_NUMBER.test(value)) {
    return `${operator.name} needs a whole number such as 100`;
  }
  return undefined;
}

/** Whether a clause holds for an attribute's value. `test` is the operator compiled with the clause's value. */
export function holdsFor(operator: ScopingOperator, test: Test, value: AttributeValue): boolean {
  if (typeof value === 'object' && value !== null) {
    if (value.length > 1) return operator.whenSeveral;
    return holdsFor(operator, test, value[0] ?? null);
  }
  if (value === null || value === '') return operator.whenEmpty;
  if (typeof value === 'boolean') return test(value ? 'True' : 'False');
  return test(String(value));
}
