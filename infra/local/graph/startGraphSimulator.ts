import { randomUUID } from 'node:crypto';
import { createDemoTenant } from '../demo/createDemoTenant.ts';
import { Router } from '../http/router.ts';
import { type LocalServer, type LoggedRequest, startServer } from '../http/server.ts';
import { createGraphAnswers } from './answerGraph.ts';
import { ChangeLog } from './directory/changeLog.ts';
import { createDirectoryAccess, type DirectoryAccess } from './directory/directoryAccess.ts';
import { DirectoryState } from './directory/directoryState.ts';
import { seedDirectory, toSeed } from './directory/seedDirectory.ts';
import type { TenantSeed } from './directory/tenantSeed.ts';
import { createFaults, type Faults } from './faults.ts';
import { GraphError } from './graphError.ts';
import { createSaver, loadState, saveState } from './persistence.ts';
import { ResourceUnits } from './resourceUnits.ts';
import { addApplicationRoutes } from './routes/applications.ts';
import { addApplicationTemplateRoutes } from './routes/applicationTemplates.ts';
import { addAppRoleAssignmentRoutes } from './routes/appRoleAssignments.ts';
import { addBatchRoute } from './routes/batch.ts';
import { addClaimsPolicyRoutes } from './routes/claimsPolicies.ts';
import { addDeletedItemRoutes } from './routes/deletedItems.ts';
import { addDeltaRoutes } from './routes/delta.ts';
import { addDirectoryObjectRoutes } from './routes/directoryObjects.ts';
import { addGroupMemberRoutes } from './routes/groupMembers.ts';
import { addGroupRoutes } from './routes/groups.ts';
import { addMailRoutes } from './routes/mail.ts';
import { addMeRoutes } from './routes/me.ts';
import { addMemberOfRoutes } from './routes/memberOf.ts';
import { addPhotoRoutes } from './routes/photos.ts';
import { addServicePrincipalRoutes } from './routes/servicePrincipals.ts';
import { addSimulatorRoutes } from './routes/simulator.ts';
import { addSubscriptionRoutes } from './routes/subscriptions.ts';
import { addUserRoutes } from './routes/users.ts';
import type { SentMail, Services } from './services.ts';
import { type SimulatorClock, systemClock } from './simulatorClock.ts';
import { NotificationDelivery } from './subscriptions/notificationDelivery.ts';
import type { LifecycleEvent } from './subscriptions/notificationItem.ts';
import { type AnswerLimits, type Delivery, GRAPH_ANSWER_LIMITS } from './subscriptions/postJson.ts';
import { type GraphSubscription, SubscriptionStore } from './subscriptions/subscriptionStore.ts';

export interface GraphSimulatorOptions {
  /** 0, the default, for any free one. */
  readonly port?: number;
  /** The demo tenant when missing. Not looked at when `dataFile` exists. */
  readonly tenant?: TenantSeed;
  /** Divides Graph's own waits: pauses and window of redelivery, slow and drop states, windows of its limits. */
  readonly timeScale?: number;
  /** Keeps the tenant, its history and the subscriptions over restarts. */
  readonly dataFile?: string;
  /** How long endpoints may take to answer, in milliseconds; 3 s, 10 s and 10 s when missing. Not scaled. */
  readonly answerLimits?: Partial<AnswerLimits>;
  readonly clock?: SimulatorClock;
  /** 0 up to, but not with, 1. */
  readonly random?: () => number;
  readonly newId?: () => string;
}

/** A running simulator of Microsoft Graph: directory, delta queries, subscriptions and notifications over HTTP. */
export interface GraphSimulator {
  /** `http://127.0.0.1:<port>`; Graph's root is `${url}/v1.0`, the switchboard `${url}/_simulator`. */
  readonly url: string;
  readonly port: number;
  /** Every request that was answered, oldest first. */
  readonly requests: LoggedRequest[];
  /** Switches; change them at any time. */
  readonly faults: Faults;
  /** The directory without HTTP. */
  readonly directory: DirectoryAccess;
  /** Every POST to a notification endpoint, with the status it got. */
  readonly deliveries: readonly Delivery[];
  readonly mails: readonly SentMail[];
  /** The subscriptions in force. */
  subscriptions(): readonly GraphSubscription[];
  /** Sends a lifecycle notification; the HTTP status, 0 for no answer, `undefined` without a lifecycle endpoint. */
  sendLifecycle(subscriptionId: string, event: LifecycleEvent): Promise<number | undefined>;
  /** Holds the deliveries of a subscription until it is reauthorised or renewed. */
  pauseSubscription(subscriptionId: string): void;
  /** Resolves when no notification is waiting, on its way, or due for a retry. */
  delivered(): Promise<void>;
  close(): Promise<void>;
}

