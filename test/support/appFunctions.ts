import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { AppFunction } from '../../infra/local/host/registration/appFunction.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PRINT = fileURLToPath(new URL('printFunctions.ts', import.meta.url));

/** What the app needs to be loaded; nothing is connected to before a function runs. */
export const SETTINGS = {
  ENTRA_TENANT_ID: '22222222-2222-2222-2222-222222222222',
  SLACK_APP_SERVICE_PRINCIPAL_ID: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  GRAPH_CLIENT_STATE: 'made-up client state',
  NOTIFICATION_URL: 'https://provisioning.contoso.com',
  SLACK_TOKEN: 'made-up token',
  ServiceBusConnection__fullyQualifiedNamespace: 'bus.example.net',
  TABLES_ENDPOINT: 'https://account.table.core.windows.net',
};

export interface StartedApp {
  readonly functions: readonly Pick<AppFunction, 'name' | 'kind' | 'trigger'>[];
  /** Of the app and its packages, loaded before the first function is called; absolute. */
  readonly files: readonly string[];
}

/**
 * What a built app registers, loaded in a process of its own as the Functions worker loads it.
 * @param folder with host.json and package.json; default: the project
 * @throws with what the process printed when the app does not start
 */
export async function startedApp(folder = ROOT, settings: Readonly<Record<string, string>> = {}): Promise<StartedApp> {
  const { stdout } = await promisify(execFile)(process.execPath, [PRINT, folder], {
    env: { PATH: process.env.PATH, ...SETTINGS, ...settings },
  });
  return JSON.parse(stdout);
}

/** The functions that a built app registers. */
export async function appFunctions(folder = ROOT): Promise<StartedApp['functions']> {
  return (await startedApp(folder)).functions;
}
