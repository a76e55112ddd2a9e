import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const HOST_MAIN = fileURLToPath(new URL('../host/main.ts', import.meta.url));

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
  /** Resolves with what it printed when it ends by itself. */
  readonly ended: Promise<string>;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts the function host and resolves when it answers; rejects with what it printed when it ends before that. */
export async function startHostProcess(options: HostProcessOptions): Promise<HostProcess> {
  const child = options.useCoreTools ? spawnCoreTools(options) : spawnEmbeddedHost(options);
  const output: string[] = [];
  let rest = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        output.push(line);
        options.onLine?.(line);
      }
    });
  }
  const closed = once(child, 'close');
  const ended = closed.then(() => [...output, rest].join('\n').trim());
  const isUp = await Promise.race([
    answers(`http://127.0.0.1:${options.port}/admin/host/status`, child),
    ended.then(() => false),
  ]);
  if (!isUp) throw new Error(await ended);
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

/** Asks until the host answers; false when the process is gone. */
async function answers(url: string, child: ChildProcess): Promise<boolean> {
  while (child.exitCode === null && child.signalCode === null) {
    try {
      if ((await fetch(url)).ok) return true;
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return false;
}
