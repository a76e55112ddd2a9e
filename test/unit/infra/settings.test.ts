import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../shared/config/settings.ts';
import { ConfigurationError } from '../../../shared/errors/configurationError.ts';
import { type Deployment, readDeployment, settingsOf } from './deployment.ts';

/** Not set on purpose. */
const LEFT_OUT = {
  SLACK_TOKEN: 'It is in the vault, where the app can replace it.',
  SECRETS_FILE: 'The vault takes its place.',
  ServiceBusConnection: 'A connection string holds a key; the identity is used.',
  TABLES_CONNECTION: 'A connection string holds a key; the identity is used.',
  AzureWebJobsStorage: 'A connection string holds a key; the identity is used.',
  AzureWebJobsStorage__accountName: 'The addresses are set, which hold in national clouds too.',
  SLACK_RATE_SCALE: 'Only against a simulator.',
  WEBSITE_HOSTNAME: 'The platform sets it.',
  WEBSITE_AUTH_ENABLED: 'The platform sets it.',
};

/** Read by the Functions host and not by the app (app-settings, identity-based connections). */
const READ_BY_THE_HOST = [
  'APPLICATIONINSIGHTS_AUTHENTICATION_STRING',
  'APPLICATIONINSIGHTS_CONNECTION_STRING',
  'AzureWebJobsStorage__blobServiceUri',
  'AzureWebJobsStorage__clientId',
  'AzureWebJobsStorage__credential',
  'AzureWebJobsStorage__queueServiceUri',
  'ServiceBusConnection__clientId',
  'ServiceBusConnection__credential',
];

