import type { Application } from './graphRows.ts';
import type { AdminSignIn } from './planSetup.ts';
import type { Tenant } from './readTenant.ts';
import type { GraphRequest, Step } from './step.ts';

/** The app roles that the admin routes ask for. */
const ROLES = [
  { value: 'Provisioning.Reader', displayName: 'Provisioning reader', description: 'Sees status, log and previews' },
  { value: 'Provisioning.Admin', displayName: 'Provisioning administrator', description: 'Pauses, restarts, approves' },
] as const;

/** The app registration with which administrators sign in to the function app's own routes (`ADMIN_AUTH=entra`). */
export function planAdminSignIn(
  { adminApp, caller }: Tenant,
  { name, appUrl }: AdminSignIn,
  newId: () => string,
): readonly Step[] {
  if (!adminApp) return [];
  const [registration] = adminApp.registrations;
  const { principal, rolesOfCaller } = adminApp;
  const missing = ROLES.filter(({ value }) => !registration?.appRoles.some((role) => role.value === value));
  const adminRoleId = principal?.appRoles.find(({ value }) => value === 'Provisioning.Admin')?.id;
  const steps: Step[] = [
    {
      id: 'admin-app',
      what: `App registration "${name}"`,
      why: "Administrators sign in to the app's own pages through it.",
      current: registration ? registration.appId : 'none',
      wanted: registration ? 'as it is' : 'a new one',
      isDone: registration !== undefined,
      action: {
        method: 'POST',
        path: '/applications',
        body: {
          displayName: name,
          signInAudience: 'AzureADMyOrg',
          appRoles: missing.map((role) => newRole(role, newId)),
        },
        creates: true,
      },
    },
    {
      id: 'admin-roles',
      what: 'Roles Provisioning.Reader and .Admin',
      why: 'Who may look, and who may act.',
      current: registration ? `${ROLES.length - missing.length} of ${ROLES.length}` : 'unknown',
      wanted: 'both',
      isDone: registration !== undefined && missing.length === 0,
      ...(registration && {
        action: patch(registration, {
          appRoles: [...registration.appRoles, ...missing.map((role) => newRole(role, newId))],
        }),
      }),
    },
    {
      id: 'admin-principal',
      what: 'Its enterprise application',
      why: 'People are assigned there.',
      current: principal ? principal.id : 'none',
      wanted: principal ? 'as it is' : 'a new one',
      isDone: principal !== undefined,
      ...(registration && {
        action: {
          method: 'POST',
          path: '/servicePrincipals',
          body: { appId: registration.appId, appRoleAssignmentRequired: true },
          creates: true,
        } as const,
      }),
    },
  ];
  if (appUrl !== undefined) steps.push(planRedirect(registration, appUrl));
  if (caller.person) {
    const isDone = adminRoleId !== undefined && rolesOfCaller.includes(adminRoleId);
    steps.push({
      id: 'admin-caller',
      what: 'Your role there',
      why: 'So that you can sign in; assign others in the Entra admin center.',
      current: isDone ? 'Provisioning.Admin' : 'none',
      wanted: 'Provisioning.Admin',
      isDone,
      ...(principal &&
        adminRoleId !== undefined && {
          action: {
            method: 'POST',
            path: `/servicePrincipals/${principal.id}/appRoleAssignedTo`,
            body: { principalId: caller.person.id, resourceId: principal.id, appRoleId: adminRoleId },
          } as const,
        }),
    });
  }
  return steps;
}

/** App Service authentication comes back to this path; with ID tokens it needs no client secret (configure-authentication-provider-aad). */
function planRedirect(registration: Application | undefined, appUrl: string): Step {
  const wanted = `${appUrl}/.auth/login/aad/callback`;
  const current = registration?.web?.redirectUris ?? [];
  const issuesIdTokens = registration?.web?.implicitGrantSettings?.enableIdTokenIssuance === true;
  return {
    id: 'admin-redirect',
    what: 'Address to come back to after sign-in',
    why: 'Entra sends people nowhere else.',
    current: current.join(', ') || 'none',
    wanted,
    isDone: current.includes(wanted) && issuesIdTokens,
    ...(registration && {
      action: patch(registration, {
        web: {
          redirectUris: [...new Set([...current, wanted])],
          implicitGrantSettings: { enableIdTokenIssuance: true },
        },
      }),
    }),
  };
}

function newRole(role: (typeof ROLES)[number], newId: () => string) {
  return { ...role, id: newId(), isEnabled: true, allowedMemberTypes: ['User'] };
}

function patch({ id }: Application, body: object): GraphRequest {
  return { method: 'PATCH', path: `/applications/${id}`, body };
}
