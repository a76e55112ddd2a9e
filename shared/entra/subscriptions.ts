import { isProvisioningError, ProvisioningError } from '../errors/provisioningError.ts';
import type { Subscription } from '../model/job.ts';
import type { Subscriptions } from '../ports/source.ts';
import type { GraphClient } from './graphClient.ts';
import { isRow, listPages } from './listPages.ts';

export interface SubscriptionsOptions {
  /** Public HTTPS URL of the notification function; also gets the lifecycle notifications. */
  readonly notificationUrl: string;
  /** Secret that comes back with every notification; at most 128 characters. */
  readonly clientState: string;
}

/** Graph's limit for `clientState` (subscription resource type). */
const LONGEST_CLIENT_STATE = 128;

/** `users` and `/users` are the same resource to Graph. */
function toSubscription(raw: unknown): Subscription {
  if (isRow(raw) && typeof raw.id === 'string') {
    const expiresAt = new Date(String(raw.expirationDateTime));
    if (!Number.isNaN(expiresAt.getTime())) {
      return {
        id: raw.id,
        resource: String(raw.resource ?? '').replace(/^\/+/, ''),
        expiresAt: expiresAt.toISOString(),
        notificationUrl: String(raw.notificationUrl ?? ''),
      };
    }
  }
  throw new ProvisioningError('retry', 'MalformedAnswer', 'Graph sent a subscription without id or expiry.');
}

/**
 * The app's change-notification subscriptions. For users and groups Graph knows `updated` (also creation, soft deletion
 * and restoring) and `deleted` (purge). Creating one makes Graph call the notification URL before it answers.
 * Throws ProvisioningError `invalid` at once for a clientState that Graph would refuse.
 */
export function createSubscriptions(client: GraphClient, options: SubscriptionsOptions): Subscriptions {
  const { notificationUrl, clientState } = options;
  if (clientState === '' || clientState.length > LONGEST_CLIENT_STATE) {
    const message = `GRAPH_CLIENT_STATE must have 1 to ${LONGEST_CLIENT_STATE} characters.`;
    throw new ProvisioningError('invalid', 'InvalidClientState', message);
  }
  return {
    async list() {
      const subscriptions: Subscription[] = [];
      for await (const rows of listPages(client, '/subscriptions')) subscriptions.push(...rows.map(toSubscription));
      return subscriptions;
    },
    async create(resource, expiresAt) {
      const body = {
        changeType: 'updated,deleted',
        notificationUrl,
        lifecycleNotificationUrl: notificationUrl,
        resource,
        expirationDateTime: expiresAt.toISOString(),
        clientState,
        latestSupportedTlsVersion: 'v1_2',
      };
      return toSubscription(await client.post('/subscriptions', body));
    },
    async renew(id, expiresAt) {
      const path = `/subscriptions/${encodeURIComponent(id)}`;
      return toSubscription(await client.patch(path, { expirationDateTime: expiresAt.toISOString() }));
    },
    async delete(id) {
      try {
        await client.delete(`/subscriptions/${encodeURIComponent(id)}`);
      } catch (error) {
        if (!isProvisioningError(error, 'gone')) throw error;
      }
    },
  };
}
