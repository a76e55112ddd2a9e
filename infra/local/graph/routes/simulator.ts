import type { Router } from '../../http/router.ts';
import { patchFaults } from '../faults.ts';
import { readJson, type Services } from '../services.ts';
import type { LifecycleEvent } from '../subscriptions/notificationItem.ts';

const LIFECYCLE_EVENTS: readonly string[] = ['reauthorizationRequired', 'subscriptionRemoved', 'missed'];

/**
 * The simulator's own switchboard, outside of Graph's paths and without a token:
 * `GET /_simulator` shows the switches and what happened, `PATCH` sets switches, `POST /_simulator/lifecycle`
 * (`{ "event", "subscriptionId"?, "pause"? }`) sends lifecycle notifications to one or all subscriptions.
 */
export function addSimulatorRoutes(router: Router, services: Services): void {
  const { directory, subscriptions, delivery, faults, mails } = services;

  router.on('GET', '/_simulator', () => {
    const body = {
      tenantId: directory.tenantId,
      applicationId: directory.applicationId,
      servicePrincipals: [...directory.servicePrincipals.values()].map(({ id, properties }) => ({
        id,
        appId: properties.appId,
        displayName: properties.displayName,
        appRoles: properties.appRoles,
      })),
      users: directory.users.size,
      groups: directory.groups.size,
      assignments: directory.assignments.size,
      faults,
      subscriptions: subscriptions.list(),
      deliveries: delivery.deliveries.slice(-50),
      mails,
    };
    return { status: 200, body };
  });

  router.on('PATCH', '/_simulator', (request) => {
    const body = readJson(request);
    try {
      patchFaults(faults, (body.faults ?? body) as Record<string, unknown>);
    } catch (error) {
      return { status: 400, body: { error: { message: error instanceof Error ? error.message : String(error) } } };
    }
    return { status: 200, body: { faults } };
  });

  router.on('POST', '/_simulator/lifecycle', async (request) => {
    const { event, subscriptionId, pause } = readJson(request);
    if (typeof event !== 'string' || !LIFECYCLE_EVENTS.includes(event)) {
      return { status: 400, body: { error: { message: `event must be one of ${LIFECYCLE_EVENTS.join(', ')}.` } } };
    }
    const wanted = subscriptions.list().filter(({ id }) => subscriptionId === undefined || id === subscriptionId);
    if (pause === true) for (const subscription of wanted) subscriptions.put({ ...subscription, isPaused: true });
    const statuses = await Promise.all(
      wanted.map(async ({ id }) => ({ id, status: await delivery.sendLifecycle(id, event as LifecycleEvent) })),
    );
    if (event === 'subscriptionRemoved') for (const { id } of wanted) subscriptions.delete(id);
    return { status: 200, body: { sent: statuses } };
  });
}
