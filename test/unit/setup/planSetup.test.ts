import { describe, expect, it } from 'vitest';
import { planSetup } from '../../../infra/scripts/setup/planSetup.ts';
import type { Tenant } from '../../../infra/scripts/setup/readTenant.ts';
import { actionOf, caller, openIds, principal, registration, role, setupWishes, tenant } from './tenants.ts';

const identityWith = (...permissions: string[]): Pick<Tenant, 'identity'> => ({
  identity: {
    which: 'provisioner',
    candidates: [principal({ id: 'mi-1', servicePrincipalType: 'ManagedIdentity' })],
    grants: permissions.map((name) => ({
      id: `grant-${name}`,
      appRoleId: `role-${name}`,
      principalId: 'mi-1',
      resourceId: 'graph-1',
    })),
  },
});

describe('the plan for a tenant', () => {
  it('has nothing to do where everything is right', () => {
    const plan = planSetup(tenant(), setupWishes);
    expect({ open: openIds(plan), notes: plan.notes, blockers: plan.blockers, next: plan.next }).toEqual({
      open: [],
      notes: [],
      blockers: [],
      next: [],
    });
  });

  it('adds the gallery application where there is none, and leaves what needs it for later', () => {
    const plan = planSetup(tenant({ candidates: [], registration: undefined, assigned: 0 }), setupWishes);
    expect(openIds(plan)).toEqual(['[application]', 'role', 'listed']);
    expect(actionOf(plan, 'application')).toEqual({
      method: 'POST',
      path: '/applicationTemplates/template-1/instantiate',
      body: { displayName: 'Slack' },
      creates: true,
    });
    expect(plan.next[0]).toContain('Assign one or two people');
  });

  it.each([
    ['only msiam_access', [role('msiam_access')]],
    ['none that is enabled', [role('User', { isEnabled: false })]],
    ['none for people', [role('User', { allowedMemberTypes: ['Application'] })]],
    ['no role at all', []],
  ])('adds a role for people when the application has %s, and keeps the others', (_name, appRoles) => {
    const found = { candidates: [principal({ appRoles })], registration: { ...registration, appRoles } };
    const plan = planSetup(tenant(found), setupWishes);
    expect(openIds(plan)).toEqual(['[role]']);
    expect(actionOf(plan, 'role')).toMatchObject({
      method: 'PATCH',
      path: '/applications/reg-1',
      body: { appRoles: [...appRoles, { id: 'new-id', displayName: 'User', value: 'User', isEnabled: true }] },
    });
  });

  it('cannot add a role as long as the registration does not show', () => {
    const found = { candidates: [principal({ appRoles: [] })], registration: undefined };
    expect(openIds(planSetup(tenant(found), setupWishes))).toEqual(['role']);
  });

  it('puts the application into the list of enterprise applications without losing its other tags', () => {
    const plan = planSetup(tenant({ candidates: [principal({ tags: ['HideApp'] })] }), setupWishes);
    expect(actionOf(plan, 'listed')).toMatchObject({
      body: { tags: ['HideApp', 'WindowsAzureActiveDirectoryIntegratedApp'] },
    });
  });

  it('grants the identity what it lacks, and nothing twice', () => {
    const plan = planSetup(tenant({}, identityWith('User.Read.All')), setupWishes);
    expect(openIds(plan)).toEqual(['[permission:Group.Read.All]']);
    expect(actionOf(plan, 'permission:Group.Read.All')).toEqual({
      method: 'POST',
      path: '/servicePrincipals/graph-1/appRoleAssignedTo',
      body: { principalId: 'mi-1', resourceId: 'graph-1', appRoleId: 'role-Group.Read.All' },
    });
  });

  it('reports surplus permissions, and takes them away only when asked to', () => {
    const seen = tenant({}, identityWith('User.Read.All', 'Group.Read.All', 'Mail.Send'));
    const kept = planSetup(seen, setupWishes);
    expect(openIds(kept)).toEqual([]);
    expect(kept.notes.join()).toContain('Mail.Send');
    const pruned = planSetup(seen, { ...setupWishes, prune: true });
    expect(openIds(pruned)).toEqual(['[surplus:Mail.Send]']);
    expect(actionOf(pruned, 'surplus:Mail.Send')).toEqual({
      method: 'DELETE',
      path: '/servicePrincipals/mi-1/appRoleAssignments/grant-Mail.Send',
    });
    expect(pruned.notes).toEqual([]);
  });

  it('says how mail is permitted as long as nothing is granted that notify.email needs', () => {
    const sendsMail = { ...setupWishes, sendsMail: true };
    const notes = (...permissions: string[]) => planSetup(tenant({}, identityWith(...permissions)), sendsMail).notes;
    expect(notes('User.Read.All', 'Group.Read.All')).toEqual([expect.stringContaining('Permit the app to send mail')]);
    expect(notes('User.Read.All', 'Group.Read.All', 'Mail.Send')).toEqual([expect.stringContaining('--prune')]);
    const mail = { name: 'Mail.Send', why: 'sends mail' };
    const granted = { ...sendsMail, permissions: [...setupWishes.permissions, mail] };
    expect(planSetup(tenant({}, identityWith()), granted).notes).toEqual([expect.stringContaining('every mailbox')]);
  });

  it('says what somebody without the roles will be refused, and only where it is needed', () => {
    const withRoles = (roles: readonly string[] | undefined, more: Partial<Tenant> = {}) =>
      planSetup(
        tenant({ candidates: [], registration: undefined }, { caller: { ...caller, roles }, ...more }),
        setupWishes,
      ).notes;
    expect(withRoles([])).toEqual([expect.stringContaining('Application Administrator')]);
    expect(withRoles(['Cloud Application Administrator'])).toEqual([]);
    expect(withRoles(['Cloud Application Administrator'], identityWith())).toEqual([
      expect.stringContaining('Privileged Role Administrator'),
    ]);
    expect(withRoles(undefined, identityWith())).toEqual([]);
    expect(planSetup(tenant({}, { caller: { ...caller, roles: [] } }), setupWishes).notes).toEqual([]);
  });

  it.each<[string, Partial<Tenant['slack']>, string]>([
    ["Entra's own provisioning runs", { entraProvisions: true }, 'undo each other'],
    ['people have Default Access only', { withDefaultAccess: 2 }, '2 of 3 assigned'],
    ['nobody can sign in', { candidates: [principal({ accountEnabled: false })] }, 'switched off'],
  ])('warns when %s', (_name, slack, text) => {
    const plan = planSetup(tenant(slack), setupWishes);
    expect(plan.notes).toEqual([expect.stringContaining(text)]);
    expect(openIds(plan)).toEqual([]);
  });

  it.each<[string, Partial<Tenant['slack']>, Partial<Tenant>, string | undefined, string]>([
    ['two applications may be meant', { candidates: [principal(), principal({ id: 'sp-2' })] }, {}, undefined, 'sp-2'],
    ['a named application is not there', { candidates: [] }, {}, 'Slak', '"Slak"'],
    ['the gallery has no Slack', { candidates: [], templateId: undefined }, {}, undefined, 'gallery'],
    ['the identity is not there', {}, { identity: { which: 'x', candidates: [], grants: [] } }, undefined, '"x"'],
    [
      'two identities have the name',
      {},
      { identity: { which: 'x', candidates: [principal({ id: 'a' }), principal({ id: 'b' })], grants: [] } },
      undefined,
      'object id of one',
    ],
  ])('does nothing at all when %s', (_name, slack, rest, application, text) => {
    const plan = planSetup(tenant(slack, rest), { ...setupWishes, application });
    expect(plan.steps).toEqual([]);
    expect(plan.blockers).toEqual([expect.stringContaining(text)]);
  });

  it("makes the registration for administrators with its roles, the way back and the caller's role", () => {
    const adminSignIn = { name: 'Slack provisioning', appUrl: 'https://x.example' };
    const first = planSetup(tenant({}, { adminApp: { registrations: [], principal: undefined, rolesOfCaller: [] } }), {
      ...setupWishes,
      adminSignIn,
    });
    expect(openIds(first)).toEqual(['[admin-app]', 'admin-roles', 'admin-principal', 'admin-redirect', 'admin-caller']);
    const appRoles = [role('r', { value: 'Provisioning.Reader' }), role('a', { value: 'Provisioning.Admin' })];
    const adminApp = {
      registrations: [
        {
          ...registration,
          appRoles,
          web: {
            redirectUris: ['https://x.example/.auth/login/aad/callback'],
            implicitGrantSettings: { enableIdTokenIssuance: true },
          },
        },
      ],
      principal: principal({ appRoles }),
      rolesOfCaller: ['role-a'],
    };
    expect(openIds(planSetup(tenant({}, { adminApp }), { ...setupWishes, adminSignIn }))).toEqual([]);
    const other = { ...adminApp, rolesOfCaller: ['role-r'] };
    expect(openIds(planSetup(tenant({}, { adminApp: other }), { ...setupWishes, adminSignIn }))).toEqual([
      '[admin-caller]',
    ]);
  });
});
