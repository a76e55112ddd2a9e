import { parseArgs } from 'node:util';

export interface StartOptions {
  readonly users: number;
  readonly reset: boolean;
  readonly persist: boolean;
  readonly useCoreTools: boolean;
  readonly slackLimits: 'off' | number;
  readonly ports: {
    readonly functions: number;
    readonly graph: number;
    readonly slack: number;
    readonly serviceBus: number;
    readonly blob: number;
    readonly queue: number;
    readonly table: number;
  };
}

/** What `npm start -- --help` prints. */
export const USAGE = `Usage: npm start -- [options]

Starts the whole provisioner on this machine: Azurite, a Service Bus emulator, simulators of
Microsoft Graph and of Slack, and the function app. Then it provisions a demo tenant.

  --users N              people in the demo tenant (default 300)
  --persist              keep all data under .local/data between starts
  --reset                forget what --persist kept
  --slack-limits LIMITS  real, off, or a factor (default 20: Slack's limits, twenty times faster)
  --func                 run the app in Azure Functions Core Tools instead of the embedded host
  --functions-port P     7071        --service-bus-port P   5672
  --graph-port P         7080        --blob-port P         10000
  --slack-port P         7090        --queue-port P        10001
                                     --table-port P        10002
  --help                 show this
`;

const PORTS = {
  functions: 7071,
  graph: 7080,
  slack: 7090,
  'service-bus': 5672,
  blob: 10000,
  queue: 10001,
  table: 10002,
};

/**
 * Reads the command line.
 * @returns the options, or a message that says what is wrong
 */
export function readOptions(args: readonly string[]): StartOptions | { readonly problem: string } | 'help' {
  const portOptions = Object.keys(PORTS).map((name) => [`${name}-port`, { type: 'string' }] as const);
  let values: Record<string, string | boolean | undefined>;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        users: { type: 'string' },
        persist: { type: 'boolean' },
        reset: { type: 'boolean' },
        func: { type: 'boolean' },
        help: { type: 'boolean' },
        'slack-limits': { type: 'string' },
        ...Object.fromEntries(portOptions),
      },
    }));
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
  if (values.help) return 'help';
  const users = Number(values.users ?? 300);
  if (!Number.isInteger(users) || users < 1)
    return { problem: `--users must be a whole number from 1, as in --users 300.` };
  const slackLimits = readLimits(String(values['slack-limits'] ?? 20));
  if (slackLimits === undefined) return { problem: '--slack-limits must be real, off, or a factor such as 20.' };
  const ports: Record<string, number> = {};
  for (const [name, standard] of Object.entries(PORTS)) {
    const port = Number(values[`${name}-port`] ?? standard);
    if (!Number.isInteger(port) || port < 0 || port > 65535)
      return { problem: `--${name}-port must be a port number.` };
    ports[name] = port;
  }
  return {
    users,
    slackLimits,
    reset: values.reset === true,
    persist: values.persist === true,
    useCoreTools: values.func === true,
    ports: { ...(ports as unknown as StartOptions['ports']), serviceBus: ports['service-bus'] ?? 0 },
  };
}

function readLimits(text: string): 'off' | number | undefined {
  if (text === 'off') return 'off';
  if (text === 'real') return 1;
  const factor = Number(text);
  return factor > 0 ? factor : undefined;
}
