import { parseArgs } from 'node:util';
import { UsageError } from '../usageError.ts';

export const USAGE = `npm run doctor -- [options]

Looks whether the app can provision to Slack as it is set up. Settings come from the environment, then from
local.settings.json. Without --write nothing is changed.

  --write            also creates one marked account, changes it and leaves it disabled (Slack deletes no account)
  --email <where>    with --write: a domain of yours, or an address whose mailbox takes name+something@…
  --json             prints the report as JSON
  --help             prints this`;

export interface DoctorOptions {
  /** A domain or an address; undefined: nothing is written. */
  readonly writeTo: string | undefined;
  readonly json: boolean;
  readonly help: boolean;
}

/** @throws UsageError */
export function readDoctorOptions(args: readonly string[]): DoctorOptions {
  const { write, email, json, help } = parse(args);
  if (email !== undefined && !write) throw new UsageError('--email is for --write.');
  if (write && email === undefined) {
    throw new UsageError(
      '--write needs --email: Slack may send mail there, so it must be a domain or an address of yours.',
    );
  }
  if (email !== undefined && !/^(?:[^\s@]+@)?[^\s@.]+(?:\.[^\s@.]+)+$/.test(email)) {
    throw new UsageError(`--email ${email} is neither a domain nor an address, e.g. contoso.com or me@contoso.com.`);
  }
  return { writeTo: email, json, help };
}

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
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
