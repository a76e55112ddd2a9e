import { randomUUID } from 'node:crypto';
import type { Permission } from '../../../shared/entra/requiredPermissions.ts';
import { ambiguity, GALLERY_NAME, INTEGRATED_APP_TAG } from './findEnterpriseApplication.ts';
import type { AppRole } from './graphRows.ts';
import { planAdminSignIn } from './planAdminSignIn.ts';
import { planPermissions } from './planPermissions.ts';
import { missingRoles } from './readCaller.ts';
import type { Tenant } from './readTenant.ts';
import type { Plan, Step } from './step.ts';

export interface SetupWishes {
  /** As given on the command line; undefined: the one that is Slack's. */
  readonly application: string | undefined;
  readonly permissions: readonly Permission[];
  /** `notify.email` names somebody. */
  readonly sendsMail: boolean;
  /** Take away permissions that the app does not need. */
  readonly prune: boolean;
  readonly adminSignIn: AdminSignIn | undefined;
  /** Makes the ids of new app roles. */
  readonly newId?: () => string;
}

export interface AdminSignIn {
  /** Name of the app registration. */
  readonly name: string;
  /** Root of the function app; undefined before the deployment. */
  readonly appUrl: string | undefined;
}

/** What is to be done in a tenant, and what the reader should know. Pure, but for the ids of new roles. */
export function planSetup(tenant: Tenant, wishes: SetupWishes): Plan {
  const { newId = randomUUID } = wishes;
  const blockers = blockersOf(tenant, wishes);
  const identity = planPermissions(tenant, wishes);
  const steps = [
    ...planApplication(tenant, newId),
    ...identity.steps,
    ...(wishes.adminSignIn ? planAdminSignIn(tenant, wishes.adminSignIn, newId) : []),
  ];
  const isOpen = (id: RegExp) => steps.some((step) => !step.isDone && id.test(step.id));
  const needs = { applications: isOpen(/^(?!permission:|surplus:)/), permissions: isOpen(/^permission:|^surplus:/) };
  return {
    steps: blockers.length > 0 ? [] : steps,
    blockers,
    notes: [...missingRoles(tenant.caller, needs), ...notesOn(tenant), ...identity.notes],
    next: nextOf(tenant, wishes),
  };
}

function blockersOf(
  { slack, identity, adminApp }: Tenant,
  { application, adminSignIn }: SetupWishes,
): readonly string[] {
  const unclear = ambiguity(slack, application);
  const blockers = unclear === undefined ? [] : [unclear];
  if (slack.candidates.length === 0 && slack.templateId === undefined && application === undefined) {
    blockers.push(
      `The application gallery of this tenant has no "${GALLERY_NAME}". Create an enterprise application of your own, and name it with --application.`,
    );
  }
  if (identity && identity.candidates.length === 0) {
    blockers.push(
      `There is no managed identity "${identity.which}". It appears with the deployment (docs/deploy.md); a new one may take some minutes to show.`,
    );
  }
  if (identity && identity.candidates.length > 1) {
    const ids = identity.candidates.map(({ id }) => `  ${id}`);
    blockers.push([`Several identities are named "${identity.which}". Give the object id of one:`, ...ids].join('\n'));
  }
  if (adminSignIn && adminApp && adminApp.registrations.length > 1) {
    blockers.push(
      `Several app registrations are named "${adminSignIn.name}". Delete all but one, or give another name with --admin-app.`,
    );
  }
  return blockers;
}