/** What Azure puts in place of the expressions. */
const RUNTIME_VALUES: readonly (readonly [expression: RegExp, value: string])[] = [
  [/^\[reference\('.*'\)\.primaryEndpoints\.(blob|queue|table)\]$/u, 'https://account.$1.core.windows.net/'],
  [/^\[reference\('.*\/userAssignedIdentities\/.*'\)\.clientId\]$/u, '6c1f0a4e-2b7d-4e8a-9f53-0d1e2c3b4a59'],
  [/^\[split\(replace\(reference\('.*'\)\.serviceBusEndpoint, 'https:\/\/', ''\), ':'\)\[0\]\]$/u, 'bus.example.net'],
  [/^\[reference\('.*\/vaults\/.*'\)\.vaultUri\]$/u, 'https://vault.vault.azure.net/'],
  [/^\[format\('@Microsoft\.KeyVault\(SecretUri=\{0\}secrets\/([a-z-]+)\)', .*\.vaultUri\)\]$/u, 'https://secret/$1'],
  [/^\[environment\(\)\.authentication\.loginEndpoint\]$/u, 'https://login.microsoftonline.com/'],
  [/^\[createObject\('AzureCloud', '([^']+)'.*\)\[environment\(\)\.name\]\]$/u, '$1'],
  [/^\[.*\.ConnectionString\]$/u, 'for the host'],
  [/^\[format\('ClientId=\{0\};Authorization=AAD', .*\.clientId\)\]$/u, 'for the host'],
];

/** The settings as a deployed app sees them, with what the platform adds. */
function environmentOf(deployment: Deployment): Record<string, string> {
  const settings = Object.entries(settingsOf(deployment)).map(([name, value]) => [name, resolve(name, value)]);
  return { ...Object.fromEntries(settings), WEBSITE_HOSTNAME: 'func-slack.azurewebsites.net' };
}

function resolve(name: string, value: string): string {
  if (!value.startsWith('[')) return value;
  const [expression, text] = RUNTIME_VALUES.find(([pattern]) => pattern.test(value)) ?? [];
  if (!expression || text === undefined) throw new Error(`No value is known for ${name}: ${value}`);
  return value.replace(expression, text);
}

/** Names of all settings that the app asks for. */
function settingsRead(): ReadonlySet<string> {
  const names = new Set<string>();
  const recorder = new Proxy<Record<string, string | undefined>>(
    {},
    {
      get: (_, name) => {
        names.add(String(name));
        return undefined;
      },
    },
  );
  expect(() => readSettings(recorder)).toThrow(ConfigurationError);
  return names;
}

describe('the settings of the function app', () => {
  const everything = readDeployment('everything');
  const standard = readDeployment('standard');

  it('set everything that the app reads, or leave it out on purpose', () => {
    const set = new Set(Object.keys(settingsOf(everything)));
    const left = [...settingsRead()].filter((name) => !set.has(name));
    expect(left.sort()).toEqual(Object.keys(LEFT_OUT).sort());
  });

  it('set nothing that nobody reads', () => {
    const read = settingsRead();
    const others = Object.keys(settingsOf(everything)).filter((name) => !read.has(name));
    expect(others.sort()).toEqual(READ_BY_THE_HOST);
  });

  it('start the app as npm run setup leaves the parameters', () => {
    expect(readSettings(environmentOf(standard))).toMatchObject({
      local: false,
      graphBaseUrl: 'https://graph.microsoft.com',
      azureAuthorityHost: 'https://login.microsoftonline.com',
      azureClientId: '6c1f0a4e-2b7d-4e8a-9f53-0d1e2c3b4a59',
      tenantId: '22222222-2222-2222-2222-222222222222',
      slackAppServicePrincipalId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
      graphClientState: 'https://secret/graph-client-state',
      notificationUrl: 'https://func-slack.azurewebsites.net/api/graph/notifications',
      keyVaultUrl: 'https://vault.vault.azure.net',
      serviceBus: { fullyQualifiedNamespace: 'bus.example.net' },
      tables: { endpoint: 'https://account.table.core.windows.net' },
      slackScimBaseUrl: 'https://api.slack.com/scim/v2',
      provisioningConfigPath: 'provisioning.json',
      adminAuth: 'key',
    });
  });

  it('start the app with everything switched on', () => {
    expect(readSettings(environmentOf(everything))).toMatchObject({
      graphBaseUrl: 'https://dod-graph.microsoft.us',
      slackScimBaseUrl: 'https://api.slack-gov.com/scim/v1',
      slackScimVersion: 'v1',
      slackOAuth: {
        clientId: '1234567890.1234567890',
        clientSecret: 'https://secret/slack-client-secret',
        baseUrl: 'https://slack-gov.com',
      },
      notificationUrl: 'https://provisioning.contoso.com/api/graph/notifications',
      notifySender: 'provisioning@contoso.com',
      adminAuth: 'entra',
    });
  });

  it('ask for sign-in in the app exactly when the platform signs in', () => {
    expect(everything.one('Microsoft.Web/sites/config', 'authsettingsV2').properties).toMatchObject({
      platform: { enabled: true },
      globalValidation: { requireAuthentication: true },
    });
    expect(settingsOf(everything).ADMIN_AUTH).toBe('entra');
    expect(standard.all('Microsoft.Web/sites/config').map(({ name }) => name.split('/').at(-1))).toEqual([
      'appsettings',
    ]);
    expect(settingsOf(standard).ADMIN_AUTH).toBe('key');
  });

  it('take secrets from the vault, as the identity that may read them', () => {
    const { GRAPH_CLIENT_STATE, SLACK_CLIENT_SECRET, NOTIFY_SLACK_WEBHOOK } = environmentOf(everything);
    expect(NOTIFY_SLACK_WEBHOOK).toBe('https://secret/slack-webhook');
    expect([GRAPH_CLIENT_STATE, SLACK_CLIENT_SECRET]).toEqual([
      'https://secret/graph-client-state',
      'https://secret/slack-client-secret',
    ]);
    const inVault = everything.all('Microsoft.KeyVault/vaults/secrets').map(({ name }) => name.split('/').at(-1));
    expect(inVault).toEqual(['graph-client-state', 'slack-token', 'slack-client-secret', 'slack-webhook']);
    const identity = everything.one('Microsoft.ManagedIdentity/userAssignedIdentities').id;
    expect(everything.one('Microsoft.Web/sites').properties.keyVaultReferenceIdentity).toBe(identity);
  });
});
