import { describe, expect, it } from 'vitest';
import { checkScopeSettings } from '../../../shared/config/checkScopeSettings.ts';
import { parseProvisioningConfig } from '../../../shared/config/provisioningConfig.ts';
import { readSettings } from '../../../shared/config/settings.ts';
import { minimalConfig } from './minimalConfig.ts';
import { problemsOf } from './problemsOf.ts';

const TENANT = '3F2504E0-4F89-41D3-9A0C-0305E82C3301';

const azure = {
  ENTRA_TENANT_ID: TENANT,
  SLACK_APP_SERVICE_PRINCIPAL_ID: TENANT,
  WEBSITE_HOSTNAME: 'myapp.azurewebsites.net',
  GRAPH_CLIENT_STATE: 'state-secret',
  KEY_VAULT_URL: 'https://myvault.vault.azure.net/',
  ServiceBusConnection__fullyQualifiedNamespace: 'mybus.servicebus.windows.net',
  TABLES_ENDPOINT: 'https://myaccount.table.core.windows.net/',
};

const local = {
  GRAPH_BASE_URL: 'http://127.0.0.1:7080/v1.0',
  NOTIFICATION_URL: 'http://localhost:7071',
  GRAPH_CLIENT_STATE: 'state-secret',
  SLACK_SCIM_BASE_URL: 'http://localhost:7090/scim/v1/',
  SLACK_TOKEN: 'xoxp-local',
  SLACK_RATE_SCALE: '20',
  ServiceBusConnection: 'Endpoint=sb://localhost;SharedAccessKeyName=n;SharedAccessKey=k;UseDevelopmentEmulator=true',
  AzureWebJobsStorage: 'UseDevelopmentStorage=true',
};

const problemsIn = (environment: Record<string, string | undefined>) => problemsOf(() => readSettings(environment));
const storageOf = (environment: Record<string, string>) =>
  readSettings({ ...azure, TABLES_ENDPOINT: '', ...environment }).tables;

