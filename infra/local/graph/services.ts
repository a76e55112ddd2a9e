import type { LocalRequest, LocalResponse } from '../http/server.ts';
import type { DirectoryState } from './directory/directoryState.ts';
import { hasHiddenMembership } from './directory/groupKinds.ts';
import type { SeesMembers } from './directory/memberships.ts';
import type { Faults } from './faults.ts';
import { GraphError } from './graphError.ts';
import type { SimulatorClock } from './simulatorClock.ts';
import type { NotificationDelivery } from './subscriptions/notificationDelivery.ts';
import type { SubscriptionStore } from './subscriptions/subscriptionStore.ts';

/** A mail that the app asked Graph to send. */
export interface SentMail {
  /** Mailbox in the path of the request. */
  readonly sender: string;
  readonly at: number;
  readonly message: Readonly<Record<string, unknown>>;
  readonly saveToSentItems: boolean;
}

/** What the routes work with. */
export interface Services {
  readonly directory: DirectoryState;
  readonly subscriptions: SubscriptionStore;
  readonly delivery: NotificationDelivery;
  readonly mails: SentMail[];
  readonly faults: Faults;
  readonly clock: SimulatorClock;
  /** 0 up to, but not with, 1. */
  readonly random: () => number;
  readonly newId: () => string;
  /** Changes when the tenant starts anew, which makes older delta tokens worthless. */
  readonly epoch: string;
}

/**
 * The JSON object of a request.
 * @throws GraphError 400
 */
export function readJson(request: LocalRequest): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(request.body.toString('utf8'));
    if (body !== null && typeof body === 'object' && !Array.isArray(body)) return body as Record<string, unknown>;
  } catch {
    // Told below, as for JSON that is no object.
  }
  throw new GraphError(
    400,
    'BadRequest',
    'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
  );
}

/** The last segment of an `@odata.id` such as `https://graph.microsoft.com/v1.0/users/{id}`. */
export function idOfReference(reference: unknown): string {
  const id = typeof reference === 'string' ? reference.split('/').at(-1) : undefined;
  if (id) return decodeURIComponent(id);
  throw new GraphError(400, 'Request_BadRequest', "The property '@odata.id' must hold the address of an object.");
}

export const noContent: LocalResponse = { status: 204 };

/** Who may see the members of a group, as the switches are at the time of asking. */
export function seesMembers(faults: Faults): SeesMembers {
  return (group) => faults.hiddenMembersPermission || !hasHiddenMembership(group);
}
