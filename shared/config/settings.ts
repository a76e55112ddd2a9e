import { ConfigurationError } from '../errors/configurationError.ts';
import { isWebhookUrl, WEBHOOK_PROBLEM } from './isWebhookUrl.ts';
import { type Environment, isLoopback, SettingsReader, withoutTrailingSlash } from './settingsReader.ts';
import { readSlackSettings, type SlackSettings } from './slackSettings.ts';
import { readTableSettings, type TableSettings } from './tableSettings.ts';

/** Where the queue is: with a connection string, or with the identity of the app in a namespace. */
export type ServiceBusSettings = { readonly connectionString: string } | { readonly fullyQualifiedNamespace: string };

/** The environment of the app, validated. */
export interface Settings extends SlackSettings {
  /** Origin of Graph without a slash at its end and without `/v1.0`. */
  readonly graphBaseUrl: string;
  /** Graph is on this machine: a fixed token is used, plain http is allowed. */
  readonly local: boolean;
  readonly tenantId?: string;
  readonly slackAppServicePrincipalId?: string;
  /** Client id of the user-assigned identity. */
  readonly azureClientId?: string;
  /** Sign-in authority of a national cloud. */
  readonly azureAuthorityHost?: string;
  /** Full URL that Graph calls. */
  readonly notificationUrl: string;
  /** Full URL that Slack sends a browser back to after an authorisation. */
  readonly slackRedirectUri: string;
  /** Secret that every notification must carry. */
  readonly graphClientState: string;
  /** Undefined: secrets are in `secretsFile`. */
  readonly keyVaultUrl?: string;
  readonly secretsFile: string;
  readonly serviceBus: ServiceBusSettings;
  readonly tables: TableSettings;
  readonly provisioningConfigPath: string;
  readonly adminAuth: 'key' | 'entra';
  /** App Service authentication is on, which the platform tells in WEBSITE_AUTH_ENABLED. */
  readonly platformSignIn: boolean;
  /** Mailbox that notification mail is sent from; undefined: mail is off. */
  readonly notifySender?: string;
  /** Address of a Slack incoming webhook for alerts: a secret. */
  readonly notifySlackWebhook?: string;
}

const NOTIFICATIONS_PATH = '/api/graph/notifications';
const CALLBACK_PATH = '/api/slack/callback';

/**
 * Reads and validates the environment.
 *
 * @throws ConfigurationError that names every setting that is missing or malformed, with an example, and no secret's value
 */
export function readSettings(environment: Environment): Settings {
  const reader = new SettingsReader(environment);
  const { graphBaseUrl, local } = readGraph(reader);
  const azureAuthorityHost = readAuthorityHost(reader);
  const settings = {
    graphBaseUrl,
    local,
    notificationUrl: readNotificationUrl(reader, local),
    graphClientState: readClientState(reader),
    ...readSlackSettings(reader, local),
    ...readSecretPlaces(reader),
    serviceBus: readServiceBus(reader),
    tables: readTableSettings(reader, azureAuthorityHost),
    provisioningConfigPath: reader.text('PROVISIONING_CONFIG') ?? 'provisioning.json',
    adminAuth: reader.choice('ADMIN_AUTH', ['key', 'entra']),
    platformSignIn: reader.text('WEBSITE_AUTH_ENABLED')?.toLowerCase() === 'true',
    ...optional('tenantId', reader.guid('ENTRA_TENANT_ID')),
    ...optional('slackAppServicePrincipalId', reader.guid('SLACK_APP_SERVICE_PRINCIPAL_ID')),
    ...optional('azureClientId', reader.guid('AZURE_CLIENT_ID')),
    ...optional('azureAuthorityHost', azureAuthorityHost),
    ...optional('notifySender', readNotifySender(reader)),
    ...optional('notifySlackWebhook', readNotifyWebhook(reader)),
  };
  requireTokenPlace(reader, settings);
  const { notificationUrl, graphClientState, serviceBus, tables } = settings;
  if (reader.problems.length > 0 || !notificationUrl || !graphClientState || !serviceBus || !tables) {
    throw new ConfigurationError('The settings of the app are not complete:', reader.problems);
  }
  const slackRedirectUri = notificationUrl.replace(NOTIFICATIONS_PATH, CALLBACK_PATH);
  return { ...settings, notificationUrl, slackRedirectUri, graphClientState, serviceBus, tables };
}

function optional<K extends string, V>(name: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [P in K]: V });
}

function readGraph(reader: SettingsReader): { graphBaseUrl: string; local: boolean } {
  const standard = 'https://graph.microsoft.com';
  const url = reader.url('GRAPH_BASE_URL', standard, standard);
  if (url === undefined) return { graphBaseUrl: standard, local: false };
  if (!/^\/(?:v1\.0\/?)?$/u.test(url.pathname)) {
    reader.report('GRAPH_BASE_URL', `It must be an origin without a path (only /v1.0 may follow), e.g. ${standard}.`);
  }
  return { graphBaseUrl: url.origin, local: isLoopback(url.hostname) };
}

