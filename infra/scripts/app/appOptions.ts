import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from '../usageError.ts';
import type { AppAccess } from './callApp.ts';

/** What every command that asks the running app takes. */
export interface AppOptions extends AppAccess {
  readonly help: boolean;
  readonly json: boolean;
}

export const APP_USAGE = `  --url <url>      the running app (http://127.0.0.1:7071)
  --key <key>      function key; better in the environment as PROVISIONING_KEY
  --json           print the answer as JSON (also when the output is no terminal)`;

type Known = NonNullable<ParseArgsConfig['options']>;

const OF_ALL: Known = {
  help: { type: 'boolean' },
  url: { type: 'string' },
  key: { type: 'string' },
  json: { type: 'boolean' },
};

export interface CommandLine {
  readonly app: AppOptions;
  readonly positionals: readonly string[];
  /** Value of an option of the command itself, as text. */
  text(name: string): string | undefined;
  /** Whether a switch of the command itself is set. */
  isSet(name: string): boolean;
}

/**
 * Reads a command line.
 * @param more options of the command besides those that all have
 * @throws UsageError
 */
export function readAppOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  more: Known = {},
): CommandLine {
  const { values, positionals } = parse(args, { ...OF_ALL, ...more });
  const text = (name: string) => (typeof values[name] === 'string' ? values[name] : undefined);
  const isSet = (name: string) => values[name] === true;
  const url = text('url') ?? 'http://127.0.0.1:7071';
  if (!URL.canParse(url)) throw new UsageError(`--url: ${url} is no URL, e.g. https://myapp.azurewebsites.net.`);
  const key = text('key') ?? environment.PROVISIONING_KEY;
  const app = { help: isSet('help'), json: isSet('json'), url: url.replace(/\/+$/u, ''), key };
  return { app, positionals, text, isSet };
}

function parse(args: readonly string[], options: Known) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
