import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from '../../infra/local/graph/simulatorClock.ts';
import { type GraphSimulator, startGraphSimulator } from '../../infra/local/graph/startGraphSimulator.ts';
import { type Call, caller, person, tenantOf } from './graphSimulatorCalls.ts';

const ann = person('ann');
const GRAPH = "/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')";
const identity = {
  id: '3d0c5f7e-91a2-4b68-8e4d-70f1a6c2b953',
  appId: 'b17e9a40-5c3d-4f82-96b0-2d8e4c7f1a65',
  displayName: 'identity',
  appRoles: [],
  properties: { servicePrincipalType: 'ManagedIdentity' },
};
const seed = () => {
  const tenant = tenantOf([ann]);
  return { ...tenant, servicePrincipals: [...tenant.servicePrincipals, identity] };
};

interface Instance {
  readonly application: string;
  readonly principal: string;
  readonly appId: string;
}

describe('applications of the Graph simulator', () => {
  let graph: GraphSimulator;
  let call: Call;
  let clock: ManualClock;
  beforeEach(async () => {
    clock = createManualClock(Date.parse('2026-06-01T12:00:00Z'));
    graph = await startGraphSimulator({ tenant: seed(), clock });
    call = caller(graph.url);
  });
  afterEach(() => graph.close());

  const find = async (path: string, filter: string) =>
    (await call('GET', `${path}?$filter=${encodeURIComponent(filter)}`)).body.value;
  const instantiate = async (displayName = 'Slack 2'): Promise<Instance> => {
    const [template] = await find('/applicationTemplates', "displayName eq 'Slack'");
    const { status, body } = await call('POST', `/applicationTemplates/${template?.id}/instantiate`, { displayName });
    expect(status).toBe(201);
    const { application, servicePrincipal } = body as unknown as Record<string, { id: string; appId: string }>;
    return {
      application: application?.id ?? '',
      principal: servicePrincipal?.id ?? '',
      appId: application?.appId ?? '',
    };
  };

  it('adds gallery applications with the roles User and msiam_access, which show after a while', async () => {
    graph.faults.applicationLagMs = 10_000;
    const { application, principal, appId } = await instantiate();
    for (const path of [`/applications/${application}`, `/servicePrincipals/${principal}`]) {
      expect((await call('GET', path)).status).toBe(404);
    }
    expect((await call('PATCH', `/servicePrincipals/${principal}`, { loginUrl: 'https://x.example' })).status).toBe(
      404,
    );
    clock.advance(10_000);
    const shown = await call('GET', `/servicePrincipals(appId='${appId}')`);
    expect(shown.body).toMatchObject({
      id: principal,
      appRoleAssignmentRequired: true,
      appRoles: [{ displayName: 'User' }, { displayName: 'msiam_access' }],
      tags: ['WindowsAzureActiveDirectoryIntegratedApp'],
    });
    expect(await find('/applications', `appId eq '${appId}'`)).toMatchObject([{ id: application }]);
  });

  it('takes app roles on the registration only, and shows them on both', async () => {
    const { application, principal } = await instantiate();
    const appRoles = (await call('GET', `/applications/${application}`)).body.appRoles as object[];
    const added = {
      id: 'r',
      displayName: 'X',
      description: 'X',
      value: 'x',
      isEnabled: true,
      allowedMemberTypes: ['User'],
    };
    const all = [...appRoles, added];
    expect((await call('PATCH', `/servicePrincipals/${principal}`, { appRoles: all })).body.error.message).toContain(
      'does not match the application object',
    );
    expect((await call('PATCH', `/applications/${application}`, { appRoles: [added] })).body.error.code).toBe(
      'CannotDeleteOrUpdateEnabledEntitlement',
    );
    expect((await call('PATCH', `/applications/${application}`, { appRoles: all })).status).toBe(204);
    expect((await call('GET', `/servicePrincipals/${principal}`)).body.appRoles).toHaveLength(3);
  });

  it('takes a foreign web address as identifier of SAML applications only, and once in the tenant', async () => {
    const [one, two] = [await instantiate('One'), await instantiate('Two')];
    const name = (which: Instance) =>
      call('PATCH', `/applications/${which.application}`, { identifierUris: ['https://slack.com'] });
    expect((await name(one)).body.error.code).toBe('HostNameNotOnVerifiedDomain');
    for (const { principal } of [one, two]) {
      await call('PATCH', `/servicePrincipals/${principal}`, { preferredSingleSignOnMode: 'saml' });
    }
    expect((await name(one)).status).toBe(204);
    expect((await name(two)).body.error.code).toBe('Request_MultipleObjectsWithSameKeyValue');
    const { servicePrincipalNames } = (await call('GET', `/servicePrincipals/${one.principal}`)).body;
    expect(servicePrincipalNames).toEqual([one.appId, 'https://slack.com']);
  });

  it('makes signing certificates for three years at most, and shows them only when they are selected', async () => {
    const { principal } = await instantiate();
    const path = `/servicePrincipals/${principal}`;
    const add = (body: object) => call('POST', `${path}/addTokenSigningCertificate`, body);
    expect((await add({ displayName: 'Slack' })).status).toBe(400);
    expect((await add({ displayName: 'CN=Slack', endDateTime: '2030-01-01T00:00:00Z' })).status).toBe(400);
    const made = (await add({ displayName: 'CN=Slack' })).body;
    expect(made).toMatchObject({ endDateTime: '2029-06-01T12:00:00Z', usage: 'Verify', type: 'AsymmetricX509Cert' });
    const keys = async (query: string) => (await call('GET', path + query)).body.keyCredentials as { key: unknown }[];
    expect((await keys('')).map(({ key }) => key)).toEqual([null, null]);
    expect((await keys('?$select=keyCredentials')).map(({ key }) => key)).toEqual([null, made.key]);

    const activate = (thumbprint: unknown) => call('PATCH', path, { preferredTokenSigningKeyThumbprint: thumbprint });
    expect((await activate('00'.repeat(20))).status).toBe(400);
    expect((await activate(made.thumbprint)).status).toBe(204);
    expect((await call('GET', path)).body.preferredTokenSigningKeyEndDateTime).toBe(made.endDateTime);
  });

  it('keeps claims policies, one per application, with a NameID that Entra permits', async () => {
    const { principal } = await instantiate();
    const nameId = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier';
    const make = (ID: string) => {
      const ClaimsSchema = [{ Source: 'user', ID, SamlClaimType: nameId }];
      const definition = [JSON.stringify({ ClaimsMappingPolicy: { Version: 1, ClaimsSchema } })];
      return call('POST', '/policies/claimsMappingPolicies', { displayName: 'P', definition });
    };
    expect((await make('objectid')).status).toBe(400);
    const policies = [(await make('mail')).body.id, (await make('employeeid')).body.id];
    const link = (id: string | undefined) =>
      call('POST', `/servicePrincipals/${principal}/claimsMappingPolicies/$ref`, {
        '@odata.id': `https://graph.microsoft.com/v1.0/policies/claimsMappingPolicies/${id}`,
      });
    expect((await link(policies[0])).status).toBe(204);
    expect((await link(policies[1])).status).toBe(409);
    expect((await call('DELETE', `/policies/claimsMappingPolicies/${policies[0]}`)).status).toBe(400);
    const unlinked = `/servicePrincipals/${principal}/claimsMappingPolicies/${policies[0]}/$ref`;
    expect((await call('DELETE', unlinked)).status).toBe(204);
    expect((await link(policies[1])).status).toBe(204);
    const linked = (await call('GET', `/servicePrincipals/${principal}/claimsMappingPolicies`)).body.value;
    expect(linked.map(({ id }) => id)).toEqual([policies[1]]);
  });

  it('grants permissions on Microsoft Graph to a managed identity, to people never, and to neither twice', async () => {
    const { body } = await call('GET', `${GRAPH}?$select=id,appRoles`);
    const role = (body.appRoles as { id: string; value: string }[]).find(({ value }) => value === 'User.Read.All');
    const grant = (principalId: string) =>
      call('POST', `/servicePrincipals/${body.id}/appRoleAssignedTo`, {
        principalId,
        resourceId: body.id,
        appRoleId: role?.id,
      });
    expect((await grant(ann.id)).status).toBe(400);
    expect((await grant(identity.id)).status).toBe(201);
    expect((await grant(identity.id)).status).toBe(400);
    const granted = (await call('GET', `/servicePrincipals/${identity.id}/appRoleAssignments`)).body.value;
    expect(granted).toMatchObject([{ principalType: 'ServicePrincipal', resourceDisplayName: 'Microsoft Graph' }]);
    expect(
      (await call('DELETE', `/servicePrincipals/${identity.id}/appRoleAssignments/${granted[0]?.id}`)).status,
    ).toBe(204);
  });

  it('asks for the directory roles that Entra asks for', async () => {
    graph.faults.signedInRoles = 'Cloud Application Administrator';
    await instantiate();
    const { id } = (await call('GET', GRAPH)).body;
    const grant = { principalId: identity.id, resourceId: id, appRoleId: 'df021288-bdef-4463-88db-98f22de89214' };
    const grants = `/servicePrincipals/${id}/appRoleAssignedTo`;
    expect((await call('POST', grants, grant)).status).toBe(403);
    graph.faults.signedInRoles = 'Privileged Role Administrator';
    expect((await call('POST', grants, grant)).status).toBe(201);
    expect((await call('POST', '/applications', { displayName: 'X' })).body.error.code).toBe(
      'Authorization_RequestDenied',
    );
    const roles = (await call('GET', '/me/transitiveMemberOf')).body.value;
    expect(roles).toMatchObject([
      { '@odata.type': '#microsoft.graph.directoryRole', displayName: 'Privileged Role Administrator' },
    ]);
  });

  it('says who is signed in, and in which tenant', async () => {
    expect((await call('GET', '/me?$select=id')).body.id).toBe(ann.id);
    expect((await call('GET', '/organization')).body.value).toMatchObject([{ displayName: 'Contoso' }]);
    graph.faults.forbidden.next = 1;
    expect((await call('GET', '/me')).status).toBe(403);
    graph.directory.purgeUser(ann.id);
    expect((await call('GET', '/me')).body.error.message).toContain('delegated authentication');
  });

  it('keeps all of it over a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'graph-'));
    const dataFile = join(folder, 'graph.json');
    const first = await startGraphSimulator({ tenant: seed(), dataFile });
    const made = (await caller(first.url)('POST', '/applications', { displayName: 'Kept' })).body;
    const principal = (await caller(first.url)('POST', '/servicePrincipals', { appId: made.appId })).body;
    await first.close();
    const second = await startGraphSimulator({ dataFile });
    const shown = await caller(second.url)('GET', '/servicePrincipals');
    expect(shown.body.value.map(({ displayName }) => displayName)).toEqual([
      'Slack',
      'identity',
      'Microsoft Graph',
      'Kept',
    ]);
    expect((await caller(second.url)('GET', `/applications/${made.id}`)).body).toMatchObject({ displayName: 'Kept' });
    expect((await caller(second.url)('GET', `/servicePrincipals/${principal.id}`)).body.appId).toBe(made.appId);
    await second.close();
    rmSync(folder, { recursive: true });
  });
});
