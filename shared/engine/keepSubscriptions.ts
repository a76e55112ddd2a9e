import { isProvisioningError } from '../errors/provisioningError.ts';
import type { Subscription } from '../model/job.ts';
import {
  ownSubscriptions,
  planSubscriptions,
  SUBSCRIPTION_LIFETIME_MS,
  type SubscribedResource,
} from '../plan/planSubscriptions.ts';
import { createSubscription } from './createSubscription.ts';
import type { EngineDependencies } from './dependencies.ts';
import { withLease } from './withLease.ts';

/** Renewed when less than this is left, so that days of failing renewals cost nothing. */
const RENEW_BEFORE_MS = 3 * 86_400_000;

const RESOURCES: readonly SubscribedResource[] = ['users', 'groups'];

/**
 * Quick check from the job's own rows, for every sweep: acts when a subscription is missing or runs out, asked for attention, or
 * was made with another secret.
 */
export async function keepSubscriptions(dependencies: EngineDependencies): Promise<void> {
  const { job, clock, configuration } = dependencies;
  const documents = await job.readAll();
  const renewFrom = clock.now().getTime() + RENEW_BEFORE_MS;
  const isCurrent = documents.subscriptionSetup?.secretDigest === configuration.secretDigest;
  const fine = RESOURCES.every((resource) => {
    const known = documents[`subscription-${resource}`];
    return known?.notificationUrl === configuration.notificationUrl && Date.parse(known.expiresAt) > renewFrom;
  });
  if (fine && isCurrent && documents.subscriptionAttention === undefined) return;
  await renewSubscriptions(dependencies);
}

/**
 * Creates, renews and heals the subscriptions against what Graph really has: expired ones vanish there without a word. After
 * a lifecycle event all are renewed, which also reauthorises them; after a change of the secret all are made anew.
 * A timer of its own and the sweep both do this, one at a time: two that create the same subscription would take it from each other.
 */
export async function renewSubscriptions(dependencies: EngineDependencies): Promise<void> {
  await withLease('lease-subscriptions', dependencies, () => heal(dependencies));
}

async function heal(dependencies: EngineDependencies): Promise<void> {
  const { subscriptions, configuration, job, clock, logger } = dependencies;
  const [attention, setup] = await Promise.all([job.read('subscriptionAttention'), job.read('subscriptionSetup')]);
  const existing = await subscriptions.list();
  const { secretDigest } = configuration;
  const isSecretChanged = setup?.value.secretDigest !== secretDigest;
  const plan = planSubscriptions(existing, {
    resources: RESOURCES,
    notificationUrl: configuration.notificationUrl,
    now: clock.now(),
    lifetimeMs: SUBSCRIPTION_LIFETIME_MS,
    renewBeforeMs: attention ? Number.POSITIVE_INFINITY : RENEW_BEFORE_MS,
    isSecretChanged,
  });
  for (const { id } of plan.delete) await subscriptions.delete(id);
  const changed = new Map<string, Subscription>();
  for (const { resource, expiresAt } of plan.create)
    changed.set(resource, await createSubscription(resource, expiresAt, existing, dependencies));
  for (const { id, resource, expiresAt } of plan.renew) {
    changed.set(resource, await renew(id, resource, expiresAt, existing, dependencies));
  }
  for (const { resource } of plan.create) logger.info(`Subscribed to changes of ${resource}.`);
  for (const resource of RESOURCES) {
    const kept = changed.get(resource) ?? ownSubscriptions(existing, resource, configuration.notificationUrl)[0];
    if (kept) await job.write(`subscription-${resource}`, kept);
  }
  if (isSecretChanged) {
    await job.write('subscriptionSetup', { ...(await job.read('subscriptionSetup'))?.value, secretDigest });
  }
  if (!attention) return;
  // An event that has come meanwhile is for the next run.
  const latest = await job.read('subscriptionAttention');
  if (latest?.etag === attention.etag) await job.remove('subscriptionAttention');
}

async function renew(
  id: string,
  resource: SubscribedResource,
  expiresAt: Date,
  existing: readonly Subscription[],
  dependencies: EngineDependencies,
): Promise<Subscription> {
  try {
    return await dependencies.subscriptions.renew(id, expiresAt);
  } catch (error) {
    if (!isProvisioningError(error, 'gone')) throw error;
    return createSubscription(resource, expiresAt, existing, dependencies);
  }
}
