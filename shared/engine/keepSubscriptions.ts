import { isProvisioningError } from '../errors/provisioningError.ts';
import type { Subscription } from '../model/job.ts';
import {
  ownSubscriptions,
  planSubscriptions,
  SUBSCRIPTION_LIFETIME_MS,
  type SubscribedResource,
} from '../plan/planSubscriptions.ts';
import type { EngineDependencies } from './dependencies.ts';

/** Renewed when less than this is left, so that days of failing renewals cost nothing. */
const RENEW_BEFORE_MS = 3 * 86_400_000;

const RESOURCES: readonly SubscribedResource[] = ['users', 'groups'];

/** Quick check from the job's own rows, for every sweep: acts when a subscription is missing, runs out or asked for attention. */
export async function keepSubscriptions(dependencies: EngineDependencies): Promise<void> {
  const { job, clock, configuration } = dependencies;
  const documents = await job.readAll();
  const renewFrom = clock.now().getTime() + RENEW_BEFORE_MS;
  const fine = RESOURCES.every((resource) => {
    const known = documents[`subscription-${resource}`];
    return known?.notificationUrl === configuration.notificationUrl && Date.parse(known.expiresAt) > renewFrom;
  });
  if (fine && documents.subscriptionAttention === undefined) return;
  await renewSubscriptions(dependencies);
}

/**
 * Creates, renews and heals the subscriptions against what Graph really has: expired ones vanish there without a word. After
 * a lifecycle event all are renewed, which also reauthorises them.
 */
export async function renewSubscriptions(dependencies: EngineDependencies): Promise<void> {
  const { subscriptions, configuration, job, clock, logger } = dependencies;
  const attention = await job.read('subscriptionAttention');
  const existing = await subscriptions.list();
  const plan = planSubscriptions(existing, {
    resources: RESOURCES,
    notificationUrl: configuration.notificationUrl,
    now: clock.now(),
    lifetimeMs: SUBSCRIPTION_LIFETIME_MS,
    renewBeforeMs: attention ? Number.POSITIVE_INFINITY : RENEW_BEFORE_MS,
  });
  for (const { id } of plan.delete) await subscriptions.delete(id);
  const changed = new Map<string, Subscription>();
  for (const { resource, expiresAt } of plan.create)
    changed.set(resource, await create(resource, expiresAt, dependencies));
  for (const { id, resource, expiresAt } of plan.renew) {
    changed.set(resource, await renew(id, resource, expiresAt, dependencies));
  }
  for (const { resource } of plan.create) logger.info(`Subscribed to changes of ${resource}.`);
  for (const resource of RESOURCES) {
    const kept = changed.get(resource) ?? ownSubscriptions(existing, resource, configuration.notificationUrl)[0];
    if (kept) await job.write(`subscription-${resource}`, kept);
  }
  if (!attention) return;
  // An event that has come meanwhile is for the next run.
  const latest = await job.read('subscriptionAttention');
  if (latest?.etag === attention.etag) await job.remove('subscriptionAttention');
}

/**
 * Graph allows one subscription per app, resource and change type. One that stands in the way carries a notification URL
 * that this app had before: it would keep notifying nobody for weeks, so it gives way.
 */
async function create(
  resource: SubscribedResource,
  expiresAt: Date,
  { subscriptions, logger }: EngineDependencies,
): Promise<Subscription> {
  try {
    return await subscriptions.create(resource, expiresAt);
  } catch (error) {
    if (!isProvisioningError(error, 'conflict') || error.existingId === undefined) throw error;
    logger.warn(`Subscription ${error.existingId} to ${resource} has another notification URL and is replaced.`);
    await subscriptions.delete(error.existingId);
    return subscriptions.create(resource, expiresAt);
  }
}

async function renew(
  id: string,
  resource: SubscribedResource,
  expiresAt: Date,
  dependencies: EngineDependencies,
): Promise<Subscription> {
  try {
    return await dependencies.subscriptions.renew(id, expiresAt);
  } catch (error) {
    if (!isProvisioningError(error, 'gone')) throw error;
    return create(resource, expiresAt, dependencies);
  }
}