function planApplication({ slack }: Tenant, newId: () => string): readonly Step[] {
  const [found] = slack.candidates;
  const { registration, templateId } = slack;
  return [
    {
      id: 'application',
      what: 'Slack application',
      why: 'Who is assigned to it is provisioned.',
      current: found ? `${found.displayName ?? ''} (${found.id})` : 'none',
      wanted: found ? 'as it is' : `${GALLERY_NAME}, from the application gallery`,
      isDone: found !== undefined,
      ...(!found &&
        templateId !== undefined && {
          action: {
            method: 'POST',
            path: `/applicationTemplates/${templateId}/instantiate`,
            body: { displayName: GALLERY_NAME },
            creates: true,
          } as const,
        }),
    },
    planRole(found?.appRoles ?? [], found !== undefined, registration, newId),
    {
      id: 'listed',
      what: 'In the list of enterprise applications',
      why: 'Administrators find it there to assign people.',
      current: found ? (found.tags.includes(INTEGRATED_APP_TAG) ? 'yes' : 'no') : 'unknown',
      wanted: 'yes',
      isDone: found?.tags.includes(INTEGRATED_APP_TAG) === true,
      ...(found && {
        action: {
          method: 'PATCH',
          path: `/servicePrincipals/${found.id}`,
          body: { tags: [...found.tags, INTEGRATED_APP_TAG] },
        } as const,
      }),
    },
  ];
}

/** People assigned without a role get Default Access, which does not count as being entitled (Entra's tutorial, step 3). */
function planRole(
  roles: readonly AppRole[],
  isThere: boolean,
  registration: Tenant['slack']['registration'],
  newId: () => string,
): Step {
  const usable = roles.find(isRoleForPeople);
  return {
    id: 'role',
    what: 'Role to assign people with',
    why: 'Without a role of its own an assignment is Default Access, and such people are not provisioned.',
    current: usable ? nameOf(usable) : isThere ? 'none' : 'unknown',
    wanted: usable ? nameOf(usable) : 'User',
    isDone: usable !== undefined,
    // Roles that are there go along unchanged: Graph takes the list as a whole and lets no enabled role vanish.
    ...(!usable &&
      registration && {
        action: {
          method: 'PATCH',
          path: `/applications/${registration.id}`,
          body: { appRoles: [...registration.appRoles, newUserRole(newId())] },
        } as const,
      }),
  };
}

/** `msiam_access` comes with gallery applications; it must stay, and is no role that anybody should choose. */
function isRoleForPeople(role: AppRole): boolean {
  return role.isEnabled && role.allowedMemberTypes.includes('User') && role.displayName !== 'msiam_access';
}

function nameOf({ displayName, value, id }: AppRole): string {
  return displayName ?? value ?? id;
}

function newUserRole(id: string) {
  return {
    id,
    displayName: 'User',
    description: 'Is provisioned to Slack',
    value: 'User',
    isEnabled: true,
    allowedMemberTypes: ['User'],
  };
}

function notesOn({ slack, caller }: Tenant): readonly string[] {
  const notes: string[] = [];
  const [found] = slack.candidates;
  if (slack.entraProvisions === true) {
    notes.push(
      "Entra's own provisioning is switched on for this application. Stop it (Provisioning → Stop provisioning) before this app starts: two services that write to one Slack undo each other's work.",
    );
  }
  if (slack.withDefaultAccess > 0) {
    notes.push(
      `${slack.withDefaultAccess} of ${slack.assigned} assigned people and groups have no role but Default Access; they are not provisioned until they are assigned with a role.`,
    );
  }
  if (found?.accountEnabled === false) {
    notes.push(
      'Sign-in to the Slack application is switched off for everybody (Properties → Enabled for users to sign in).',
    );
  }
  if (!caller.person) notes.push('An application is signed in, not a person; which roles it has was not checked.');
  return notes;
}

function nextOf({ slack }: Tenant, { adminSignIn }: SetupWishes): readonly string[] {
  const next: string[] = [];
  if (slack.assigned === 0) {
    next.push('Assign one or two people to the Slack application (Users and groups), with the role, to begin with.');
  }
  if (adminSignIn && adminSignIn.appUrl === undefined) {
    next.push(
      'After the deployment, run this again with --admin-sign-in --app-url https://<app>.azurewebsites.net, so that administrators can sign in there.',
    );
  }
  return next;
}
