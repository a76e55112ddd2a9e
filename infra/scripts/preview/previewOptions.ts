import { APP_USAGE, type AppOptions, readAppOptions } from '../app/appOptions.ts';
import { UsageError } from '../usageError.ts';

export interface PreviewOptions extends AppOptions {
  /** An edited `provisioning.json`; undefined: the one in force. */
  readonly config: string | undefined;
  /** File for the items as CSV. */
  readonly csv: string | undefined;
}

export const USAGE = `npm run preview -- [options]

What a full cycle would do now, without doing it.

  --config <file>  with this provisioning.json instead of the one in force
  --csv <file>     write everybody concerned to a CSV file
${APP_USAGE}`;

/** @throws UsageError */
export function readPreviewOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): PreviewOptions {
  const known = { config: { type: 'string' }, csv: { type: 'string' } } as const;
  const { app, positionals, text } = readAppOptions(args, environment, known);
  if (positionals[0] !== undefined) throw new UsageError(`Nothing is known about ${positionals[0]}.`);
  return { ...app, config: text('config'), csv: text('csv') };
}
