import { randomUUID } from 'node:crypto';
import { DEMO_TENANT_ID } from '../../infra/local/demo/demoIds.ts';

/** The secret that the local stack gives its app. */
export const CLIENT_STATE = 'local-client-state';

let lastSequence = 638_059_995_676_961_000n;

/** One item as Graph sends it; every call is a new change. The sequence number exceeds what a number can hold. */
export function notificationItem(resource: string, properties: Readonly<Record<string, unknown>> = {}): string {
  lastSequence += 1n;
  const { resourceData, ...rest } = { resourceData: {}, ...properties };
  const text = JSON.stringify({
    changeType: 'updated',
    clientState: CLIENT_STATE,
    resource,
    resourceData: {
      '@odata.type': '#Microsoft.Graph.User',
      '@odata.id': resource,
      id: resource.split('/').at(-1),
      organizationId: DEMO_TENANT_ID,
      sequenceNumber: 0,
      ...(resourceData as object),
    },
    subscriptionExpirationDateTime: '2030-12-10T10:23:45.9356913-08:00',
    subscriptionId: 'f43589a8-2107-4c5d-9c24-eea6301f162b',
    tenantId: DEMO_TENANT_ID,
    ...rest,
  });
  return text.replace('"sequenceNumber":0', `"sequenceNumber":${lastSequence}`);
}

/** An item about a user nobody knows. */
export const userItem = (properties: Readonly<Record<string, unknown>> = {}) =>
  notificationItem(`Users/${randomUUID()}`, properties);

export function lifecycleItem(lifecycleEvent: string): string {
  return JSON.stringify({
    lifecycleEvent,
    clientState: CLIENT_STATE,
    subscriptionId: 'f43589a8-2107-4c5d-9c24-eea6301f162b',
    subscriptionExpirationDateTime: '2030-12-10T10:23:45.9356913-08:00',
    tenantId: DEMO_TENANT_ID,
  });
}

/** The body of a notification POST. */
export const collection = (...items: readonly string[]) => `{"value":[${items.join(',')}]}`;
