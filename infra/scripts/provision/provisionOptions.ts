import { APP_USAGE, type AppOptions, readAppOptions } from '../app/appOptions.ts';
import { UsageError } from '../usageError.ts';

export interface ProvisionOptions extends AppOptions {
  readonly kind: 'user' | 'group';
  readonly dryRun: boolean;
  /** Entra id, address of a user, or name of a group. */
  readonly who: string;
}

export const USAGE = `npm run provision -- <user principal name, e-mail address or Entra id> [options]
npm run provision -- --group <name or Entra id> [options]

Provisions one user or group now, and shows each step.

  --dry-run        only say what would be done
  --group          a group instead of a user
${APP_USAGE}`;

/** @throws UsageError */
export function readProvisionOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): ProvisionOptions {
  const known = { 'dry-run': { type: 'boolean' }, group: { type: 'boolean' } } as const;
  const { app, positionals, isSet } = readAppOptions(args, environment, known);
  const [who = '', surplus] = positionals;
  if (!app.help && who === '') throw new UsageError('Name somebody to provision.');
  if (surplus !== undefined) throw new UsageError(`One at a time: ${surplus} is too many.`);
  return { ...app, who, kind: isSet('group') ? 'group' : 'user', dryRun: isSet('dry-run') };
}
