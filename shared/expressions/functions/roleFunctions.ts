import { type AppRole, DEFAULT_ACCESS_ROLE_ID } from '../../model/source.ts';
import { defineFunction, type FunctionDefinition } from './functionDefinition.ts';

/** A role as `[appRoleAssignments]` holds it: the JSON text, and what the application sees of it. */
interface RoleAssignment {
  readonly text: string;
  /** The role's value, else its name. */
  readonly name: string;
}

/** Undefined for the Default Access role, which is none. A text that is no JSON is the role's name. */
function readRole(text: string): RoleAssignment | undefined {
  let role: Partial<AppRole> | null;
  try {
    role = JSON.parse(text);
  } catch {
    return { text, name: text };
  }
  if (typeof role !== 'object' || role === null) return { text, name: text };
  if (role.id === DEFAULT_ACCESS_ROLE_ID) return undefined;
  const name = role.value ?? role.displayName;
  return typeof name === 'string' ? { text, name } : undefined;
}

/** By name, so that the answer does not swing with the order in which Graph lists them. */
function readRoles(assignments: readonly string[]): RoleAssignment[] {
  const roles = assignments.map(readRole).filter((role) => role !== undefined);
  return roles.sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
}

const ROLES = [{ name: '[appRoleAssignments]', type: 'list' }] as const;

/** Each role as the JSON text `{"id","value","displayName"}`, which is what Entra sends (customize-application-attributes). */
const complexRoles = ([assignments]: readonly [readonly string[]]) => readRoles(assignments).map(({ text }) => text);

export const ROLE_FUNCTIONS: readonly FunctionDefinition[] = [
  /** Entra does not say which of several roles it takes; here it is the first by name. */
  defineFunction('SingleAppRoleAssignment', ROLES, ([assignments]) => readRoles(assignments)[0]?.name ?? null),
  /** Graph's list of functions names it without a word; after its sibling, the names of all roles. */
  defineFunction('AppRoleAssignments', ROLES, ([assignments]) => readRoles(assignments).map(({ name }) => name)),
  defineFunction('AppRoleAssignmentsComplex', ROLES, complexRoles),
  /** Entra's two differ in whether a role that is no longer assigned is removed from the target; Slack stores only one. */
  defineFunction('AssertiveAppRoleAssignmentsComplex', ROLES, complexRoles),
];
