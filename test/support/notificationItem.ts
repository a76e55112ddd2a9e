import { randomUUID } from 'node:crypto';
import { DEMO_TENANT_ID } from '../../infra/local/demo/demoIds.ts';

export interface NotificationItemOptions {
  readonly kind?: 'user' | 'group';
  /** The secret of the local stack when missing. */
  readonly clientState?: string;
}

let sequence = 0;

/** One item of a change notification, as Graph sends it, each with a sequence number of its own. */
export function notificationItem(id: string, options: NotificationItemOptions = {}): object {
  const { kind = 'user', clientState = 'local-client-state' } = options;
  sequence += 1;
  const resource = `${kind === 'user' ? 'Users' : 'Groups'}/${id}`;
  return {
    changeType: 'updated',
    clientState,
    resource,
    resourceData: {
      '@odata.type': `#Microsoft.Graph.${kind === 'user' ? 'User' : 'Group'}`,
      '@odata.id': resource,
      id,
      organizationId: DEMO_TENANT_ID,
      sequenceNumber: sequence,
    },
    subscriptionExpirationDateTime: new Date(Date.now() + 86_400_000).toISOString(),
    subscriptionId: randomUUID(),
    tenantId: DEMO_TENANT_ID,
  };
}
