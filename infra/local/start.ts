import { fileURLToPath } from 'node:url';
import { type LocalProvisioner, startLocalProvisioner } from './stack/localProvisioner.ts';
import { readOptions, type StartOptions, USAGE } from './stack/options.ts';
import { StartError } from './stack/startError.ts';
import { describeParts } from './terminal/describeParts.ts';
import { createScreen, type Screen } from './terminal/screen.ts';
import { showProvisioning } from './terminal/showProvisioning.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** `npm start`: the whole product on this machine, with a demo tenant. Answers the exit code. */
async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(USAGE);
    return 0;
  }
  if ('problem' in options) {
    process.stderr.write(`${options.problem}\n\n${USAGE}`);
    return 2;
  }
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop.abort());
  const screen = createScreen(process.stdout);
  screen.print(`${screen.paint('bold', 'Entra → Slack provisioner')}, local stack\n`);
  let running: LocalProvisioner | undefined;
  let problem: unknown;
  try {
    running = await start(options, screen, stop.signal);
    await showProvisioning(running, screen, stop.signal);
  } catch (error) {
    problem = error;
  }
  // Whatever fails once a stop was asked for fails because everything is being stopped.
  const failed = problem !== undefined && !stop.signal.aborted;
  if (failed) process.stderr.write(`\n${explain(problem)}\n`);
  if (running) {
    screen.print('\nStopping …');
    await running.close();
  }
  return failed ? 1 : 0;
}

async function start(options: StartOptions, screen: Screen, signal: AbortSignal): Promise<LocalProvisioner> {
  const running = await startLocalProvisioner({
    ...options,
    folder: ROOT,
    signal,
    onHostLine: (line) => {
      if (line.trim() !== '' && !signal.aborted) screen.print(screen.paint('dim', line));
    },
  });
  screen.print(describeParts(running.stack, running.storage, options));
  return running;
}

/** An error that explains itself is printed as its message; of any other the stack is wanted. */
function explain(error: unknown): string {
  if (error instanceof StartError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

process.exit(await main());
