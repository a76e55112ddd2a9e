import { isProvisioningError, ProvisioningError } from '../errors/provisioningError.ts';
import type { Subscription } from '../model/job.ts';
import type { SubscribedResource } from '../plan/planSubscriptions.ts';
import type { EngineDependencies } from './dependencies.ts';

/** Its subscriptions to users and to groups are replaced one after the other. */
const SAME_RUN_MS = 10 * 60_000;
/** A subscription lives for 29 days at most: what nobody renews does not stand in the way for longer. */
const MEMORY_MS = 30 * 86_400_000;

/**
 * Graph allows one subscription per app, resource and change type. One that stands in the way usually carries a notification URL
 * that this app had before: it would keep notifying nobody for weeks, so it gives way. When one with the same URL stands there
 * again afterwards, somebody is alive behind it: another deployment that signs in as the same app. The two would take the
 * notifications away from each other for ever, so this one leaves them to the other and says so.
 * @param existing every subscription of the app as just listed
 * @throws ProvisioningError `conflict` with code `SharedIdentity`
 */
export async function createSubscription(
  resource: SubscribedResource,
  expiresAt: Date,
  existing: readonly Subscription[],
  dependencies: EngineDependencies,
): Promise<Subscription> {
  const { subscriptions, logger } = dependencies;
  try {
    return await subscriptions.create(resource, expiresAt);
  } catch (error) {
    if (!isProvisioningError(error, 'conflict') || error.existingId === undefined) throw error;
    const { existingId } = error;
    await giveWay(existing.find(({ id }) => id === existingId)?.notificationUrl, dependencies);
    logger.warn(`Subscription ${existingId} to ${resource} has another notification URL and is replaced.`);
    await subscriptions.delete(existingId);
    return subscriptions.create(resource, expiresAt);
  }
}

/** Notes whose subscription is replaced; refuses where that was done before. */
async function giveWay(
  url: string | undefined,
  { job, clock }: Pick<EngineDependencies, 'job' | 'clock'>,
): Promise<void> {
  const documents = await job.readAll();
  const isOurOwn = [documents['subscription-users'], documents['subscription-groups']].some(
    (known) => known?.notificationUrl === url,
  );
  if (url === undefined || isOurOwn) return;
  const { secretDigest = '', replaced } = documents.subscriptionSetup ?? {};
  const now = clock.now();
  const age = replaced?.url === url ? now.getTime() - Date.parse(replaced.at) : Number.POSITIVE_INFINITY;
  if (age < SAME_RUN_MS) return;
  if (age > MEMORY_MS) {
    await job.write('subscriptionSetup', { secretDigest, replaced: { url, at: now.toISOString() } });
    return;
  }
  throw new ProvisioningError(
    'conflict',
    'SharedIdentity',
    `Another deployment of this app (${new URL(url).host}) signs in with the same identity and takes the notifications. Changes are found by the check of every minute. Give each deployment an identity of its own.`,
  );
}
