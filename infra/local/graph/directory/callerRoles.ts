import type { Faults } from '../faults.ts';
import { forbidden } from '../graphError.ts';

/** Directory roles that matter here, with their template ids, which are the same in every tenant (role permissions reference). */
export const DIRECTORY_ROLES: Readonly<Record<string, string>> = {
  'Global Administrator': '62e90394-69f5-4237-9190-012177145e10',
  'Application Administrator': '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3',
  'Cloud Application Administrator': '158c047a-c907-4556-b7ef-446551a6b5f7',
  'Privileged Role Administrator': 'e8611ab8-c189-46e8-94e1-60213ab1f814',
};

const PERMITTED: Readonly<Record<'manageApplications' | 'grantGraphPermissions', readonly string[]>> = {
  manageApplications: ['Global Administrator', 'Application Administrator', 'Cloud Application Administrator'],
  // Application administrators may consent to anything but application permissions of Microsoft Graph.
  grantGraphPermissions: ['Global Administrator', 'Privileged Role Administrator'],
};

export function rolesOfCaller({ signedInRoles }: Faults): readonly string[] {
  return signedInRoles
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** @throws GraphError 403 */
export function requireRole(faults: Faults, to: keyof typeof PERMITTED): void {
  if (!rolesOfCaller(faults).some((role) => PERMITTED[to].includes(role))) throw forbidden();
}
