import { readFileSync } from 'node:fs';
import type { AttributeValue } from '../../../shared/model/attributes.ts';
import type { SourceType } from '../../../shared/model/sourceAttribute.ts';
import { SCOPING_OPERATORS, type ScopingOperator } from '../../../shared/scoping/operators.ts';
import { TRUTH_TABLE, type TruthRow } from '../../../shared/scoping/truthTable.ts';
import { fillGenerated } from './fillGenerated.ts';
import { markdownTable } from './markdownTable.ts';

const PAGE = new URL('../../../docs/scoping.md', import.meta.url);

/** The page on scope and filters: prose by hand, tables from the code. */
export const SCOPING_PAGE = {
  path: 'docs/scoping.md',
  render: () => fillGenerated(readFileSync(PAGE, 'utf8'), { operators: operatorTable(), 'truth table': truthTable() }),
};

const VALUES: Readonly<Record<ScopingOperator['value'], string>> = {
  none: 'none',
  text: 'text',
  wholeNumber: 'whole number',
  pattern: 'pattern',
};

const TYPES: Partial<Readonly<Record<SourceType, string>>> = {
  String: 'text',
  Boolean: 'Boolean',
  Reference: 'reference',
};

function operatorTable(): string {
  const rows = [...SCOPING_OPERATORS.values()].map(({ name, meaning, value, types }) => {
    const tested = types.flatMap((type) => TYPES[type] ?? []);
    return [`\`${name}\``, meaning, VALUES[value], tested.join(', ')];
  });
  return markdownTable(['operator', 'holds when the attribute …', 'value', 'attributes'], rows);
}

/** One line per operator and value. */
function truthTable(): string {
  const cases = Map.groupBy(TRUTH_TABLE, ({ operator, value }) =>
    value === undefined ? `\`${operator}\`` : `\`${operator}\` \`${value}\``,
  );
  const rows = [...cases].map(([name, rowsOf]) => [name, shown(rowsOf, true), shown(rowsOf, false)]);
  return markdownTable(['operator and value', 'holds for', 'does not hold for'], rows);
}

function shown(rows: readonly TruthRow[], holds: boolean): string {
  const cells = rows.filter((row) => row.holds === holds).map(({ attribute }) => shownValue(attribute));
  return [...new Set(cells)].join(', ');
}

/** Directory extensions hold Booleans, numbers and lists too. */
function shownValue(value: AttributeValue): string {
  if (value === null || value === '') return 'no value';
  if (typeof value === 'string') return `\`${value.replaceAll(' ', '\u00a0')}\``;
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'number') return `the number ${value}`;
  if (value.length === 0) return 'no value';
  return value.length === 1 ? `a list of \`${value[0]}\`` : 'a list of several';
}
