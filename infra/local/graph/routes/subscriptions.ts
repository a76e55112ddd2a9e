import type { Router } from '../../http/router.ts';
import type { LocalRequest } from '../../http/server.ts';
import { GraphError } from '../graphError.ts';
import { noContent, readJson, type Services } from '../services.ts';
import {
  invalidRequest,
  parseChangeTypes,
  parseClientState,
  parseExpiration,
  parseNotificationUrl,
  parseResource,
} from '../subscriptions/subscriptionRules.ts';
import type { GraphSubscription } from '../subscriptions/subscriptionStore.ts';
import { validateEndpoint } from '../subscriptions/validateEndpoint.ts';

/** `clientState` is never given back. */
function show(subscription: GraphSubscription, applicationId: string): object {
  return {
    id: subscription.id,
    resource: subscription.resource,
    applicationId,
    changeType: subscription.changeType,
    clientState: null,
    notificationUrl: subscription.notificationUrl,
    notificationQueryOptions: null,
    lifecycleNotificationUrl: subscription.lifecycleNotificationUrl,
    expirationDateTime: new Date(subscription.expiresAt).toISOString(),
    creatorId: applicationId,
    includeResourceData: null,
    latestSupportedTlsVersion: subscription.latestSupportedTlsVersion,
    encryptionCertificate: null,
    encryptionCertificateId: null,
    notificationUrlAppId: null,
  };
}

export function addSubscriptionRoutes(router: Router, services: Services, validationLimitMs: number): void {
  const { subscriptions, directory, faults, clock, newId } = services;
  const entity = (request: LocalRequest, subscription: GraphSubscription): object => ({
    '@odata.context': `${request.url.origin}/v1.0/$metadata#subscriptions/$entity`,
    ...show(subscription, directory.applicationId),
  });
  const find = (request: LocalRequest): GraphSubscription => {
    const subscription = subscriptions.get(request.params.id ?? '');
    if (subscription) return subscription;
    throw new GraphError(404, 'ResourceNotFound', 'The object was not found.');
  };

  router.on('POST', '/v1.0/subscriptions', async (request) => {
    const body = readJson(request);
    const resource = parseResource(body.resource);
    const changeTypes = parseChangeTypes(body.changeType, faults.acceptCreatedChangeType);
    const notificationUrl = parseNotificationUrl(body.notificationUrl, 'notificationUrl');
    const lifecycleNotificationUrl =
      body.lifecycleNotificationUrl === undefined || body.lifecycleNotificationUrl === null
        ? null
        : parseNotificationUrl(body.lifecycleNotificationUrl, 'lifecycleNotificationUrl');
    const clientState = parseClientState(body.clientState);
    const expiresAt = parseExpiration(body.expirationDateTime, clock.now());
    if (body.includeResourceData === true) {
      throw invalidRequest('Notifications with resource data are not supported for users and groups.');
    }
    subscriptions.requireRoom(resource, changeTypes);
    await validateEndpoint(notificationUrl, newId(), validationLimitMs);
    if (lifecycleNotificationUrl !== null) await validateEndpoint(lifecycleNotificationUrl, newId(), validationLimitMs);
    subscriptions.requireRoom(resource, changeTypes);
    const tls = body.latestSupportedTlsVersion;
    const subscription: GraphSubscription = {
      id: newId(),
      resource,
      changeTypes,
      changeType: String(body.changeType),
      notificationUrl,
      lifecycleNotificationUrl,
      clientState,
      latestSupportedTlsVersion: typeof tls === 'string' ? tls : 'v1_2',
      expiresAt,
      isPaused: false,
    };
    subscriptions.put(subscription);
    return { status: 201, body: entity(request, subscription) };
  });

  router.on('GET', '/v1.0/subscriptions', (request) => {
    const value = subscriptions.list().map((subscription) => show(subscription, directory.applicationId));
    return { status: 200, body: { '@odata.context': `${request.url.origin}/v1.0/$metadata#subscriptions`, value } };
  });

  router.on('GET', '/v1.0/subscriptions/:id', (request) => ({ status: 200, body: entity(request, find(request)) }));

  router.on('PATCH', '/v1.0/subscriptions/:id', async (request) => {
    const subscription = find(request);
    const body = readJson(request);
    const other = Object.keys(body).find((name) => name !== 'expirationDateTime' && name !== 'notificationUrl');
    if (other !== undefined) throw invalidRequest(`The property '${other}' of a subscription cannot be updated.`);
    const { expirationDateTime, notificationUrl } = body;
    if (expirationDateTime === undefined && notificationUrl === undefined) {
      throw invalidRequest("An update of a subscription needs 'expirationDateTime' or 'notificationUrl'.");
    }
    const expiresAt =
      expirationDateTime === undefined ? subscription.expiresAt : parseExpiration(expirationDateTime, clock.now());
    const url =
      notificationUrl === undefined
        ? subscription.notificationUrl
        : parseNotificationUrl(notificationUrl, 'notificationUrl');
    if (url !== subscription.notificationUrl) await validateEndpoint(url, newId(), validationLimitMs);
    const updated = { ...subscription, expiresAt, notificationUrl: url, isPaused: false };
    subscriptions.put(updated);
    return { status: 200, body: entity(request, updated) };
  });

  router.on('DELETE', '/v1.0/subscriptions/:id', (request) => {
    subscriptions.delete(find(request).id);
    return noContent;
  });

  router.on('POST', '/v1.0/subscriptions/:id/reauthorize', (request) => {
    subscriptions.put({ ...find(request), isPaused: false });
    return noContent;
  });
}