describe('settings', () => {
  it('in Azure need a handful; the rest has defaults', () => {
    expect(readSettings(azure)).toEqual({
      graphBaseUrl: 'https://graph.microsoft.com',
      local: false,
      tenantId: TENANT.toLowerCase(),
      slackAppServicePrincipalId: TENANT.toLowerCase(),
      slackRedirectUri: 'https://myapp.azurewebsites.net/api/slack/callback',
      notificationUrl: 'https://myapp.azurewebsites.net/api/graph/notifications',
      graphClientState: 'state-secret',
      slackScimBaseUrl: 'https://api.slack.com/scim/v2',
      slackScimVersion: 'v2',
      slackOAuth: { baseUrl: 'https://slack.com' },
      slackRateScale: 1,
      keyVaultUrl: 'https://myvault.vault.azure.net',
      secretsFile: '.local/secrets.json',
      serviceBus: { fullyQualifiedNamespace: 'mybus.servicebus.windows.net' },
      tables: { endpoint: 'https://myaccount.table.core.windows.net' },
      provisioningConfigPath: 'provisioning.json',
      adminAuth: 'key',
      platformSignIn: false,
    });
  });

  it('on a laptop take plain http on this machine', () => {
    expect(readSettings(local)).toMatchObject({
      graphBaseUrl: 'http://127.0.0.1:7080',
      local: true,
      notificationUrl: 'http://localhost:7071/api/graph/notifications',
      slackScimBaseUrl: 'http://localhost:7090/scim/v1',
      slackScimVersion: 'v1',
      slackToken: 'xoxp-local',
      slackRateScale: 20,
      serviceBus: { connectionString: local.ServiceBusConnection },
      tables: { connectionString: expect.stringContaining('TableEndpoint=http://127.0.0.1:10002/devstoreaccount1') },
    });
  });

  it('that are missing are all named at once, each with an example', () => {
    expect(problemsIn({})).toEqual([
      expect.stringMatching(/^NOTIFICATION_URL: It is required: .* e\.g\. https:/u),
      expect.stringMatching(/^GRAPH_CLIENT_STATE: It is required\. .*e\.g\./u),
      expect.stringMatching(/^ServiceBusConnection__fullyQualifiedNamespace: It is required .*e\.g\./u),
      expect.stringMatching(/^TABLES_ENDPOINT: It is required .*e\.g\./u),
    ]);
  });

  it.each([
    ['GRAPH_BASE_URL', 'http://graph.microsoft.com', 'https URL'],
    ['GRAPH_BASE_URL', 'https://graph.microsoft.com/beta', 'without a path'],
    ['GRAPH_BASE_URL', 'graph.microsoft.com', 'absolute URL'],
    ['GRAPH_BASE_URL', 'https://user:hunter2@graph.microsoft.com', 'without user name'],
    ['SLACK_SCIM_BASE_URL', 'http://api.slack.com/scim/v2', 'https URL'],
    ['SLACK_SCIM_BASE_URL', 'https://api.slack.com/scim', 'end in /v2 or /v1'],
    ['NOTIFICATION_URL', 'http://myapp.example', 'https URL'],
    ['NOTIFICATION_URL', 'http://localhost:7071', 'cannot call this machine'],
    ['WEBSITE_HOSTNAME', 'localhost:7071', 'cannot call this machine'],
    ['GRAPH_CLIENT_STATE', 'hunter2'.repeat(20), 'up to 128 characters'],
    ['ENTRA_TENANT_ID', 'hunter2', 'GUID'],
    ['SLACK_CLIENT_SECRET', 'hunter2', 'together with SLACK_CLIENT_SECRET'],
    ['SLACK_CLIENT_ID', '1.2', 'together with SLACK_CLIENT_ID'],
    ['SLACK_RATE_SCALE', '20', 'against the real services'],
    ['SLACK_RATE_SCALE', 'fast', 'a number greater than 0'],
    ['SLACK_TOKEN', '@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/hunter2)', 'was not resolved'],
    ['ServiceBusConnection', 'hunter2', 'Service Bus connection string'],
    ['ServiceBusConnection__fullyQualifiedNamespace', 'sb://mybus', 'host name'],
    ['TABLES_CONNECTION', 'hunter2', 'storage connection string'],
    ['TABLES_ENDPOINT', 'http://myaccount.table.core.windows.net', 'https URL'],
    ['ADMIN_AUTH', 'none', 'key or entra'],
    ['NOTIFY_SENDER', 'Provisioning', 'address of a mailbox'],
    [
      'NOTIFY_SLACK_WEBHOOK',
      'http://hooks.slack.com/services/T1/B1/secret',
      'https address of a Slack incoming webhook',
    ],
  ])('%s=%s is a problem, told without the value', (name, value, problem) => {
    const [first, ...more] = problemsIn({ ...azure, [name]: value });
    expect(first).toContain(problem);
    expect(first).not.toContain('hunter2');
    expect(more).toEqual([]);
  });

  it('accept NOTIFICATION_URL with a path in front or already complete', () => {
    const urlOf = (value: string) => readSettings({ ...azure, NOTIFICATION_URL: value }).notificationUrl;
    expect(urlOf('https://gateway.example/prov/')).toBe('https://gateway.example/prov/api/graph/notifications');
    expect(urlOf('https://a.example/api/graph/notifications')).toBe('https://a.example/api/graph/notifications');
  });

  it('need the token only where no vault or file can hold it', () => {
    const { KEY_VAULT_URL, ...withoutVault } = azure;
    expect(problemsIn(withoutVault)[0]).toMatch(/^SLACK_TOKEN: It is required unless KEY_VAULT_URL/u);
    expect(readSettings({ ...withoutVault, SLACK_TOKEN: 't' }).slackToken).toBe('t');
    expect(readSettings({ ...withoutVault, SECRETS_FILE: '/mnt/secrets.json' }).secretsFile).toBe('/mnt/secrets.json');
    expect(readSettings({ ...local, SLACK_TOKEN: '' }).slackToken).toBeUndefined();
  });

  it('find the tables where the Functions host has its storage', () => {
    const connectionString = 'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=k';
    expect(storageOf({ AzureWebJobsStorage: connectionString })).toEqual({ connectionString });
    expect(storageOf({ AzureWebJobsStorage__accountName: 'acct' })).toEqual({
      endpoint: 'https://acct.table.core.windows.net',
    });
    expect(storageOf({ AzureWebJobsStorage__tableServiceUri: 'https://acct.table.example' })).toEqual({
      endpoint: 'https://acct.table.example',
    });
    const government = { AZURE_AUTHORITY_HOST: 'https://login.microsoftonline.us/' };
    expect(storageOf({ AzureWebJobsStorage__accountName: 'acct', ...government })).toEqual({
      endpoint: 'https://acct.table.core.usgovcloudapi.net',
    });
    expect(storageOf({ TABLES_CONNECTION: connectionString, AzureWebJobsStorage__accountName: 'acct' })).toEqual({
      connectionString,
    });
  });

  it('tenant and enterprise application are required with scope "assigned" only', () => {
    const config = (mode: string) =>
      parseProvisioningConfig(JSON.stringify({ ...minimalConfig, scope: { mode } }), 'x');
    expect(problemsOf(() => checkScopeSettings(readSettings(local), config('assigned')))).toEqual([
      expect.stringMatching(/^ENTRA_TENANT_ID: /u),
      expect.stringMatching(/^SLACK_APP_SERVICE_PRINCIPAL_ID: /u),
    ]);
    expect(() => checkScopeSettings(readSettings(local), config('all'))).not.toThrow();
    expect(() => checkScopeSettings(readSettings(azure), config('assigned'))).not.toThrow();
  });
});
