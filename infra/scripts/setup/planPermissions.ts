import type { SetupWishes } from './planSetup.ts';
import type { Tenant } from './readTenant.ts';
import type { Step } from './step.ts';

/** The managed identity's permissions on Microsoft Graph: those it lacks, and those it has too many. */
export function planPermissions(
  { identity, graph }: Tenant,
  { permissions, prune, sendsMail }: Pick<SetupWishes, 'permissions' | 'prune' | 'sendsMail'>,
): { readonly steps: readonly Step[]; readonly notes: readonly string[] } {
  const [principal, ...others] = identity?.candidates ?? [];
  if (!identity || !principal || others.length > 0 || !graph) return { steps: [], notes: [] };
  const roles = graph.appRoles.filter(({ allowedMemberTypes }) => allowedMemberTypes.includes('Application'));

  const needed = permissions.map(({ name, why }): Step => {
    const roleId = roles.find(({ value }) => value === name)?.id;
    const isDone = identity.grants.some(({ appRoleId }) => appRoleId === roleId);
    return {
      id: `permission:${name}`,
      what: `Permission ${name}`,
      why: `The app ${why}.`,
      current: isDone ? 'granted' : 'not granted',
      wanted: 'granted',
      isDone,
      ...(roleId !== undefined && {
        action: {
          method: 'POST',
          path: `/servicePrincipals/${graph.id}/appRoleAssignedTo`,
          body: { principalId: principal.id, resourceId: graph.id, appRoleId: roleId },
        } as const,
      }),
    };
  });

  const surplus = identity.grants.flatMap(({ id, appRoleId }) => {
    const name = roles.find((role) => role.id === appRoleId)?.value ?? appRoleId;
    return permissions.some((permission) => permission.name === name) ? [] : [{ id, name }];
  });
  const removals = surplus.map(
    ({ id, name }): Step => ({
      id: `surplus:${name}`,
      what: `Permission ${name}`,
      why: 'Nothing that was asked for needs it.',
      current: 'granted',
      wanted: 'not granted',
      isDone: false,
      action: { method: 'DELETE', path: `/servicePrincipals/${principal.id}/appRoleAssignments/${id}` },
    }),
  );
  const names = surplus.map(({ name }) => name).join(', ');
  const notes =
    surplus.length > 0 && !prune
      ? [`The identity has permissions that were not asked for: ${names}. --prune takes them away.`]
      : [];
  if (permissions.some(({ name }) => name === 'Mail.Send')) {
    notes.push(
      'Mail.Send lets the app send as every mailbox of the tenant. docs/setup.md shows how to permit one only.',
    );
  } else if (sendsMail && !surplus.some(({ name }) => name === 'Mail.Send')) {
    notes.push(
      'notify.email names somebody. Permit the app to send mail: from one mailbox, in Exchange Online (docs/setup.md), or from all with --mail.',
    );
  }
  return { steps: [...needed, ...(prune ? removals : [])], notes };
}
