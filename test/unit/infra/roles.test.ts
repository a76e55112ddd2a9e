import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Deployment, readDeployment, readJson } from './deployment.ts';

const ROLES: Readonly<Record<string, string>> = {
  'b7e6dc6d-f1e8-4753-8033-0f276bb0955b': 'Storage Blob Data Owner',
  '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3': 'Storage Table Data Contributor',
  '090c5cfd-751d-490a-894a-3ce6f1109419': 'Azure Service Bus Data Owner',
  'b86a8fe4-44ce-4948-aee5-eccb2c155cd7': 'Key Vault Secrets Officer',
  '3913510d-42f4-4e42-8a64-420c390055eb': 'Monitoring Metrics Publisher',
};

/** Why the app's identity needs each, on which resource and no more. */
const NEEDED = {
  'the host keeps leases, keys and the package in blobs': 'Storage Blob Data Owner on storageAccounts/st',
  'shared/store makes, reads and writes tables': 'Storage Table Data Contributor on storageAccounts/st',
  'shared/queue sends, the trigger receives, the platform scales by length':
    'Azure Service Bus Data Owner on queues/changes',
  'shared/slack/token reads the token and stores the one that replaces it': 'Key Vault Secrets Officer on vaults/kv',
  'telemetry is sent without a key': 'Monitoring Metrics Publisher on components/appi',
};

function grants(deployment: Deployment): readonly string[] {
  return deployment.all('Microsoft.Authorization/roleAssignments').map(({ id, properties }) => {
    const role = ROLES[properties.roleDefinitionId.split('/').at(-1)];
    const [scope = ''] = id.split('/providers/Microsoft.Authorization/');
    return `${role} on ${scope
      .split('/')
      .slice(-2)
      .join('/')
      .replace(/(st|-)slack.*$/u, '$1')
      .replace(/-$/u, '')}`;
  });
}

describe('the roles of the identity', () => {
  it.each(['standard', 'everything'] as const)('are those that the code needs, and no more (%s)', (name) => {
    expect([...grants(readDeployment(name))].sort()).toEqual(Object.values(NEEDED).sort());
  });

  it('are all given to the identity that the app runs as, and to nobody else', () => {
    const deployment = readDeployment('everything');
    const identity = deployment.one('Microsoft.ManagedIdentity/userAssignedIdentities').id;
    for (const { properties } of deployment.all('Microsoft.Authorization/roleAssignments')) {
      expect(properties).toMatchObject({
        principalType: 'ServicePrincipal',
        principalId: expect.stringContaining(`'${identity}'`),
      });
    }
    const app = deployment.one('Microsoft.Web/sites') as { readonly identity?: unknown };
    expect(app.identity).toEqual({ type: 'UserAssigned', userAssignedIdentities: { [identity]: {} } });
  });

  it('are in one module, whose deployment the app waits for', () => {
    const files = globSync('infra/**/*.bicep').filter((file) =>
      readFileSync(file, 'utf8').includes('Microsoft.Authorization/'),
    );
    expect(files).toEqual(['infra/modules/roles.bicep']);
    expect(readJson('infra/main.json').resources.functionApp.dependsOn).toContain('roles');
  });
});
