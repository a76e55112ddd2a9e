import type { ScopingClause, ScopingFilter } from '../../../shared/model/mapping.ts';
import { SCOPING_OPERATORS } from '../../../shared/scoping/operators.ts';
import type { Findings } from './findings.ts';
import type { FilterClause, FilterGroup, GraphFilter } from './graphSchema.ts';
import { knownSpelling, type Section } from './section.ts';

/**
 * The filter of an object mapping: any of its groups must hold, of a group all clauses (synchronization-filter). A
 * filter is carried over as a whole or not at all, because with fewer clauses it would let more people in.
 */
export function importFilters(
  scope: GraphFilter | null | undefined,
  section: Section,
  findings: Findings,
): ScopingFilter[] {
  reportEarlyFilters(scope, section, findings);
  return (scope?.groups ?? []).flatMap((group, index) => importGroup(group, index, section, findings));
}

/** Where a filter is spoken of. */
export function filterPlace(section: Section['name'], name: string): string {
  return `${section}: filter "${name}"`;
}

export const FILTER_TODO = 'Write a filter by hand that means the same (docs/scoping.md).';

function reportEarlyFilters(scope: GraphFilter | null | undefined, { name }: Section, findings: Findings): void {
  for (const kind of ['inputFilterGroups', 'categoryFilterGroups'] as const) {
    if (!scope?.[kind]?.length) continue;
    findings.hold(
      `${name}: ${kind}`,
      'There is no such filter here: who fails it in Entra is passed over, neither provisioned nor disabled.',
      'To leave these people out, add its clauses to every filter (docs/scoping.md); those with an account are then disabled.',
    );
  }
}

function importGroup(group: FilterGroup, index: number, section: Section, findings: Findings): ScopingFilter[] {
  const name = group.name?.trim() || `Filter ${index + 1}`;
  const where = filterPlace(section.name, name);
  const given = group.clauses ?? [];
  if (given.length === 0) {
    findings.hold(where, 'It has no clauses.', 'Decide whether everybody was meant.');
    return [];
  }
  const several = given.find((clause) => valuesOf(clause).length > 1);
  if (several) {
    const what = `${several.sourceOperandName} ${several.operatorName} has several values; Microsoft does not say how they combine.`;
    findings.hold(where, what, 'Write one filter for each value, or REGEX MATCH with the values separated by |.');
    return [];
  }
  return [{ name, clauses: given.map((clause) => importClause(clause, where, section, findings)) }];
}

function importClause(clause: FilterClause, where: string, section: Section, findings: Findings): ScopingClause {
  const given = {
    attribute: clause.sourceOperandName ?? '',
    operator: clause.operatorName ?? '',
    ...firstValue(clause),
  };
  const attribute = knownSpelling(given.attribute, section.sources);
  const named = { ...given, attribute, operator: operatorName(given.operator) };
  const clauseHere = withoutNeedlessValue(asBooleanTest(named, section));
  const [from, to] = [describe(given), describe(clauseHere)];
  if (from !== to && (given.attribute !== attribute || given.operator !== clauseHere.operator)) {
    findings.change(where, from, to, 'The same clause in the spelling that this app knows.');
  }
  return clauseHere;
}

function valuesOf({ targetOperand }: FilterClause): string[] {
  return (targetOperand?.values ?? []).filter((value) => typeof value === 'string' && value !== '') as string[];
}

function firstValue(clause: FilterClause): { value?: string } {
  const [value] = valuesOf(clause);
  return value === undefined ? {} : { value };
}

/** Operators occur as `NOT EQUALS`, `NotEquals` or `not_equals`. */
function operatorName(name: string): string {
  const key = (text: string) => text.toLowerCase().replace(/[\s_-]/gu, '');
  return [...SCOPING_OPERATORS.keys()].find((known) => key(known) === key(name)) ?? name;
}

/** Graph's own example is `dirSyncEnabled EQUALS True`; here Booleans have operators of their own. */
function asBooleanTest(clause: ScopingClause, { sources }: Section): ScopingClause {
  const { attribute, operator, value } = clause;
  if (sources.get(attribute)?.type !== 'Boolean' || !/^(?:true|false)$/iu.test(value ?? '')) return clause;
  const wanted = value?.toLowerCase() === 'true';
  if (operator === 'EQUALS') return { attribute, operator: wanted ? 'IS TRUE' : 'IS FALSE' };
  if (operator === 'NOT EQUALS') return { attribute, operator: wanted ? 'IS FALSE' : 'IS TRUE' };
  return clause;
}

function withoutNeedlessValue(clause: ScopingClause): ScopingClause {
  const { attribute, operator } = clause;
  return SCOPING_OPERATORS.get(operator)?.value === 'none' ? { attribute, operator } : clause;
}

function describe({ attribute, operator, value }: ScopingClause): string {
  return value === undefined ? `${attribute} ${operator}` : `${attribute} ${operator} '${value}'`;
}
