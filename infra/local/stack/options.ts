import { parseArgs } from 'node:util';
import { type LocalPorts, PORT_NAMES, PORT_OPTIONS } from './ports.ts';

export interface StartOptions {
  readonly users: number;
  readonly reset: boolean;
  readonly persist: boolean;
  readonly useCoreTools: boolean;
  readonly slackLimits: 'off' | number;
  readonly ports: LocalPorts;
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
                         0 takes any free port
  --help                 show this
`;

/** Values as they stand on the command line. */
type Values = Readonly<Record<string, string | boolean | undefined>>;

/**
 * Reads the command line.
 * @returns the options, or a message that says what is wrong
 */
export function readOptions(args: readonly string[]): StartOptions | { readonly problem: string } | 'help' {
  const values = readValues(args);
  if (values instanceof Error) return { problem: values.message };
  if (values.help) return 'help';
  const users = Number(values.users ?? 300);
  if (!Number.isInteger(users) || users < 1)
    return { problem: '--users must be a whole number from 1, as in --users 300.' };
  const slackLimits = readLimits(String(values['slack-limits'] ?? 20));
  if (slackLimits === undefined) return { problem: '--slack-limits must be real, off, or a factor such as 20.' };
  const ports = readPorts(values);
  if (typeof ports === 'string') return { problem: ports };
  return {
    users,
    slackLimits,
    ports,
    reset: values.reset === true,
    persist: values.persist === true,
    useCoreTools: values.func === true,
  };
}

function readValues(args: readonly string[]): Values | Error {
  const flag = { type: 'boolean' } as const;
  const text = { type: 'string' } as const;
  const portOptions = Object.fromEntries(Object.values(PORT_OPTIONS).map(({ option }) => [option, text]));
  const options = { users: text, persist: flag, reset: flag, func: flag, help: flag, 'slack-limits': text };
  try {
    return parseArgs({ args: [...args], options: { ...options, ...portOptions } }).values;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function readLimits(text: string): 'off' | number | undefined {
  if (text === 'off') return 'off';
  if (text === 'real') return 1;
  const factor = Number(text);
  return factor > 0 && Number.isFinite(factor) ? factor : undefined;
}

/** The ports, or what is wrong with them. */
function readPorts(values: Values): LocalPorts | string {
  const ports: Partial<Record<keyof LocalPorts, number>> = {};
  for (const name of PORT_NAMES) {
    const { option, standard } = PORT_OPTIONS[name];
    const port = Number(values[option] ?? standard);
    if (values[option] === '' || !Number.isInteger(port) || port < 0 || port > 65_535) {
      return `--${option} must be a port from 0 to 65535, as in --${option} ${standard}.`;
    }
    const other = PORT_NAMES.find((earlier) => ports[earlier] === port);
    if (port !== 0 && other) {
      return `--${option} and --${PORT_OPTIONS[other].option} are both ${port}; each part needs a port of its own.`;
    }
    ports[name] = port;
  }
  return ports as LocalPorts;
}
