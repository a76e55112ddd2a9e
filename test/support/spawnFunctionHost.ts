import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../infra/local/host/main.ts', import.meta.url));

export interface SpawnedHost {
  /** All that it has printed so far, line by line, both streams. */
  readonly lines: readonly string[];
  readonly pid: number;
  /** Exit code or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  /** Resolves with the first line, past or to come, that fits; rejects when the process ends without it. */
  line(pattern: RegExp): Promise<string>;
  /** The same for the first moment at which so many lines fit; resolves with all that do. */
  matches(pattern: RegExp, count: number): Promise<string[]>;
  /** Sends a signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<number | NodeJS.Signals>;
}

export interface ListeningHost extends SpawnedHost {
  readonly url: string;
}

/** Starts the function host as a process of its own on any free port. */
export function spawnFunctionHost(
  app: string,
  options: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): SpawnedHost {
  const child = spawn(process.execPath, [MAIN, '--app', app, '--port', '0', ...options], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const watchers = new Set<() => void>();
  let over = false;
  const notify = () => {
    for (const watcher of watchers) watcher();
  };
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      const parts = (rest + chunk).split('\n');
      rest = parts.pop() ?? '';
      lines.push(...parts);
      notify();
    });
  }
  const ended = once(child, 'close').then(([code, signal]) => {
    over = true;
    notify();
    return (code ?? signal) as number | NodeJS.Signals;
  });

  function matches(pattern: RegExp, count: number): Promise<string[]> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = lines.filter((one) => pattern.test(one));
        if (found.length < count && !over) return;
        watchers.delete(look);
        if (found.length >= count) resolve(found);
        else reject(new Error(`${found.length} of ${count} lines fit ${pattern}:\n${lines.join('\n')}`));
      };
      watchers.add(look);
      look();
    });
  }

  return {
    lines,
    pid: child.pid ?? 0,
    ended,
    matches,
    line: async (pattern) => (await matches(pattern, 1))[0] ?? '',
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      return ended;
    },
  };
}

/** The same, once it listens. */
export async function startHostProcess(
  app: string,
  options: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<ListeningHost> {
  const host = spawnFunctionHost(app, options, env);
  const announced = await host.line(/^Function host listening on /);
  return { ...host, url: announced.replace('Function host listening on ', '') };
}
