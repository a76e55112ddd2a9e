import type { StartOptions } from '../stack/options.ts';
import type { Stack } from '../stack/stack.ts';
import { inColumns } from './columns.ts';

/** The addresses of all parts, a line each. */
export function describeParts(stack: Stack, storage: string, options: StartOptions): string {
  const people = stack.graph.directory.userIds().length;
  const accounts = stack.slack.workspace.size;
  const tables = /TableEndpoint=(http:\/\/[\d.:]+)/.exec(storage)?.[1] ?? '';
  const rows: [part: string, url: string, note: string][] = [
    ['Dashboard', `${stack.functionsUrl}/api/dashboard`, 'what happens, in a browser'],
    ['Functions', `${stack.functionsUrl}/api`, options.useCoreTools ? 'Functions Core Tools' : 'embedded host'],
    ['Graph simulator', `${stack.graph.url}/v1.0`, `${people} people`],
    ['Slack simulator', `${stack.slack.url}/scim/v2`, `${accounts} accounts, ${describeLimits(options)}`],
    ['Service Bus', `sb://127.0.0.1:${stack.serviceBus.port}`, 'emulator'],
    ['Tables', tables, `Azurite, ${options.persist ? 'kept under .local/data' : 'in memory'}`],
  ];
  return rows.map(([part, url, note]) => `  ${inColumns(part, 16)} ${inColumns(url, 36)} ${note}`).join('\n');
}

function describeLimits({ slackLimits }: StartOptions): string {
  if (slackLimits === 'off') return 'no rate limits';
  return slackLimits === 1 ? "Slack's rate limits" : `rate limits ${slackLimits}×`;
}
