import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildApp } from '../../scripts/build.ts';
import { createDemoTenant } from '../demo/createDemoTenant.ts';
import { demoSlackAccounts } from '../demo/demoSlackAccounts.ts';
import { startAzurite } from './azurite.ts';
import type { StartOptions } from './options.ts';
import { type LocalPorts, refuseTakenPorts } from './ports.ts';
import { type Stack, startStack } from './stack.ts';

export interface LocalProvisionerOptions extends StartOptions {
  /** The repository: host.json, the built app, and `.local` for what is kept. */
  readonly folder: string;
  /** Breaks off the start. */
  readonly signal: AbortSignal;
  /** Gets what the function host prints once it is up. */
  readonly onHostLine: (line: string) => void;
}

/** Everything that `npm start` runs. */
export interface LocalProvisioner {
  readonly stack: Stack;
  /** Connection string of the tables. */
  readonly storage: string;
  /** Resolves with its last lines when the function host ends by itself. */
  readonly hostEnded: Promise<string>;
  close(): Promise<void>;
}

/**
 * Builds the app and starts all parts, the function host last. When one of them fails, those that run already are stopped.
 * @throws StartError for what a person can change
 */
export async function startLocalProvisioner(options: LocalProvisionerOptions): Promise<LocalProvisioner> {
  const { folder, signal, ports, useCoreTools } = options;
  const dataFolder = join(folder, '.local', 'data');
  const kept = options.persist ? { dataFolder } : {};
  await refuseTakenPorts(ports);
  if (options.reset) await rm(dataFolder, { recursive: true, force: true });
  await buildApp();
  signal.throwIfAborted();
  const running: { close(): Promise<void> }[] = [];
  const close = async () => {
    for (const part of running.splice(0).reverse()) await part.close();
  };
  try {
    const azurite = await startAzurite({ ports, ...kept });
    running.push(azurite);
    signal.throwIfAborted();
    const tenant = createDemoTenant({ users: options.users });
    let isUp = false;
    const stack = await startStack({
      ...{ ports, tenant, useCoreTools, slackLimits: options.slackLimits, appFolder: folder, ...kept },
      storage: azurite.connectionString,
      slackAccounts: demoSlackAccounts(tenant),
      hostArguments: ['--quiet'],
      // What it prints before tells why it does not start, and is in the error then.
      onHostLine: (line) => (isUp || useCoreTools) && options.onHostLine(line),
    });
    running.push(stack);
    await writeLocalSettings(join(folder, 'local.settings.json'), stack.settings, ports);
    const host = await stack.startHost();
    signal.throwIfAborted();
    isUp = true;
    return { stack, storage: azurite.connectionString, hostEnded: host.ended, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** So that `func start` runs the same app against the same stack. Random ports are gone with this run: not worth a file. */
async function writeLocalSettings(
  file: string,
  values: Readonly<Record<string, string>>,
  ports: LocalPorts,
): Promise<void> {
  if (Object.values(ports).includes(0)) return;
  const settings = { IsEncrypted: false, Values: values, Host: { LocalHttpPort: ports.functions } };
  await writeFile(file, `${JSON.stringify(settings, null, 2)}\n`);
}
