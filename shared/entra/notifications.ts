import { createHash, timingSafeEqual } from 'node:crypto';
import { ProvisioningError } from '../errors/provisioningError.ts';
import type { ObjectKind } from '../model/change.ts';
import { toGuid } from './guid.ts';
import { joinMemberHints, type MemberHint, MOST_MEMBERS, readMemberHint } from './memberHints.ts';

export interface NotifiedChange {
  readonly kind: ObjectKind;
  /** Lower-case GUID. */
  readonly id: string;
  /** Tells this change from every other of the object: the sequence number's digits, or a hash. For `messageIdOf`. */
  readonly source: string;
  /** Group members named by the notification: a hint that may be cut short. Absent when there is none or it is too long for a message. */
  readonly members?: MemberHint;
}

export type LifecycleEvent = 'missed' | 'subscriptionRemoved' | 'reauthorizationRequired';

export interface ParsedNotifications {
  readonly changes: readonly NotifiedChange[];
  readonly lifecycle: readonly { readonly event: LifecycleEvent; readonly subscriptionId: string }[];
  /** Items that were left out; `reason` is one of a few fixed phrases and names nobody. */
  readonly rejected: readonly { readonly index: number; readonly reason: string }[];
}

export interface NotificationOptions {
  /** Items of other tenants are rejected. */
  readonly tenantId?: string | undefined;
  /**
   * When the POST arrived. It takes part in the source of items without a sequence number, which may be equal to the letter
   * for two changes of one object: a repeated delivery is then processed twice, but no change is swallowed.
   */
  readonly receivedAt?: Date | undefined;
}

type Item = Readonly<Record<string, unknown>>;

const LIFECYCLE_EVENTS: readonly string[] = ['missed', 'subscriptionRemoved', 'reauthorizationRequired'];
const CHANGE_TYPES: readonly string[] = ['created', 'updated', 'deleted'];

/**
 * Reads the body of a Graph change or lifecycle notification. Each item stands for itself: one POST may mix
 * subscriptions and tenants, and a wrong `clientState` spoils only its item.
 *
 * @param clientState the secret of our subscriptions
 * @throws ProvisioningError `invalid` (`MalformedNotification`) when the body is not a notification collection at all
 */
export function parseNotifications(
  body: string,
  clientState: string,
  options: NotificationOptions = {},
): ParsedNotifications {
  const changes = new Map<string, NotifiedChange>();
  const lifecycle: { event: LifecycleEvent; subscriptionId: string }[] = [];
  const rejected: { index: number; reason: string }[] = [];
  const isOurs = secretComparison(clientState);
  for (const [index, item] of parseItems(body).entries()) {
    const reason = reasonToReject(item, isOurs, options.tenantId);
    if (reason !== undefined || !isItem(item)) {
      rejected.push({ index, reason: reason ?? 'not an object' });
      continue;
    }
    if (item.lifecycleEvent !== undefined && item.lifecycleEvent !== null) {
      lifecycle.push({
        event: item.lifecycleEvent as LifecycleEvent,
        subscriptionId: String(item.subscriptionId),
      });
      continue;
    }
    const change = toChange(item, options.receivedAt);
    if (!change) {
      rejected.push({ index, reason: 'unknown resource or id' });
      continue;
    }
    const key = `${change.kind} ${change.id} ${change.source}`;
    changes.set(key, withMembersOf(change, changes.get(key)));
  }
  return { changes: [...changes.values()], lifecycle, rejected };
}

/**
 * Sequence numbers exceed 2^53: parsed as numbers, two neighbours become one. The reviver sees the digits as written
 * (JSON.parse source text access, Node 21 and later).
 */
function keepDigits(key: string, value: unknown, context?: { readonly source?: string }): unknown {
  return key === 'sequenceNumber' && typeof value === 'number' ? (context?.source ?? null) : value;
}

function parseItems(body: string): readonly unknown[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body, keepDigits);
  } catch {
    throw malformed('is not JSON');
  }
  if (!isItem(parsed) || !Array.isArray(parsed.value)) throw malformed('has no "value" list');
  return parsed.value;
}

function malformed(what: string): ProvisioningError {
  return new ProvisioningError('invalid', 'MalformedNotification', `The notification ${what}.`);
}

function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Compares by digest, so that neither content nor length of the secret shows in the time it takes. */
function secretComparison(secret: string): (value: unknown) => boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const expected = digest(secret);
  return (value) => typeof value === 'string' && timingSafeEqual(digest(value), expected);
}

function reasonToReject(
  item: unknown,
  isOurs: (clientState: unknown) => boolean,
  tenantId: string | undefined,
): string | undefined {
  if (!isItem(item)) return 'not an object';
  if (item.subscriptionId === 'NA') return 'validation message of Event Hubs';
  if (!isOurs(item.clientState)) return 'wrong clientState';
  const itemTenant = item.tenantId ?? resourceDataOf(item).organizationId;
  if (tenantId && itemTenant && String(itemTenant).toLowerCase() !== tenantId.toLowerCase()) return 'other tenant';
  if (item.lifecycleEvent !== undefined && item.lifecycleEvent !== null) {
    if (!LIFECYCLE_EVENTS.includes(String(item.lifecycleEvent))) return 'unknown lifecycle event';
    return typeof item.subscriptionId === 'string' ? undefined : 'no subscription id';
  }
  return CHANGE_TYPES.includes(String(item.changeType)) ? undefined : 'unknown change type';
}

function resourceDataOf(item: Item): Item {
  return isItem(item.resourceData) ? item.resourceData : {};
}

function toChange(item: Item, receivedAt: Date | undefined): NotifiedChange | undefined {
  const [, collection = '', resourceId] =
    /^\/?(users|groups)\/([^/]+)$/i.exec(typeof item.resource === 'string' ? item.resource : '') ?? [];
  const data = resourceDataOf(item);
  const id = toGuid(data.id ?? resourceId);
  if (collection === '' || id === undefined) return undefined;
  const kind = collection.toLowerCase() === 'users' ? 'user' : 'group';
  const members = kind === 'group' ? readMembers(data['members@delta']) : undefined;
  const source = sourceOf(item, data, receivedAt);
  return members ? { kind, id, source, members } : { kind, id, source };
}

function sourceOf(item: Item, data: Item, receivedAt: Date | undefined): string {
  const { sequenceNumber } = data;
  if (typeof sequenceNumber === 'string' && /^[1-9]\d{0,29}$/.test(sequenceNumber)) return sequenceNumber;
  const identity = [item.subscriptionId, item.changeType, item.resource, data, receivedAt?.getTime()];
  return createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 32);
}

function readMembers(value: unknown): MemberHint | undefined {
  return Array.isArray(value) && value.length <= MOST_MEMBERS ? readMemberHint(value) : undefined;
}

/** Two items with the same source become one message, so neither may lose its members. */
function withMembersOf(change: NotifiedChange, earlier: NotifiedChange | undefined): NotifiedChange {
  if (!earlier) return change;
  const lists = [earlier.members, change.members].filter((members) => members !== undefined);
  if (lists.length === 0) return change;
  return { ...change, members: joinMemberHints(lists) };
}
