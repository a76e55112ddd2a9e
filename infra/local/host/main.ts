import { parseArgs } from 'node:util';
import { describeThrown } from './invocation/invoker.ts';
import { type FunctionHost, startFunctionHost } from './startFunctionHost.ts';

const USAGE = `Runs a built function app without Azure Functions Core Tools.

  node infra/local/host/main.ts --app <folder> [--port 7071] [--no-timers] [--enable-auth] [--quiet]

  --app          folder with host.json and package.json
  --port         port on 127.0.0.1; 0 for any free one (default 7071)
  --no-timers    run timers only through POST /admin/functions/<name>
                 (also with the environment variable NO_TIMERS=true)
  --enable-auth  ask for function keys; they are printed at the start
  --quiet        write only warnings and errors
`;

function readArguments() {
  const { values } = parseArgs({
    options: {
      app: { type: 'string' },
      port: { type: 'string', default: '7071' },
      'no-timers': { type: 'boolean', default: process.env.NO_TIMERS === 'true' },
      'enable-auth': { type: 'boolean', default: false },
      quiet: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  return values;
}

/** An error that explains itself is printed as its message; of any other the stack is wanted. */
function explain(error: unknown): string {
  const plain = error instanceof Error && ['ConfigurationError', 'HostStartError'].includes(error.name);
  if (plain) return error.message;
  const inUse = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  return inUse ? `The port is taken: ${error.message}` : describeThrown(error);
}

function stopOnSignals(host: FunctionHost): void {
  const stop = async () => {
    await host.close();
    process.exit(0);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

async function main(): Promise<void> {
  const values = readArguments();
  const port = Number(values.port);
  if (values.help || values.app === undefined || !Number.isInteger(port) || port < 0 || port > 65_535) {
    process.stderr.write(USAGE);
    process.exit(values.help ? 0 : 2);
  }
  process.chdir(values.app); // As the worker does: the app finds its own files by relative paths.
  const host = await startFunctionHost({
    app: process.cwd(),
    port,
    timers: !values['no-timers'],
    auth: values['enable-auth'],
    quiet: values.quiet,
  });
  stopOnSignals(host);
  process.stdout.write(`Function host listening on ${host.url}\n`);
  if (values.quiet && host.keys) {
    process.stdout.write(`Function key: ${host.keys.function}  Master key: ${host.keys.master}\n`);
  }
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
}
