import type { AttributeValue } from '../model/attributes.ts';

/** One case of an operator: what the attribute holds, what the clause says, and whether it holds then. */
export interface TruthRow {
  readonly attribute: AttributeValue;
  readonly operator: string;
  /** Absent for operators that take none. */
  readonly value?: string;
  readonly holds: boolean;
}

const rows = (operator: string, value: string | undefined, cases: readonly (readonly [AttributeValue, boolean])[]) =>
  cases.map(([attribute, holds]): TruthRow => ({ attribute, operator, ...(value !== undefined && { value }), holds }));

const NONE: readonly AttributeValue[] = [null, '', []];
const TWO_VALUES = ['Sales', 'Legal'];

/** Every operator but IS NULL says no to an attribute without a value. */
const noValue = (holds: boolean) => NONE.map((value) => [value, holds] as const);

/** What each operator says to which value. The tests hold the operators to it, and the documentation shows it. */
export const TRUTH_TABLE: readonly TruthRow[] = [
  ...rows('EQUALS', 'Sales', [
    ['Sales', true],
    ['sales', false],
    ['Sales ', false],
    [['Sales'], true],
    [TWO_VALUES, false],
    ...noValue(false),
  ]),
  ...rows('EQUALS', '7', [
    [7, true],
    ['07', false],
  ]),
  ...rows('NOT EQUALS', 'Sales', [['Sales', false], ['sales', true], [TWO_VALUES, false], ...noValue(false)]),
  ...rows('IS TRUE', undefined, [[true, true], [false, false], ...noValue(false)]),
  ...rows('IS FALSE', undefined, [[true, false], [false, true], ...noValue(false)]),
  ...rows('IS NULL', undefined, [
    ['Sales', false],
    [' ', false],
    [false, false],
    [0, false],
    [TWO_VALUES, false],
    ...noValue(true),
  ]),
  ...rows('IS NOT NULL', undefined, [
    ['Sales', true],
    [' ', true],
    [false, true],
    [0, true],
    [TWO_VALUES, true],
    ...noValue(false),
  ]),
  ...rows('REGEX MATCH', '([1-9][0-9])', [['42', true], ['142', false], [42, true], ...noValue(false)]),
  ...rows('REGEX MATCH', 'Sales|Legal', [
    ['Legal', true],
    ['legal', false],
    ['Legal Sales', false],
    [TWO_VALUES, false],
  ]),
  ...rows('REGEX MATCH', '(?i).*sales.*', [['Field SALES', true]]),
  ...rows('NOT REGEX MATCH', '([1-9][0-9])', [['42', false], ['142', true], [TWO_VALUES, false], ...noValue(false)]),
  ...rows('Greater_Than', '9', [
    ['10', true],
    [10, true],
    ['9', false],
    ['009', false],
    ['-10', false],
    ['10.5', false],
    ['ten', false],
    ...noValue(false),
  ]),
  ...rows('Greater_Than', '12345678901234567890', [['12345678901234567891', true]]),
  ...rows('Greater_Than_OR_EQUALS', '9', [['9', true], ['10', true], ['8', false], ['nine', false], ...noValue(false)]),
  ...rows('Includes', 'Sales', [
    ['Field Sales EMEA', true],
    ['Field sales', false],
    [TWO_VALUES, false],
    ...noValue(false),
  ]),
  ...rows('ENDS_WITH', '@contoso.com', [
    ['jane@contoso.com', true],
    ['jane@CONTOSO.com', false],
    ['jane@contoso.com.example', false],
    ...noValue(false),
  ]),
  ...rows('&', 'Sales;Legal', [['Legal', true], ['legal', false], ['Finance', false], ...noValue(false)]),
  ...rows('!&', 'Sales;Legal', [
    ['Legal', false],
    ['legal', true],
    ['Finance', true],
    [TWO_VALUES, false],
    ...noValue(false),
  ]),
];
