import { parseArgs } from 'node:util';
import { UsageError } from '../usageError.ts';
import { PARTS, type Part } from './section.ts';

export const USAGE = `npm run doctor -- [options]

Looks at a deployment from the outside in, and says what to put right and how. Without --write nothing is changed.

  --settings <file>  the app's settings, as \`az functionapp config appsettings list\` prints them, or a local.settings.json;
                     - for standard input (otherwise the environment, then local.settings.json)
  --url <url>        the running app, where the settings do not tell (NOTIFICATION_URL, WEBSITE_HOSTNAME)
  --key <key>        function key, for what only the app itself knows; better in the environment as PROVISIONING_KEY
  --only <parts>     of ${PARTS.join(', ')}; several with commas
  --write            also writes a row to a table and takes it away again; and creates one marked account in Slack, changes it
                     and leaves it disabled (Slack deletes no account)
  --email <where>    with --write: a domain of yours, or an address whose mailbox takes name+something@…
  --json             prints the report as JSON
  --help             prints this`;

export interface DoctorOptions {
  /** File with the app's settings, `-` for standard input; undefined: this machine's own. */
  readonly settings: string | undefined;
  /** Root of the running app, without a slash at its end. */
  readonly url: string | undefined;
  readonly key: string | undefined;
  readonly parts: readonly Part[];
  readonly write: boolean;
  /** A domain or an address for the account in Slack; undefined: none is made. */
  readonly writeTo: string | undefined;
  readonly json: boolean;
  readonly help: boolean;
}

/** @throws UsageError */
export function readDoctorOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>> = {},
): DoctorOptions {
  const { settings, url, key, only, write, email, json, help } = parse(args);
  const parts = only === undefined ? PARTS : readParts(only);
  if (email !== undefined && !write) throw new UsageError('--email is for --write.');
  if (write && email === undefined && parts.includes('slack')) {
    throw new UsageError(
      '--write needs --email: Slack may send mail there, so it must be a domain or an address of yours. For the tables alone add --only tables.',
    );
  }
  if (email !== undefined && !/^(?:[^\s@]+@)?[^\s@.]+(?:\.[^\s@.]+)+$/.test(email)) {
    throw new UsageError(`--email ${email} is neither a domain nor an address, e.g. contoso.com or me@contoso.com.`);
  }
  if (url !== undefined && !/^https?:\/\/[^/?#]+\/*$/.test(url)) {
    throw new UsageError(`--url ${url}: expected the root of the app, e.g. https://myapp.azurewebsites.net.`);
  }
  return {
    settings,
    url: url?.replace(/\/+$/, ''),
    key: key ?? environment.PROVISIONING_KEY,
    parts,
    write,
    writeTo: email,
    json,
    help,
  };
}

function readParts(text: string): readonly Part[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !PARTS.some((part) => part === name));
  if (unknown !== undefined) throw new UsageError(`--only ${unknown}: expected ${PARTS.join(', ')}.`);
  return PARTS.filter((part) => names.includes(part));
}

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        settings: { type: 'string' },
        url: { type: 'string' },
        key: { type: 'string' },
        only: { type: 'string' },
        write: { type: 'boolean', default: false },
        email: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    return values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
