import { isProvisioningError } from '../errors/provisioningError.ts';
import type { Subscription } from '../model/job.ts';
import type { EngineDependencies } from './dependencies.ts';

/** Graph allows 41,760 minutes for users and groups; a little less, so that clocks may differ. */
const LIFETIME_MS = 41_000 * 60_000;
/** Renewed when less than this is left: three days of failing renewals go unnoticed by nobody. */
const RENEW_BEFORE_MS = 3 * 86_400_000;

const RESOURCES = ['users', 'groups'] as const;
type Resource = (typeof RESOURCES)[number];

/** Quick check from the job's own rows, for every sweep: acts when a subscription is missing, runs out or asked for attention. */
export async function keepSubscriptions(dependencies: EngineDependencies): Promise<void> {
  const { job, clock } = dependencies;
  const documents = await job.readAll();
  const now = clock.now().getTime();
  const fine = RESOURCES.every((resource) => {
    const known = documents[`subscription-${resource}`];
    return known !== undefined && Date.parse(known.expiresAt) - now > RENEW_BEFORE_MS;
  });
  if (fine && documents.subscriptionAttention === undefined) return;
  await renewSubscriptions(dependencies);
}

/**
 * Creates, renews and heals the subscriptions against what Graph really has. Ours are those with our notification URL;
 * others' are never touched. Graph drops expired ones silently, so a missing one is made anew.
 */
export async function renewSubscriptions(dependencies: EngineDependencies): Promise<void> {
  const { subscriptions, configuration, job, clock, logger } = dependencies;
  const attention = await job.read('subscriptionAttention');
  const existing = (await subscriptions.list()).filter(
    (item) => item.notificationUrl === configuration.notificationUrl,
  );
  const expiresAt = new Date(clock.now().getTime() + LIFETIME_MS);
  for (const resource of RESOURCES) {
    const ours = existing.filter((item) => item.resource.replace(/^\//, '') === resource).sort(latestFirst);
    const kept = await keepOne(resource, ours[0], attention !== undefined, expiresAt, dependencies);
    for (const duplicate of ours.slice(1)) await subscriptions.delete(duplicate.id);
    await job.write(`subscription-${resource}`, kept);
    if (kept.id !== ours[0]?.id) logger.info(`Subscribed to changes of ${resource} until ${kept.expiresAt}.`);
  }
  if (attention) await job.remove('subscriptionAttention');
}

async function keepOne(
  resource: Resource,
  known: Subscription | undefined,
  reauthorize: boolean,
  expiresAt: Date,
  { subscriptions, clock }: EngineDependencies,
): Promise<Subscription> {
  if (!known) return subscriptions.create(resource, expiresAt);
  const left = Date.parse(known.expiresAt) - clock.now().getTime();
  if (left > RENEW_BEFORE_MS && !reauthorize) return known;
  try {
    return await subscriptions.renew(known.id, expiresAt);
  } catch (error) {
    if (!isProvisioningError(error, 'gone')) throw error;
    return subscriptions.create(resource, expiresAt);
  }
}

function latestFirst(one: Subscription, other: Subscription): number {
  return other.expiresAt.localeCompare(one.expiresAt);
}
