import type { AttributeValue } from '../model/attributes.ts';
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
  const { evaluate, ...rules } = compileMappings(mappings, { sources: USER_SOURCES, targets: USER_TARGET_ATTRIBUTES });
  return {
    ...rules,
    map: (view, context) => {
      const { attributes, ...mapped } = evaluate(view, context);
      // A loop costs a tenth of taking one member out of the object.
      const others: Record<string, AttributeValue> = {};
      for (const name of Object.keys(attributes)) {
        if (name !== TARGET.active) others[name] = attributes[name] ?? null;
      }
      return { ...mapped, attributes: others, active: attributes[TARGET.active] !== false };
    },
  };
}
