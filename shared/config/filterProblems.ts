import type { ConfigurationProblem } from '../errors/configurationError.ts';
import { PatternError } from '../expressions/dotNetPattern.ts';
import { GROUP_SOURCES } from '../model/groupAttributes.ts';
import type { SourceType } from '../model/sourceAttribute.ts';
import { USER_SOURCES } from '../model/sourceAttributes.ts';
import {
  clauseValueProblem,
  SCOPING_OPERATORS,
  type ScopingOperator,
  unfilterableReason,
} from '../scoping/operators.ts';
import { configurationPath } from './configurationPath.ts';
import { isRecord } from './isRecord.ts';

interface AttributeTypes {
  get(name: string): { readonly name: string; readonly type: SourceType } | undefined;
}

/** Checks scoping filters beyond their shape: values, patterns, and whether an operator suits its attribute. */
export function filterProblems(file: unknown): ConfigurationProblem[] {
  if (!isRecord(file)) return [];
  return [
    ...sectionProblems('users', file.users, USER_SOURCES),
    ...sectionProblems('groups', file.groups, GROUP_SOURCES),
  ];
}

function sectionProblems(name: string, section: unknown, attributes: AttributeTypes): ConfigurationProblem[] {
  if (!isRecord(section)) return [];
  return listOf(section.filters).flatMap((filter, filterIndex) => {
    if (!isRecord(filter)) return [];
    return listOf(filter.clauses).flatMap((clause, index) => {
      const path = configurationPath([name, 'filters', filterIndex, 'clauses', index]);
      return isRecord(clause) ? clauseProblems(path, clause, attributes) : [];
    });
  });
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function clauseProblems(
  path: string,
  { attribute, operator: operatorName, value }: Readonly<Record<string, unknown>>,
  attributes: AttributeTypes,
): ConfigurationProblem[] {
  const operator = SCOPING_OPERATORS.get(String(operatorName));
  if (!operator || (value !== undefined && typeof value !== 'string')) return [];
  const problems: ConfigurationProblem[] = [];
  const tested = attributes.get(String(attribute));
  if (tested && !unfilterableReason(tested) && !operator.types.includes(tested.type)) {
    const { type } = tested;
    const hint = type === 'Boolean' ? ' Use IS TRUE or IS FALSE.' : '';
    problems.push({ where: `${path}.operator`, what: `${operator.name} cannot test ${attribute} (${type}).${hint}` });
  }
  const problem = clauseValueProblem(operator, value) ?? patternProblem(operator, value);
  if (problem) problems.push({ where: `${path}.value`, what: `${problem}.` });
  return problems;
}

function patternProblem(operator: ScopingOperator, value: string | undefined): string | undefined {
  if (operator.value !== 'pattern' || value === undefined) return undefined;
  try {
    operator.compile(value);
    return undefined;
  } catch (error) {
    if (error instanceof PatternError) return `The pattern ${error.message}`;
    throw error;
  }
}