export async function startGraphSimulator(options: GraphSimulatorOptions = {}): Promise<GraphSimulator> {
  const { dataFile, timeScale = 1, clock = systemClock, random = Math.random, newId = randomUUID } = options;
  const saved = dataFile === undefined ? undefined : loadState(dataFile);
  const tenant = saved?.tenant ?? options.tenant ?? createDemoTenant({ users: 300 });
  const epoch = saved?.epoch ?? newId();
  const faults = createFaults();
  const limits = { ...GRAPH_ANSWER_LIMITS, ...options.answerLimits };

  const directory = new DirectoryState({
    ...tenant,
    clock,
    newId,
    lag: {
      // The lag counts from the notification, which may itself be late.
      replication: () => (faults.replicationLagMs > 0 ? faults.deliveryDelayMs + faults.replicationLagMs : 0),
      assignmentList: () => faults.assignmentListLagMs,
      memberList: () => faults.memberListLagMs,
      application: () => faults.applicationLagMs,
    },
    binSecurityGroups: () => faults.binSecurityGroups,
    log: new ChangeLog(saved?.changes, saved?.nextSequence),
  });
  seedDirectory(directory, tenant);

  const mails: SentMail[] = [...(saved?.mails ?? [])];
  const saver = createSaver(clock, () => {
    if (dataFile === undefined) return;
    saveState(dataFile, {
      version: 1,
      epoch,
      tenant: toSeed(directory),
      changes: directory.log.entries,
      nextSequence: directory.log.next,
      subscriptions: subscriptions.list(),
      mails,
    });
  });
  const touch = dataFile === undefined ? () => undefined : saver.touch;
  const subscriptions = new SubscriptionStore(clock, touch, saved?.subscriptions);
  const { tenantId } = tenant;
  const delivery = new NotificationDelivery({ tenantId, subscriptions, faults, clock, random, limits, timeScale });
  directory.onChange = touch;
  directory.log.onAppend((entry) => delivery.notify(entry));

  const services: Services = { directory, subscriptions, delivery, mails, faults, clock, random, newId, epoch };
  const server = await serve(services, limits, timeScale, options.port);
  if (dataFile !== undefined && !saved) touch();

  return {
    url: server.url,
    port: server.port,
    requests: server.requests,
    faults,
    directory: createDirectoryAccess(directory),
    deliveries: delivery.deliveries,
    mails,
    subscriptions: () => subscriptions.list(),
    sendLifecycle: (id, event) => delivery.sendLifecycle(id, event),
    pauseSubscription: (id) => {
      const subscription = subscriptions.get(id);
      if (subscription) subscriptions.put({ ...subscription, isPaused: true });
    },
    delivered: () => delivery.idle(),
    close: async () => {
      delivery.close();
      await server.close();
      saver.flush();
    },
  };
}

async function serve(
  services: Services,
  limits: AnswerLimits,
  timeScale: number,
  port: number | undefined,
): Promise<LocalServer> {
  const graph = new Router();
  const answers = createGraphAnswers(graph, services, new ResourceUnits(timeScale));
  addBatchRoute(graph, answers.answerInner, services.random);
  addDeltaRoutes(graph, services);
  addUserRoutes(graph, services);
  addGroupRoutes(graph, services);
  addGroupMemberRoutes(graph, services);
  addDeletedItemRoutes(graph, services);
  addApplicationTemplateRoutes(graph, services);
  addApplicationRoutes(graph, services);
  addServicePrincipalRoutes(graph, services);
  addClaimsPolicyRoutes(graph, services);
  addAppRoleAssignmentRoutes(graph, services);
  addMeRoutes(graph, services);
  addSubscriptionRoutes(graph, services, limits.validation);
  addMailRoutes(graph, services);
  addPhotoRoutes(graph, services);
  addMemberOfRoutes(graph, services);
  addDirectoryObjectRoutes(graph, services);
  const own = new Router();
  addSimulatorRoutes(own, services);

  return startServer(async (request) => {
    if (request.url.pathname.startsWith('/v1.0/')) return answers.answer(request);
    try {
      const { run } = own.find(request);
      return run ? await run() : { status: 404, body: 'Microsoft Graph is simulated under /v1.0.' };
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      return { status: error.status, body: { error: { message: error.message } } };
    }
  }, port);
}