function readAuthorityHost(reader: SettingsReader): string | undefined {
  const url = reader.url('AZURE_AUTHORITY_HOST', undefined, 'https://login.microsoftonline.us');
  return url && withoutTrailingSlash(url);
}

/** NOTIFICATION_URL, or the host name that Azure (or Core Tools, as `localhost:7071`) gives the app. */
function readNotificationUrl(reader: SettingsReader, local: boolean): string | undefined {
  const example = 'https://myapp.azurewebsites.net';
  const hostname = reader.text('WEBSITE_HOSTNAME');
  const protocol = hostname && isLoopback(hostname.replace(/:\d+$/u, '')) ? 'http' : 'https';
  const standard = hostname && `${protocol}://${hostname}`;
  if (reader.text('NOTIFICATION_URL') === undefined && standard === undefined) {
    reader.report(
      'NOTIFICATION_URL',
      `It is required: the public address of this app, which Graph calls, e.g. ${example}.`,
    );
    return undefined;
  }
  const url = reader.url('NOTIFICATION_URL', standard, example);
  if (url === undefined) return undefined;
  if (!local && isLoopback(url.hostname)) {
    reader.report(
      'NOTIFICATION_URL',
      `Graph cannot call this machine; it must be a public https URL, e.g. ${example}.`,
    );
    return undefined;
  }
  const base = withoutTrailingSlash(url);
  return base.endsWith(NOTIFICATIONS_PATH) ? base : `${base}${NOTIFICATIONS_PATH}`;
}

/** Graph takes up to 128 characters (resource type subscription). */
function readClientState(reader: SettingsReader): string | undefined {
  const example = 'It must be a random secret of up to 128 characters, e.g. the output of "openssl rand -hex 32".';
  const value = reader.text('GRAPH_CLIENT_STATE');
  if (value !== undefined && value.length <= 128) return value;
  reader.report('GRAPH_CLIENT_STATE', value === undefined ? `It is required. ${example}` : example);
  return undefined;
}

function readSecretPlaces(reader: SettingsReader): Pick<Settings, 'keyVaultUrl' | 'secretsFile'> {
  const url = reader.url('KEY_VAULT_URL', undefined, 'https://myvault.vault.azure.net');
  const secretsFile = reader.text('SECRETS_FILE') ?? '.local/secrets.json';
  return { ...optional('keyVaultUrl', url && withoutTrailingSlash(url)), secretsFile };
}

/** In Azure there is no secrets file unless one is named, so the token must be a setting or in a Key Vault. */
function requireTokenPlace(
  reader: SettingsReader,
  settings: Pick<Settings, 'slackToken' | 'keyVaultUrl' | 'local'>,
): void {
  const hostname = reader.text('WEBSITE_HOSTNAME');
  const inAzure = hostname !== undefined && !isLoopback(hostname.replace(/:\d+$/u, ''));
  if (!inAzure || settings.local || reader.text('SECRETS_FILE') !== undefined) return;
  if (settings.slackToken !== undefined || settings.keyVaultUrl !== undefined) return;
  reader.report(
    'SLACK_TOKEN',
    'It is required unless KEY_VAULT_URL names the vault that holds it: a token with the scope admin, e.g. xoxp-….',
  );
}

function readServiceBus(reader: SettingsReader): ServiceBusSettings | undefined {
  const connection = 'ServiceBusConnection';
  const namespace = 'ServiceBusConnection__fullyQualifiedNamespace';
  const connectionString = reader.matching(
    connection,
    /(?:^|;)\s*Endpoint=sb:\/\//iu,
    'It must be a Service Bus connection string, e.g. Endpoint=sb://mybus.servicebus.windows.net/;SharedAccessKeyName=…;SharedAccessKey=….',
  );
  if (connectionString !== undefined) return { connectionString };
  const fullyQualifiedNamespace = reader.matching(
    namespace,
    /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/iu,
    'It must be a host name without protocol, e.g. mybus.servicebus.windows.net.',
  );
  if (fullyQualifiedNamespace !== undefined) return { fullyQualifiedNamespace };
  if (!reader.problems.some(({ where }) => where === connection || where === namespace)) {
    reader.report(namespace, `It is required unless ${connection} is set, e.g. mybus.servicebus.windows.net.`);
  }
  return undefined;
}

function readNotifyWebhook(reader: SettingsReader): string | undefined {
  const value = reader.text('NOTIFY_SLACK_WEBHOOK');
  if (value === undefined || isWebhookUrl(value)) return value;
  reader.report('NOTIFY_SLACK_WEBHOOK', WEBHOOK_PROBLEM);
  return undefined;
}

function readNotifySender(reader: SettingsReader): string | undefined {
  return reader.matching(
    'NOTIFY_SENDER',
    /^[^\s@]+@[^\s@]+$/u,
    'It must be the address of a mailbox in the tenant, e.g. provisioning@contoso.com.',
  );
}
