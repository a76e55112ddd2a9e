import { type SettingsReader, withoutTrailingSlash } from './settingsReader.ts';

/** Where the tables are: with a connection string, or with the identity of the app at an endpoint. */
export type TableSettings = { readonly connectionString: string } | { readonly endpoint: string };

/** Azurite's well-known development account (learn.microsoft.com/azure/storage/common/storage-connect-azurite). */
const AZURITE = [
  'DefaultEndpointsProtocol=http',
  'AccountName=devstoreaccount1',
  'AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==',
  'BlobEndpoint=http://127.0.0.1:10000/devstoreaccount1',
  'QueueEndpoint=http://127.0.0.1:10001/devstoreaccount1',
  'TableEndpoint=http://127.0.0.1:10002/devstoreaccount1',
].join(';');

/** Storage of the national clouds, by the authority that signs in there. */
const STORAGE_SUFFIXES: ReadonlyMap<string, string> = new Map([
  ['login.microsoftonline.us', 'core.usgovcloudapi.net'],
  ['login.chinacloudapi.cn', 'core.chinacloudapi.cn'],
  ['login.partner.microsoftonline.cn', 'core.chinacloudapi.cn'],
]);

const EXAMPLE = 'https://myaccount.table.core.windows.net';

/**
 * Reads TABLES_CONNECTION, TABLES_ENDPOINT, or else what the Functions host itself uses: AzureWebJobsStorage, as a
 * connection string or with its identity-based forms.
 */
export function readTableSettings(
  reader: SettingsReader,
  authorityHost: string | undefined,
): TableSettings | undefined {
  const problems = reader.problems.length;
  const settings =
    readConnection(reader, 'TABLES_CONNECTION') ??
    readEndpoint(reader, 'TABLES_ENDPOINT') ??
    readConnection(reader, 'AzureWebJobsStorage') ??
    readEndpoint(reader, 'AzureWebJobsStorage__tableServiceUri') ??
    readAccount(reader, 'AzureWebJobsStorage__accountName', authorityHost);
  if (settings === undefined && reader.problems.length === problems) {
    reader.report(
      'TABLES_ENDPOINT',
      `It is required unless TABLES_CONNECTION or AzureWebJobsStorage is set, e.g. ${EXAMPLE}.`,
    );
  }
  return settings;
}

function readConnection(reader: SettingsReader, setting: string): TableSettings | undefined {
  const value = reader.text(setting);
  if (value === undefined) return undefined;
  if (/^UseDevelopmentStorage=true;?$/iu.test(value)) return { connectionString: AZURITE };
  if (/(?:^|;)\s*(?:AccountName|TableEndpoint)=/iu.test(value)) return { connectionString: value };
  reader.report(
    setting,
    'It must be a storage connection string, e.g. UseDevelopmentStorage=true or DefaultEndpointsProtocol=https;AccountName=…;AccountKey=….',
  );
  return undefined;
}

function readEndpoint(reader: SettingsReader, setting: string): TableSettings | undefined {
  const url = reader.url(setting, undefined, EXAMPLE);
  return url && { endpoint: withoutTrailingSlash(url) };
}

function readAccount(
  reader: SettingsReader,
  setting: string,
  authorityHost: string | undefined,
): TableSettings | undefined {
  const problem = 'It must be the name of a storage account: 3 to 24 lower-case letters and digits, e.g. myaccount.';
  const account = reader.matching(setting, /^[a-z0-9]{3,24}$/u, problem);
  if (account === undefined) return undefined;
  const authority = authorityHost === undefined ? '' : new URL(authorityHost).hostname;
  return { endpoint: `https://${account}.table.${STORAGE_SUFFIXES.get(authority) ?? 'core.windows.net'}` };
}
