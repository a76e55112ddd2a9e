import { describe, expect, it } from 'vitest';
import { appFunctions } from '../../support/appFunctions.ts';
import { type Deployment, readDeployment } from './deployment.ts';

const standard = readDeployment('standard');
const everything = readDeployment('everything');
const both = [
  { name: 'standard', deployment: standard },
  { name: 'everything', deployment: everything },
];

/** Everything that says whether it can be reached from the internet. */
function openToTheInternet({ resources }: Deployment): readonly string[] {
  return resources.filter(({ properties }) => properties?.publicNetworkAccess === 'Enabled').map(({ type }) => type);
}

describe.each(both)('the deployment "$name"', ({ deployment }) => {
  it('has no keys and no anonymous access to storage', () => {
    expect(deployment.one('Microsoft.Storage/storageAccounts').properties).toMatchObject({
      allowSharedKeyAccess: false,
      allowBlobPublicAccess: false,
      allowCrossTenantReplication: false,
      defaultToOAuthAuthentication: true,
      supportsHttpsTrafficOnly: true,
      minimumTlsVersion: 'TLS1_2',
    });
    expect(deployment.one('Microsoft.Storage/storageAccounts/blobServices/containers').properties.publicAccess).toBe(
      'None',
    );
  });

  it('has a vault that is opened by roles only, cannot be purged, and tells who read what', () => {
    const vault = deployment.one('Microsoft.KeyVault/vaults');
    expect(vault.properties).toMatchObject({
      enableRbacAuthorization: true,
      enablePurgeProtection: true,
      enabledForDeployment: false,
      enabledForDiskEncryption: false,
      enabledForTemplateDeployment: false,
      networkAcls: { bypass: 'None' },
    });
    expect(vault.properties.accessPolicies).toBeUndefined();
    const audit = deployment.one('Microsoft.Insights/diagnosticSettings');
    expect(audit.id).toContain(vault.id);
    expect(audit.properties.logs).toEqual([{ categoryGroup: 'audit', enabled: true }]);
  });

  it('takes telemetry from Entra identities only', () => {
    expect(deployment.one('Microsoft.Insights/components').properties.DisableLocalAuth).toBe(true);
    expect(deployment.one('Microsoft.OperationalInsights/workspaces').properties.features.disableLocalAuth).toBe(true);
  });

  it('serves HTTPS only and takes no package by user name and password', () => {
    const { httpsOnly, siteConfig } = deployment.one('Microsoft.Web/sites').properties;
    expect({ httpsOnly, ...siteConfig }).toMatchObject({
      httpsOnly: true,
      minTlsVersion: '1.2',
      scmMinTlsVersion: '1.2',
      remoteDebuggingEnabled: false,
    });
    const policies = deployment.all('Microsoft.Web/sites/basicPublishingCredentialsPolicies');
    expect(policies.map(({ name, properties }) => [name.split('/').at(-1), properties.allow])).toEqual([
      ['ftp', false],
      ['scm', false],
    ]);
  });
});

describe('with a private network', () => {
  it('only the app itself can be reached from the internet, as Graph must', () => {
    expect(openToTheInternet(everything)).toEqual(['Microsoft.Web/sites']);
    expect(openToTheInternet(standard)).toEqual([
      'Microsoft.Storage/storageAccounts',
      'Microsoft.ServiceBus/namespaces',
      'Microsoft.KeyVault/vaults',
      'Microsoft.Web/sites',
    ]);
    for (const type of ['Microsoft.Storage/storageAccounts', 'Microsoft.KeyVault/vaults'])
      expect(everything.one(type).properties.networkAcls).toEqual({ bypass: 'None', defaultAction: 'Deny' });
  });

  it('everything that is closed has a private endpoint for each service that the app uses', () => {
    const reached = everything.all('Microsoft.Network/privateEndpoints').flatMap(({ properties }) =>
      properties.privateLinkServiceConnections.map(({ properties: connection }: never) => {
        const { privateLinkServiceId, groupIds } = connection as {
          readonly privateLinkServiceId: string;
          readonly groupIds: readonly string[];
        };
        return `${privateLinkServiceId.split('/').at(-2)} ${groupIds.join()}`;
      }),
    );
    expect(reached).toEqual(['storageAccounts blob', 'storageAccounts table', 'vaults vault', 'namespaces namespace']);
    const zones = everything.all('Microsoft.Network/privateEndpoints/privateDnsZoneGroups');
    expect(zones).toHaveLength(reached.length);
    expect(everything.all('Microsoft.Network/privateDnsZones/virtualNetworkLinks')).toHaveLength(reached.length);
  });

  it('the app runs in a subnet of its own, behind one fixed address', () => {
    const [functions, endpoints] = everything.one('Microsoft.Network/virtualNetworks').properties.subnets;
    expect(functions.properties).toMatchObject({
      delegations: [{ properties: { serviceName: 'Microsoft.App/environments' } }],
      natGateway: { id: everything.one('Microsoft.Network/natGateways').id },
    });
    expect(functions.name).not.toContain('_');
    expect(endpoints.properties.delegations).toBeUndefined();
    expect(everything.all('Microsoft.Network/publicIPAddresses')).toHaveLength(1);
    expect(everything.one('Microsoft.Web/sites').properties.virtualNetworkSubnetId).toContain('functionsSubnetId');
    expect(standard.resources.filter(({ type }) => type.startsWith('Microsoft.Network/'))).toEqual([]);
  });
});

describe('with sign-in', () => {
  it('only routes that check their callers themselves are open', async () => {
    const { globalValidation } = everything.one('Microsoft.Web/sites/config', 'authsettingsV2').properties;
    expect(globalValidation).toMatchObject({
      requireAuthentication: true,
      unauthenticatedClientAction: 'RedirectToLoginPage',
    });
    const open: readonly string[] = globalValidation.excludedPaths;
    expect(open).toEqual(['/api/graph/notifications', '/api/slack/callback']);
    const webhook = (await appFunctions()).find(({ name }) => name === 'graphNotifications');
    expect(open).toContain(`/api/${webhook?.trigger.route}`);
  });
});

describe('always-ready instances', () => {
  const groups = ({ one }: Deployment) =>
    one('Microsoft.Web/sites').properties.functionAppConfig.scaleAndConcurrency.alwaysReady;

  it('are one for the webhook and one for the worker, by names that the app has', async () => {
    expect(groups(standard)).toEqual([
      { name: 'http', instanceCount: 1 },
      { name: 'function:processChange', instanceCount: 1 },
    ]);
    const functions = await appFunctions();
    expect(functions.find(({ name }) => name === 'processChange')?.kind).toBe('serviceBus');
    expect(functions.find(({ name }) => name === 'graphNotifications')?.kind).toBe('http');
  });

  it('can be done without, and are two at least where they are spread over zones', () => {
    expect(everything.one('Microsoft.Web/serverfarms').properties.zoneRedundant).toBe(true);
    expect(groups(everything)).toEqual([{ name: 'function:processChange', instanceCount: 2 }]);
  });
});
