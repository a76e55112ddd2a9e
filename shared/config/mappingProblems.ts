import type { ConfigurationProblem } from '../errors/configurationError.ts';
import { type SourceRules, sourceProblem } from '../mapping/checkSource.ts';
import { readTargetValue } from '../mapping/readTargetValue.ts';
import { GROUP_SOURCES, GROUP_TARGET_ATTRIBUTES } from '../model/groupAttributes.ts';
import { USER_SOURCES } from '../model/sourceAttributes.ts';
import { TARGET, type TargetAttribute, USER_TARGET_ATTRIBUTES } from '../model/targetAttributes.ts';
import { configurationPath } from './configurationPath.ts';
import { isRecord } from './isRecord.ts';

/** What mappings of one kind of object must obey. */
interface MappingRules {
  readonly section: 'users' | 'groups';
  readonly sources: SourceRules['attributes'];
  readonly targets: ReadonlyMap<string, TargetAttribute>;
  /** The only source of a Reference target. */
  readonly reference: string;
}

const USERS: MappingRules = {
  section: 'users',
  sources: USER_SOURCES,
  targets: USER_TARGET_ATTRIBUTES,
  reference: 'manager',
};

const GROUPS: MappingRules = {
  section: 'groups',
  sources: GROUP_SOURCES,
  targets: GROUP_TARGET_ATTRIBUTES,
  reference: 'members',
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
    ...exclusionProblems(mappings, rules),
    ...absenceProblems(mappings, rules),
  ];
}

/** Problems of one mapping on its own. */
function singleProblems({ index, mapping }: RawMapping, rules: MappingRules): ConfigurationProblem[] {
  const target = typeof mapping.target === 'string' ? rules.targets.get(mapping.target) : undefined;
  const problems = {
    source: mapping.source === undefined ? noneProblem(mapping, target) : givenSourceProblem(mapping, target, rules),
    match: matchProblem(mapping, target, rules),
    default: defaultProblem(mapping.default, target),
  };
  return Object.entries(problems).flatMap(([property, what]) =>
    what === undefined ? [] : [{ where: configurationPath([rules.section, 'mappings', index, property]), what }],
  );
}

function givenSourceProblem(
  { source, apply, match }: RawMapping['mapping'],
  target: TargetAttribute | undefined,
  { sources, reference }: MappingRules,
): string | undefined {
  if (typeof source !== 'string') return undefined;
  return sourceProblem(source, { attributes: sources, target, reference, apply, match });
}

/** Without a source (Entra's type None) the default is all there is, and a creation is the only time to write it. */
function noneProblem(mapping: RawMapping['mapping'], target: TargetAttribute | undefined): string | undefined {
  if (mapping.default === undefined) {
    return 'This is missing: an [attribute], a "constant" in double quotes or an expression. To set a value only when creating, give a "default" instead.';
  }
  if (target?.required) return `Slack requires ${target.name}; map it to an [attribute] or an expression.`;
  const meaningless = ['match', 'apply', 'whenEmpty'].filter((property) => mapping[property] !== undefined);
  if (meaningless.length === 0) return undefined;
  return `Without a source the target only gets its default when created; remove ${meaningless.map((name) => `"${name}"`).join(' and ')}, or give a source.`;
}

function matchProblem(
  { match }: RawMapping['mapping'],
  target: TargetAttribute | undefined,
  rules: MappingRules,
): string | undefined {
  if (match === undefined || !target || target.matchable) return undefined;
  return `Slack can only match by ${matchableOf(rules).join(' and ')}; it cannot search by ${target.name}.`;
}

function matchableOf({ targets }: MappingRules): readonly string[] {
  return [...targets.values()].filter(({ matchable }) => matchable).map(({ name }) => name);
}

function defaultProblem(value: unknown, target: TargetAttribute | undefined): string | undefined {
  if (typeof value !== 'string' || value === '' || !target) return undefined;
  if (target.type === 'Reference') return 'A target that refers to another object has no default.';
  if (target.type === 'Boolean') return `${target.name} has no default; without a value it is True.`;
  if (target.personal) return `A default would give several objects the same ${target.name}, which Slack refuses.`;
  const read = readTargetValue(target, value);
  return 'code' in read ? read.message : undefined;
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

/** Slack stores one role; and an expiry makes sense for a guest only (guest extension: `type` is mandatory). */
function exclusionProblems(mappings: readonly RawMapping[], rules: MappingRules): ConfigurationProblem[] {
  const indexOf = (target: string) => mappings.find(({ mapping }) => mapping.target === target)?.index;
  const problem = (index: number, what: string) => {
    return { where: configurationPath([rules.section, 'mappings', index, 'target']), what };
  };
  const [role, roles] = [indexOf(TARGET.role), indexOf(TARGET.roles)];
  const [guest, expiration] = [indexOf(TARGET.guestType), indexOf(TARGET.guestExpiration)];
  return [
    ...(role === undefined || roles === undefined
      ? []
      : [problem(roles, `Slack stores one role: map either ${TARGET.roles} or ${TARGET.role}, not both.`)]),
    ...(expiration === undefined || guest !== undefined
      ? []
      : [problem(expiration, `Only guests expire: map ${TARGET.guestType} too.`)]),
  ];
}

function absenceProblems(mappings: readonly RawMapping[], rules: MappingRules): ConfigurationProblem[] {
  const where = configurationPath([rules.section, 'mappings']);
  const required = [...rules.targets.values()].filter((target) => target.required);
  const problems = required
    .filter(({ name }) => !mappings.some(({ mapping }) => mapping.target === name))
    .map(({ name }) => ({ where, what: `A mapping to ${name} is missing; Slack requires it.` }));
  if (mappings.some(({ mapping }) => mapping.match !== undefined)) return problems;
  const [first] = [...rules.targets.values()].filter(({ personal }) => personal);
  return [...problems, { where, what: `No mapping has "match": set "match": 1 for ${first?.name}.` }];
}
