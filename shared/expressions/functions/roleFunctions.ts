import { type AppRole, DEFAULT_ACCESS_ROLE_ID } from '../../model/source.ts';
import { defineFunction, type FunctionDefinition } from './functionDefinition.ts';

/** What the application sees of a role: its value, else its name. Undefined for the Default Access role. */
function roleName(assignment: string): string | undefined {
  let role: Partial<AppRole>;
  try {
    role = JSON.parse(assignment);
  } catch {
    return assignment;
  }
  if (typeof role !== 'object' || role === null) return assignment;
  return role.id === DEFAULT_ACCESS_ROLE_ID ? undefined : (role.value ?? role.displayName);
}

export const ROLE_FUNCTIONS: readonly FunctionDefinition[] = [
  /** Entra does not say which of several roles it takes. Here it is the first by name, so that the answer does not swing. */
  defineFunction('SingleAppRoleAssignment', [{ name: 'appRoleAssignments', type: 'list' }], ([assignments]) => {
    const names = assignments.map(roleName).filter((name) => name !== undefined);
    return names.sort()[0] ?? null;
  }),
];
