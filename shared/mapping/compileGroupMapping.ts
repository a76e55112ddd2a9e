import { GROUP_SOURCES, GROUP_TARGET, GROUP_TARGET_ATTRIBUTES } from '../model/groupAttributes.ts';
import type { AttributeMapping, MappedGroup } from '../model/mapping.ts';
import type { SourceGroup } from '../model/source.ts';
import { compileMappings, type MappingContext, type TargetRules } from './compileMappings.ts';

export interface GroupMapping extends TargetRules {
  /** Maps one group, its members apart. Never throws: what cannot be mapped is in `failures`. */
  map(group: SourceGroup, context: MappingContext): MappedGroup;
  /** Whether members are provisioned: false without a mapping to `members`. */
  readonly mapsMembers: boolean;
}

/** Compiles mappings of groups that were validated with the configuration. Errors as for `compileMappings`. */
export function compileGroupMapping(mappings: readonly AttributeMapping[]): GroupMapping {
  const ofAttributes = mappings.filter(({ target }) => target !== GROUP_TARGET.members);
  const catalogues = { sources: GROUP_SOURCES, targets: GROUP_TARGET_ATTRIBUTES };
  const { evaluate, ...rules } = compileMappings(ofAttributes, catalogues);
  return { ...rules, map: evaluate, mapsMembers: ofAttributes.length < mappings.length };
}
