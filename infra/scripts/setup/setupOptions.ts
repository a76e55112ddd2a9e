import { UsageError } from '../usageError.ts';
import { COMMON_USAGE, type CommonOptions, readOptions } from './commonOptions.ts';
import type { AdminSignIn } from './planSetup.ts';

export const SETUP_USAGE = `npm run setup -- [options]

Prepares the tenant: finds or adds the Slack application, gives it a role for assigning people, and writes what the deployment needs.
After the deployment, with --identity, it gives the app's identity the permissions on Microsoft Graph that it needs, and no more.
It can be run again at any time; what is right is left alone.

  --identity <which>     the app's managed identity: name or object id
  --prune                take permissions away from it that the app does not use
  --mail                 grant Mail.Send, which is for all mailboxes; docs/setup.md shows how to permit one
  --hidden-groups        assigned groups may hide their members: grant Member.Read.Hidden
  --admin-sign-in        let administrators sign in to the app's own pages with Entra
  --app-url <url>        with --admin-sign-in: https://<app>.azurewebsites.net
  --admin-app <name>     with --admin-sign-in: name of the app registration
  --config <file>        the configuration (provisioning.json)
  --out <file>           parameters for the deployment (infra/main.parameters.local.json)
${COMMON_USAGE}`;

export interface SetupOptions extends CommonOptions {
  readonly identity: string | undefined;
  readonly prune: boolean;
  readonly hiddenGroups: boolean;
  readonly mail: boolean;
  readonly adminSignIn: AdminSignIn | undefined;
  readonly config: string;
  readonly out: string;
}

/** @throws UsageError */
export function readSetupOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): SetupOptions {
  const { common, own } = readOptions(args, environment, {
    identity: { type: 'string' },
    prune: { type: 'boolean' },
    'hidden-groups': { type: 'boolean' },
    mail: { type: 'boolean' },
    'admin-sign-in': { type: 'boolean' },
    'app-url': { type: 'string' },
    'admin-app': { type: 'string' },
    config: { type: 'string' },
    out: { type: 'string' },
  });
  const { identity, prune = false, 'admin-sign-in': adminSignIn = false } = own;
  for (const name of ['prune', 'mail', 'hidden-groups'] as const) {
    if (own[name] && identity === undefined) throw new UsageError(`--${name} is for --identity.`);
  }
  for (const name of ['app-url', 'admin-app'] as const) {
    if (own[name] !== undefined && !adminSignIn) throw new UsageError(`--${name} is for --admin-sign-in.`);
  }
  const appUrl = own['app-url']?.replace(/\/+$/, '');
  if (appUrl !== undefined && !/^https:\/\/[^/?#]+$/.test(appUrl)) {
    throw new UsageError(`--app-url ${appUrl}: expected the root of the app, e.g. https://myapp.azurewebsites.net.`);
  }
  return {
    ...common,
    identity,
    prune,
    hiddenGroups: own['hidden-groups'] ?? false,
    mail: own.mail ?? false,
    adminSignIn: adminSignIn ? { name: own['admin-app'] ?? 'Slack provisioning', appUrl } : undefined,
    config: own.config ?? environment.PROVISIONING_CONFIG ?? 'provisioning.json',
    out: own.out ?? 'infra/main.parameters.local.json',
  };
}
