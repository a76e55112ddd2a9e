import type { ChangeEntry } from '../directory/changeLog.ts';
import type { GraphSubscription } from './subscriptionStore.ts';

/** .NET ticks at the Unix epoch; a tick is 100 ns. */
const UNIX_EPOCH_TICKS = 621_355_968_000_000_000n;

/** Grows with the history and looks like Graph's: .NET ticks, more than a double can hold exactly. */
export function sequenceNumberOf(entry: Pick<ChangeEntry, 'at' | 'sequence'>): bigint {
  return UNIX_EPOCH_TICKS + BigInt(entry.at) * 10_000n + BigInt(entry.sequence % 10_000);
}

/** A number as its digits: JSON.stringify would round it. */
function rawNumber(digits: bigint): unknown {
  return (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(digits.toString());
}

/** With an offset instead of `Z`, as captured deliveries show it. */
function offsetTime(time: number): string {
  return new Date(time).toISOString().replace(/(\.\d{3})?Z$/, '+00:00');
}

/**
 * Whether the subscription wants to hear of the change. Creating, changing, binning and restoring all count as `updated`;
 * `deleted` means for good.
 */
export function isWanted(subscription: GraphSubscription, entry: ChangeEntry): boolean {
  const [collection, id, relation] = subscription.resource.toLowerCase().split('/');
  if (collection !== `${entry.kind}s` || (id !== undefined && id !== entry.id)) return false;
  if (relation !== undefined && (relation !== 'members' || !entry.members)) return false;
  return subscription.changeTypes.includes(entry.type === 'purged' ? 'deleted' : 'updated');
}

/** One item of a delivery, with the field names, letter case and member form of captured ones. */
export function notificationItem(subscription: GraphSubscription, entry: ChangeEntry, tenantId: string): object {
  const type = entry.kind === 'user' ? 'User' : 'Group';
  const resource = `${type}s/${entry.id}`;
  const members = entry.members?.map(({ id, removed }) => (removed ? { id, '@removed': 'deleted' } : { id }));
  return {
    changeType: entry.type === 'purged' ? 'deleted' : 'updated',
    clientState: subscription.clientState,
    resource,
    resourceData: {
      '@odata.type': `#Microsoft.Graph.${type}`,
      '@odata.id': resource,
      id: entry.id,
      organizationId: tenantId,
      sequenceNumber: rawNumber(sequenceNumberOf(entry)),
      ...(members ? { 'members@delta': members } : {}),
    },
    subscriptionExpirationDateTime: offsetTime(subscription.expiresAt),
    subscriptionId: subscription.id,
    tenantId,
  };
}

export type LifecycleEvent = 'reauthorizationRequired' | 'subscriptionRemoved' | 'missed';

export function lifecycleItem(subscription: GraphSubscription, event: LifecycleEvent, tenantId: string): object {
  return {
    subscriptionId: subscription.id,
    subscriptionExpirationDateTime: offsetTime(subscription.expiresAt),
    tenantId,
    clientState: subscription.clientState,
    lifecycleEvent: event,
  };
}
