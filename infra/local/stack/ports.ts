import { once } from 'node:events';
import { createServer } from 'node:net';
import { StartError } from './startError.ts';

/** Ports of all parts; 0 for any free one. */
export interface LocalPorts {
  readonly functions: number;
  readonly graph: number;
  readonly slack: number;
  readonly serviceBus: number;
  readonly blob: number;
  readonly queue: number;
  readonly table: number;
}

interface PortOption {
  /** Name on the command line, without the two dashes. */
  readonly option: string;
  readonly standard: number;
  /** Who listens there. */
  readonly part: string;
}

export const PORT_OPTIONS: Readonly<Record<keyof LocalPorts, PortOption>> = {
  functions: { option: 'functions-port', standard: 7071, part: 'the function host' },
  graph: { option: 'graph-port', standard: 7080, part: 'the Graph simulator' },
  slack: { option: 'slack-port', standard: 7090, part: 'the Slack simulator' },
  serviceBus: { option: 'service-bus-port', standard: 5672, part: 'the Service Bus emulator' },
  blob: { option: 'blob-port', standard: 10000, part: 'Azurite (blobs)' },
  queue: { option: 'queue-port', standard: 10001, part: 'Azurite (queues)' },
  table: { option: 'table-port', standard: 10002, part: 'Azurite (tables)' },
};

export const PORT_NAMES = Object.keys(PORT_OPTIONS) as (keyof LocalPorts)[];

/**
 * Looks at all ports before anything is started.
 * @throws StartError that names every port that is taken, for what it is meant, and the option that changes it
 */
export async function refuseTakenPorts(ports: LocalPorts): Promise<void> {
  const problems: string[] = [];
  const options: string[] = [];
  for (const name of PORT_NAMES) {
    const port = ports[name];
    const fault = port === 0 ? undefined : await faultOf(port);
    if (fault === undefined) continue;
    const { option, part } = PORT_OPTIONS[name];
    problems.push(`Port ${port} for ${part} ${fault === 'EADDRINUSE' ? 'is taken' : `cannot be opened (${fault})`}.`);
    options.push(`--${option} ${anotherPort(port)}`);
  }
  if (problems.length === 0) return;
  throw new StartError(
    [
      ...problems,
      'Stop the program that listens there (perhaps another npm start), or choose another port; 0 takes any free one:',
      `  npm start -- ${options.join(' ')}`,
    ].join('\n'),
  );
}

/** Easy to remember and likely to be free. */
function anotherPort(port: number): number {
  return port > 64_535 ? port - 1_000 : port + 1_000;
}

/** Why nobody can listen there, as an error code. */
async function faultOf(port: number): Promise<string | undefined> {
  const server = createServer();
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
  server.close();
  await once(server, 'close');
  return undefined;
}
