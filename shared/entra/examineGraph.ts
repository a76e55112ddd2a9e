import { isProvisioningError } from '../errors/provisioningError.ts';
import type { Subscription } from '../model/job.ts';
import type { Clock } from '../ports/clock.ts';
import type { ConnectionCheck } from '../ports/connection.ts';
import type { Subscriptions } from '../ports/source.ts';
import type { GraphCredential } from './graphCredential.ts';
import type { Permission } from './requiredPermissions.ts';
import { holderOf } from './tokenRoles.ts';

export interface GraphExamination {
  readonly credential: GraphCredential;
  /** Of the token, e.g. `https://graph.microsoft.com/.default`. */
  readonly scope: string;
  readonly permissions: readonly Permission[];
  readonly subscriptions: Pick<Subscriptions, 'list'>;
  readonly notificationUrl: string;
  readonly clock: Clock;
}

const DAY_MS = 86_400_000;

/** Looks at what only the app itself can know of Entra: what its token permits, and its subscriptions. Never throws. */
export async function examineGraph(options: GraphExamination): Promise<readonly ConnectionCheck[]> {
  return [await examineToken(options), await examineSubscriptions(options)];
}

async function examineToken({ credential, scope, permissions }: GraphExamination): Promise<ConnectionCheck> {
  const name = 'graphPermissions';
  let token: string;
  try {
    token = await credential.getToken(scope);
  } catch (error) {
    return { name, result: 'failed', ...describe(error) };
  }
  const holder = holderOf(token);
  if (holder.kind === 'unknown') {
    return {
      name,
      result: 'skipped',
      message: 'Graph takes any token here, so that there are no permissions to look at.',
    };
  }
  if (holder.kind === 'person') {
    const message = 'The app is signed in as a person (az login), whose permissions are not those of its identity.';
    return { name, result: 'warning', message };
  }
  const missing = permissions.filter((permission) => !holder.roles.includes(permission.name));
  if (missing.length === 0) {
    return { name, result: 'passed', message: `The app's token permits ${holder.roles.toSorted().join(', ')}.` };
  }
  const names = missing.map((permission) => permission.name).join(', ');
  return {
    name,
    result: 'failed',
    message: `The app's token does not permit ${names}.`,
    action:
      'Grant it: npm run setup -- --identity <name of the managed identity>. If it is granted, restart the app: it keeps its token for up to a day.',
    code: 'Authorization_RequestDenied',
  };
}

async function examineSubscriptions(options: GraphExamination): Promise<ConnectionCheck> {
  const { subscriptions, notificationUrl, clock } = options;
  const name = 'subscriptions';
  let existing: readonly Subscription[];
  try {
    existing = await subscriptions.list();
  } catch (error) {
    return { name, result: 'failed', ...describe(error) };
  }
  const ours = existing.filter((one) => one.notificationUrl === notificationUrl);
  const missing = ['users', 'groups'].filter((resource) => !ours.some((one) => one.resource === resource));
  if (missing.length > 0) {
    const elsewhere = existing.length > ours.length ? ' There are some for another notification URL.' : '';
    return {
      name,
      result: 'failed',
      message: `Graph has no subscription to ${missing.join(' and ')} that notifies ${notificationUrl}.${elsewhere}`,
      action:
        'The sweep makes them within a minute when Graph can call that address; status.lastSweep.error and the log of the app say why it could not.',
    };
  }
  const end = Math.min(...ours.map(({ expiresAt }) => Date.parse(expiresAt)));
  const days = Math.floor((end - clock.now().getTime()) / DAY_MS);
  const message = `Graph notifies ${notificationUrl} of users and groups, for ${days} more days.`;
  if (days >= 1) return { name, result: 'passed', message };
  return {
    name,
    result: 'warning',
    message,
    action: 'They should have been renewed: look at the log of renewSubscriptions.',
  };
}

function describe(error: unknown): Pick<ConnectionCheck, 'message' | 'code'> {
  if (isProvisioningError(error)) return { message: error.message, code: error.code };
  return { message: 'Something unexpected happened.', code: 'InternalError' };
}
