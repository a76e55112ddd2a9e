import type { AttributeValue } from '../model/attributes.ts';
import type { ScopingClause, ScopingFilter } from '../model/mapping.ts';
import { type SourceView, USER_SOURCES } from '../model/sourceAttributes.ts';
import { holdsFor, SCOPING_OPERATORS } from './operators.ts';

export interface ClauseResult {
  /** Name of the filter. */
  readonly filter: string;
  /** The clause as Entra shows it: `department EQUALS 'Marketing'`. */
  readonly clause: string;
  readonly passed: boolean;
}

export interface FilterResult {
  readonly passed: boolean;
  /** Every clause of every filter, for the log. */
  readonly clauses: readonly ClauseResult[];
}

export interface CompiledFilters<View = SourceView> {
  readonly evaluate: (view: View) => FilterResult;
  /** True when there are no filters; every object passes. */
  readonly isEmpty: boolean;
}

/** Reads the attributes that clauses name, e.g. `GROUP_SOURCES`. */
export interface AttributeReaders<View> {
  get(name: string): { readonly read: (view: View) => AttributeValue } | undefined;
}

/**
 * Compiles scoping filters that were validated with the configuration: an object passes when all clauses of any
 * filter hold. Filters of users need no `attributes`; those of groups take `GROUP_SOURCES`.
 *
 * @throws RangeError for an unknown attribute or operator, PatternError for a malformed pattern
 */
export function compileFilters(filters: readonly ScopingFilter[]): CompiledFilters;
export function compileFilters<View>(
  filters: readonly ScopingFilter[],
  attributes: AttributeReaders<View>,
): CompiledFilters<View>;
export function compileFilters(
  filters: readonly ScopingFilter[],
  attributes: AttributeReaders<SourceView> = USER_SOURCES,
): CompiledFilters {
  const compiled = filters.map(({ name, clauses }) =>
    clauses.map((clause) => ({ filter: name, clause: describe(clause), holds: compileClause(clause, attributes) })),
  );
  return {
    isEmpty: compiled.length === 0,
    evaluate: (view) => {
      const results = compiled.map((clauses) =>
        clauses.map(({ filter, clause, holds }) => ({ filter, clause, passed: holds(view) })),
      );
      const passed = results.length === 0 || results.some((clauses) => clauses.every((clause) => clause.passed));
      return { passed, clauses: results.flat() };
    },
  };
}

function compileClause<View>(clause: ScopingClause, attributes: AttributeReaders<View>): (view: View) => boolean {
  const attribute = attributes.get(clause.attribute);
  if (!attribute) throw new RangeError(`There is no source attribute ${clause.attribute}.`);
  const operator = SCOPING_OPERATORS.get(clause.operator);
  if (!operator) throw new RangeError(`There is no scoping operator ${clause.operator}.`);
  const test = operator.compile(clause.value ?? '');
  return (view) => holdsFor(operator, test, attribute.read(view));
}

function describe({ attribute, operator, value }: ScopingClause): string {
  return value ? `${attribute} ${operator} '${value}'` : `${attribute} ${operator}`;
}
