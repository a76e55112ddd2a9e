import type { AttributeMapping, MappedUser } from '../model/mapping.ts';
import { type SourceView, USER_SOURCES } from '../model/sourceAttributes.ts';
import { TARGET, USER_TARGET_ATTRIBUTES } from '../model/targetAttributes.ts';
import { compileMappings, type MappingContext, type TargetRules } from './compileMappings.ts';

export interface UserMapping extends TargetRules {
  /** Maps one user. Never throws: what cannot be mapped is in `failures`. */
  map(view: SourceView, context: MappingContext): MappedUser;
}

/** Compiles mappings of users that were validated with the configuration. Errors as for `compileMappings`. */
export function compileUserMapping(mappings: readonly AttributeMapping[]): UserMapping {
  const catalogues = { sources: USER_SOURCES, targets: USER_TARGET_ATTRIBUTES };
  const { evaluate: _, ...rules } = compileMappings(mappings, catalogues);
  // Apart from the others, since taking one member out of a mapped object costs as much as mapping it.
  const ofActive = compileMappings(mappings.filter(isOfActive), catalogues);
  const ofOthers = compileMappings(
    mappings.filter((mapping) => !isOfActive(mapping)),
    catalogues,
  );
  return {
    ...rules,
    map: (view, context) => {
      const { attributes, ignoreObject, failures } = ofActive.evaluate(view, context);
      const mapped = ofOthers.evaluate(view, context);
      return {
        ...mapped,
        active: attributes[TARGET.active] !== false,
        ignoreObject: ignoreObject || mapped.ignoreObject,
        failures: [...failures, ...mapped.failures],
      };
    },
  };
}

function isOfActive({ target }: AttributeMapping): boolean {
  return target === TARGET.active;
}
