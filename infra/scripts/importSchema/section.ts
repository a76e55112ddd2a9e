import { GROUP_SOURCES, GROUP_TARGET_ATTRIBUTES } from '../../../shared/model/groupAttributes.ts';
import type { SourceType } from '../../../shared/model/sourceAttribute.ts';
import { USER_SOURCES } from '../../../shared/model/sourceAttributes.ts';
import { type TargetAttribute, USER_TARGET_ATTRIBUTES } from '../../../shared/model/targetAttributes.ts';

/** A section of `provisioning.json`, and the names that it knows. */
export interface Section {
  readonly name: 'users' | 'groups';
  /** Entra's name of such an object. */
  readonly objectName: string;
  readonly sources: {
    has(name: string): boolean;
    get(name: string): { readonly type: SourceType } | undefined;
    keys(): Iterable<string>;
  };
  readonly targets: ReadonlyMap<string, TargetAttribute>;
}

export const USERS: Section = {
  name: 'users',
  objectName: 'User',
  sources: USER_SOURCES,
  targets: USER_TARGET_ATTRIBUTES,
};

export const GROUPS: Section = {
  name: 'groups',
  objectName: 'Group',
  sources: GROUP_SOURCES,
  targets: GROUP_TARGET_ATTRIBUTES,
};

/** The known name that differs in case at most; the name itself when there is none. */
export function knownSpelling(name: string, known: { has(name: string): boolean; keys(): Iterable<string> }): string {
  if (known.has(name)) return name;
  const wanted = name.toLowerCase();
  return [...known.keys()].find((candidate) => candidate.toLowerCase() === wanted) ?? name;
}
