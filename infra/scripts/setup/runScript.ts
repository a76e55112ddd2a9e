import { systemClock } from '../../../shared/engine/systemClock.ts';
import { ConfigurationError } from '../../../shared/errors/configurationError.ts';
import type { Clock, Random } from '../../../shared/ports/clock.ts';
import { createScreen, type Screen } from '../../local/terminal/screen.ts';
import { FileError } from '../importSchema/files.ts';
import { UsageError } from '../usageError.ts';
import { SignInError } from './adminGraph.ts';
import type { CommonOptions } from './commonOptions.ts';
import { confirm } from './confirm.ts';
import { explainFailure } from './explainFailure.ts';
import { formatNext } from './formatPlan.ts';
import type { RunResult } from './runPlan.ts';

/** What a script needs of the process that it runs in. */
export interface Terminal {
  readonly screen: Screen;
  readonly clock: Clock;
  readonly random: Random;
  readonly confirm: ((question: string) => Promise<boolean>) | undefined;
  /** For the person, whatever the output is used for. */
  readonly tell: (message: string) => void;
}

export interface ScriptResult extends Pick<RunResult, 'state' | 'plan'> {
  readonly json: object;
  /** Printed after the plan. */
  readonly text?: string;
}

/**
 * Runs a set-up script: reads its options, prints what came of it, and turns failures into sentences. Exit status 0 means that
 * everything is as it should be, or that it was only to be shown.
 */
export async function runScript<O extends CommonOptions>(
  usage: string,
  readOptions: (args: readonly string[], environment: NodeJS.ProcessEnv) => O,
  run: (options: O, terminal: Terminal) => Promise<ScriptResult>,
): Promise<void> {
  try {
    const options = readOptions(process.argv.slice(2), process.env);
    if (options.help) {
      console.log(usage);
      return;
    }
    const { state, plan, json, text } = await run(options, createTerminal());
    if (options.json) console.log(JSON.stringify(json, null, 2));
    else print(state, plan, text);
    if (state === 'blocked' || state === 'declined') process.exitCode = 1;
  } catch (error) {
    const explained = explain(error, usage);
    if (explained === undefined) throw error;
    console.error(explained);
    process.exitCode = 1;
  }
}

function createTerminal(): Terminal {
  return {
    screen: createScreen(process.stdout),
    clock: systemClock,
    random: Math.random,
    confirm: process.stdin.isTTY ? confirm : undefined,
    tell: (message) => console.error(message),
  };
}

function print(state: RunResult['state'], plan: RunResult['plan'], text: string | undefined): void {
  if (state === 'planned' || state === 'declined') console.log('Nothing was changed.');
  if (state !== 'complete') return;
  const lines = [...(text === undefined ? [] : ['', text]), ...formatNext(plan)];
  if (lines.length > 0) console.log(lines.join('\n'));
}

function explain(error: unknown, usage: string): string | undefined {
  if (error instanceof UsageError) return `${error.message}\n\n${usage}`;
  if (error instanceof ConfigurationError || error instanceof FileError || error instanceof SignInError)
    return error.message;
  return explainFailure(error);
}
