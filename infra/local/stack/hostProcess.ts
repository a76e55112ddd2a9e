import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { StartError } from './startError.ts';

const HOST_MAIN = fileURLToPath(new URL('../host/main.ts', import.meta.url));

/** So many of the last lines are kept, for whoever asks why the process has ended. */
const KEPT_LINES = 40;

export interface HostProcessOptions {
  /** Folder with host.json and the built app. */
  readonly appFolder: string;
  readonly port: number;
  /** Settings of the app; they win over local.settings.json. */
  readonly settings: Readonly<Record<string, string>>;
  /** More options of the embedded host, e.g. `--no-timers`. */
  readonly hostArguments?: readonly string[];
  /** Use Functions Core Tools (`func start`) instead of the embedded host. */
  readonly useCoreTools?: boolean;
  /** Gets every line that the process prints. */
  readonly onLine?: (line: string) => void;
}

/** A running function host, a process of its own that can be killed at any moment. */
export interface HostProcess {
  readonly pid: number;
  /** Resolves with the last lines that it printed when it ends by itself. */
  readonly ended: Promise<string>;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/**
 * Starts the function host and resolves when it answers.
 * @throws StartError with what it printed when it ends before that
 */
export async function startHostProcess(options: HostProcessOptions): Promise<HostProcess> {
  const child = options.useCoreTools ? spawnCoreTools(options) : spawnEmbeddedHost(options);
  const failed = new Promise<NodeJS.ErrnoException>((resolve) => child.once('error', resolve));
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (line) => {
      if (lines.push(line) > KEPT_LINES) lines.shift();
      options.onLine?.(line);
    });
  }
  const ended = closed.then(() => lines.join('\n').trim());
  const result = await Promise.race([
    answers(`http://127.0.0.1:${options.port}/admin/host/status`, child).then((up) => (up ? 'up' : ended)),
    failed,
  ]);
  if (result instanceof Error) throw new StartError(explainSpawnError(result, options));
  if (result !== 'up') throw new StartError(`The function app does not start.\n${result}`);
  return {
    pid: child.pid ?? 0,
    ended,
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal);
      await closed;
    },
  };
}

function spawnEmbeddedHost({ appFolder, port, settings, hostArguments = [] }: HostProcessOptions): ChildProcess {
  const args = [HOST_MAIN, '--app', appFolder, '--port', String(port), ...hostArguments];
  return spawn(process.execPath, args, {
    cwd: appFolder,
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function spawnCoreTools({ appFolder, port, settings }: HostProcessOptions): ChildProcess {
  return spawn('func', ['start', '--port', String(port)], {
    cwd: appFolder,
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function explainSpawnError(error: NodeJS.ErrnoException, { useCoreTools }: HostProcessOptions): string {
  if (!useCoreTools || error.code !== 'ENOENT') return `The function host cannot be started: ${error.message}`;
  return 'Azure Functions Core Tools are not installed: there is no command func. Install them, or leave out --func to use the embedded host.';
}

/** Asks until the host answers; false when the process is gone. */
async function answers(url: string, child: ChildProcess): Promise<boolean> {
  while (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
    try {
      const { ok, status } = await fetch(url);
      // 401: it asks for a key.
      if (ok || status === 401) return true;
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return false;
}
