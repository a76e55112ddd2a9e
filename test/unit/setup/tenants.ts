import type { ServicePrincipal } from '../../../infra/scripts/setup/graphRows.ts';
import type { SetupWishes } from '../../../infra/scripts/setup/planSetup.ts';
import type { SsoWishes } from '../../../infra/scripts/setup/planSso.ts';
import type { Caller } from '../../../infra/scripts/setup/readCaller.ts';
import type { SignOn, SsoTenant } from '../../../infra/scripts/setup/readSso.ts';
import type { Tenant } from '../../../infra/scripts/setup/readTenant.ts';
import type { Plan } from '../../../infra/scripts/setup/step.ts';

const TAG = 'WindowsAzureActiveDirectoryIntegratedApp';

export function role(displayName: string, more: Partial<ServicePrincipal['appRoles'][number]> = {}) {
  return {
    id: `role-${displayName}`,
    displayName,
    value: null,
    isEnabled: true,
    allowedMemberTypes: ['User'],
    ...more,
  };
}

export function principal(more: Partial<ServicePrincipal> = {}): ServicePrincipal {
  return {
    id: 'sp-1',
    appId: 'app-1',
    displayName: 'Slack',
    appRoles: [role('User'), role('msiam_access')],
    tags: [TAG],
    accountEnabled: true,
    appOwnerOrganizationId: 'tenant-1',
    servicePrincipalType: 'Application',
    ...more,
  };
}

export const registration = {
  id: 'reg-1',
  appId: 'app-1',
  displayName: 'Slack',
  appRoles: [role('User'), role('msiam_access')],
  identifierUris: [],
  web: { redirectUris: [] },
};

export const caller: Caller = {
  tenant: { id: 'tenant-1', name: 'Contoso' },
  person: { id: 'person-1', name: 'Ann' },
  roles: ['Global Administrator'],
};

/** A tenant in which everything is right, as far as it is known before the deployment. */
export function tenant(more: Partial<Tenant['slack']> = {}, rest: Partial<Omit<Tenant, 'slack'>> = {}): Tenant {
  return {
    caller,
    slack: {
      templateId: 'template-1',
      candidates: [principal()],
      registration,
      assigned: 3,
      withDefaultAccess: 0,
      entraProvisions: false,
      ...more,
    },
    graph: principal({
      id: 'graph-1',
      appRoles: ['User.Read.All', 'Group.Read.All', 'Mail.Send'].map((value) =>
        role(value, { value, allowedMemberTypes: ['Application'] }),
      ),
    }),
    identity: undefined,
    adminApp: undefined,
    ...rest,
  };
}

export const setupWishes: SetupWishes = {
  application: undefined,
  permissions: [
    { name: 'User.Read.All', why: 'reads people' },
    { name: 'Group.Read.All', why: 'reads groups' },
  ],
  sendsMail: false,
  prune: false,
  adminSignIn: undefined,
  newId: () => 'new-id',
};

export const NOW = new Date('2026-06-01T12:00:00Z');

export function certificate(thumbprint: string, days: number, isActive = false) {
  const expiresAt = new Date(NOW.getTime() + days * 24 * 60 * 60_000);
  return { thumbprint: thumbprint.padEnd(40, '0'), expiresAt, isActive, certificate: undefined };
}

export function ssoTenant(signOn: Partial<SignOn> = {}, slack: Partial<SsoTenant['slack']> = {}): SsoTenant {
  return {
    caller,
    slack: { templateId: 'template-1', candidates: [principal()], registration, ...slack },
    signOn: {
      mode: null,
      loginUrl: null,
      isAssignmentRequired: true,
      notificationAddresses: [],
      certificates: [],
      policies: { linked: [], all: [] },
      ...signOn,
    },
  };
}

export const ssoWishes: SsoWishes = {
  application: undefined,
  domain: 'contoso',
  identifier: 'https://slack.com',
  notify: undefined,
  activate: undefined,
  claims: { nameId: 'userprincipalname', email: 'mail', replace: false },
  makesCertificates: true,
  graphUrl: 'https://graph.microsoft.com',
  now: NOW,
};

/** Ids of the open steps; in brackets those that can be done at once. */
export function openIds(plan: Plan): readonly string[] {
  return plan.steps.filter(({ isDone }) => !isDone).map(({ id, action }) => (action ? `[${id}]` : id));
}

export function actionOf(plan: Plan, id: string) {
  return plan.steps.find((step) => step.id === id)?.action;
}
