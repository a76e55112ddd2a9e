import { parseArgs } from 'node:util';
import { UsageError } from '../usageError.ts';

export interface PreviewOptions {
  readonly help: boolean;
  /** Root of the running app, without a slash at its end. */
  readonly url: string;
  /** Function key; undefined where none is asked for. */
  readonly key: string | undefined;
  /** An edited `provisioning.json`; undefined: the one in force. */
  readonly config: string | undefined;
  readonly json: boolean;
  /** File for the items as CSV. */
  readonly csv: string | undefined;
}

export const USAGE = `npm run preview -- [options]

What a full cycle would do now, without doing it.

  --config <file>  with this provisioning.json instead of the one in force
  --url <url>      the running app (http://127.0.0.1:7071)
  --key <key>      function key; better in the environment as PROVISIONING_KEY
  --csv <file>     write everybody concerned to a CSV file
  --json           print the answer as JSON (also when the output is no terminal)`;

/** @throws UsageError */
export function readPreviewOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): PreviewOptions {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean', default: false },
        url: { type: 'string', default: 'http://127.0.0.1:7071' },
        key: { type: 'string' },
        config: { type: 'string' },
        json: { type: 'boolean', default: false },
        csv: { type: 'string' },
      },
    });
    if (!URL.canParse(values.url))
      throw new UsageError(`--url: ${values.url} is no URL, e.g. https://myapp.azurewebsites.net.`);
    return {
      help: values.help,
      url: values.url.replace(/\/+$/u, ''),
      key: values.key ?? environment.PROVISIONING_KEY,
      config: values.config,
      json: values.json,
      csv: values.csv,
    };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
