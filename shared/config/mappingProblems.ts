import type { ConfigurationProblem } from '../errors/configurationError.ts';
import { type SourceRules, sourceProblem } from '../mapping/checkSource.ts';
import { USER_SOURCE_ATTRIBUTES } from '../model/sourceAttributes.ts';
import { TARGET, USER_TARGET_ATTRIBUTES } from '../model/targetAttributes.ts';
import { configurationPath } from './configurationPath.ts';
import { GROUP_SOURCE_ATTRIBUTES, GROUP_TARGET_ATTRIBUTES } from './groupAttributes.ts';
import { isRecord } from './isRecord.ts';

/** What mappings of one kind of object must obey. */
interface MappingRules {
  readonly section: 'users' | 'groups';
  readonly sources: SourceRules['attributes'];
  readonly targets: ReadonlyMap<string, { readonly type: string }>;
  readonly reference: string;
  readonly required: readonly string[];
  /** Targets that Slack can filter by; matching by others finds nothing (Slack tutorial, troubleshooting). */
  readonly matchable: readonly string[];
}

const USERS: MappingRules = {
  section: 'users',
  sources: USER_SOURCE_ATTRIBUTES,
  targets: USER_TARGET_ATTRIBUTES,
  reference: 'manager',
  required: [TARGET.userName, TARGET.email],
  matchable: [TARGET.email, TARGET.userName],
};

const GROUPS: MappingRules = {
  section: 'groups',
  sources: GROUP_SOURCE_ATTRIBUTES,
  targets: GROUP_TARGET_ATTRIBUTES,
  reference: 'members',
  required: ['displayName'],
  matchable: ['displayName'],
};

interface RawMapping {
  readonly index: number;
  readonly mapping: Readonly<Record<string, unknown>>;
}

/** Checks mappings beyond their shape. Takes the file as parsed, so that what is wrong elsewhere hides nothing here. */
export function mappingProblems(file: unknown): ConfigurationProblem[] {
  if (!isRecord(file)) return [];
  const { groups } = file;
  const withGroups = isRecord(groups) && groups.enabled !== false;
  return [...sectionProblems(file.users, USERS), ...(withGroups ? sectionProblems(groups, GROUPS) : [])];
}

function sectionProblems(section: unknown, rules: MappingRules): ConfigurationProblem[] {
  if (!isRecord(section)) return [];
  if (section.mappings !== undefined && !Array.isArray(section.mappings)) return [];
  const list: readonly unknown[] = section.mappings ?? [];
  const mappings = list.flatMap((mapping, index) => (isRecord(mapping) ? [{ index, mapping }] : []));
  return [
    ...mappings.flatMap((entry) => singleProblems(entry, rules)),
    ...repetitionProblems(mappings, rules),
    ...absenceProblems(mappings, rules),
  ];
}

/** Problems of one mapping on its own. */
function singleProblems({ index, mapping }: RawMapping, rules: MappingRules): ConfigurationProblem[] {
  const at = (property: string) => configurationPath([rules.section, 'mappings', index, property]);
  const { target, source, match } = mapping;
  const targetType = typeof target === 'string' ? rules.targets.get(target)?.type : undefined;
  const problems: ConfigurationProblem[] = [];
  if (typeof source === 'string') {
    const what = sourceProblem(source, {
      attributes: rules.sources,
      targetType,
      reference: rules.reference,
      apply: mapping.apply,
    });
    if (what) problems.push({ where: at('source'), what });
  }
  if (match !== undefined && targetType && !rules.matchable.includes(String(target))) {
    problems.push({ where: at('match'), what: `Slack can only match by ${rules.matchable.join(' and ')}.` });
  }
  if (mapping.default !== undefined && targetType === 'Reference') {
    problems.push({ where: at('default'), what: 'A target that refers to another object has no default.' });
  }
  return problems;
}

/** The same target, or the same matching precedence, in two mappings. */
function repetitionProblems(mappings: readonly RawMapping[], rules: MappingRules): ConfigurationProblem[] {
  return (['target', 'match'] as const).flatMap((property) => {
    const first = new Map<unknown, number>();
    return mappings.flatMap(({ index, mapping }) => {
      const value = mapping[property];
      if (value === undefined) return [];
      const earlier = first.get(value);
      if (earlier === undefined) {
        first.set(value, index);
        return [];
      }
      const where = configurationPath([rules.section, 'mappings', index, property]);
      return [{ where, what: `${String(value)} is used by ${rules.section}.mappings[${earlier}] already.` }];
    });
  });
}

function absenceProblems(mappings: readonly RawMapping[], rules: MappingRules): ConfigurationProblem[] {
  const where = configurationPath([rules.section, 'mappings']);
  const missing = rules.required.filter((target) => !mappings.some(({ mapping }) => mapping.target === target));
  const problems = missing.map((target) => ({ where, what: `A mapping to ${target} is missing; Slack requires it.` }));
  if (mappings.some(({ mapping }) => mapping.match !== undefined)) return problems;
  return [...problems, { where, what: `No mapping has "match": set "match": 1 for ${rules.matchable[0]}.` }];
}
