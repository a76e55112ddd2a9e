import { randomUUID } from 'node:crypto';
import type { ProvisioningConfig } from '../config/provisioningConfig.ts';
import type { Settings } from '../config/settings.ts';
import { CycleProgress } from '../engine/cycleProgress.ts';
import type { EngineDependencies } from '../engine/dependencies.ts';
import { InsightCounter } from '../engine/insightCounter.ts';
import { JobGate } from '../engine/jobGate.ts';
import { systemClock } from '../engine/systemClock.ts';
import { withLease } from '../engine/withLease.ts';
import { examineGraph } from '../entra/examineGraph.ts';
import { createGraphClient } from '../entra/graphClient.ts';
import { createGraphCredential } from '../entra/graphCredential.ts';
import { requiredPermissions } from '../entra/requiredPermissions.ts';
import { createSource } from '../entra/source.ts';
import { createSubscriptions } from '../entra/subscriptions.ts';
import { createLogIds } from '../model/logId.ts';
import type { BudgetStore } from '../ports/budgetStore.ts';
import type { ConnectionCheck, ConnectionTest } from '../ports/connection.ts';
import type { SlackAuthorization } from '../ports/slackAuthorization.ts';
import type { JobStore } from '../ports/stores.ts';
import { createConnectionTest } from '../slack/connection/createConnectionTest.ts';
import { createSlackTarget } from '../slack/createSlackTarget.ts';
import { createSlackAuthorization } from '../slack/oauth/createSlackAuthorization.ts';
import { budgetUse } from '../slack/pacing/budgetUse.ts';
import { createPacer } from '../slack/pacing/createPacer.ts';
import { slackRates } from '../slack/pacing/slackRates.ts';
import { compileConfiguration } from './compileConfiguration.ts';
import { createMailers } from './mailers.ts';
import type { Queue } from './queue.ts';
import { createSecrets, createSlackToken } from './slackToken.ts';
import { createStores } from './stores.ts';
import type { OpenTables } from './tables.ts';

/** What the engine shares with the intake of notifications. */
export type Connections = Queue & Pick<OpenTables, 'tables'>;

/** What is made once per process. */
export interface Adapters extends Omit<EngineDependencies, 'logger'> {
  readonly connection: ConnectionTest;
  readonly slackAuthorization: SlackAuthorization;
}

/** Compiles the configuration, once per process, and puts the concrete adapters behind the engine's ports. */
export async function createAdapters(
  settings: Settings,
  config: ProvisioningConfig,
  { queue, queueMonitor, tables }: Connections,
): Promise<Adapters> {
  const configuration = compileConfiguration(config, settings);
  const instanceId = randomUUID();
  const clock = systemClock;
  const random = Math.random;
  const credential = createGraphCredential(settings, clock);
  const client = createGraphClient({ baseUrl: settings.graphBaseUrl, credential, clock, random });
  const subscriptions = createSubscriptions(client, {
    notificationUrl: settings.notificationUrl,
    clientState: settings.graphClientState,
  });
  const rates = slackRates({ headRoomPercent: configuration.headRoomPercent, rateScale: settings.slackRateScale });
  const stores = createStores(tables);
  const secrets = await createSecrets(settings);
  const token = createSlackToken(settings, secrets, clock, (work) =>
    withLease('lease-token', { job: stores.job, clock, instanceId }, work),
  );
  const pacer = createPacer({ store: budgetStore(stores.job), rates, clock, random });
  const slackConnection = createConnectionTest({
    scimBaseUrl: settings.slackScimBaseUrl,
    oauthBaseUrl: settings.slackOAuth.baseUrl,
    token,
    pacer,
    clock,
  });
  return {
    configuration: configuration.engine,
    source: createSource(client, {
      servicePrincipalId: settings.slackAppServicePrincipalId,
      photos: configuration.reads.photos,
      extensionProperties: configuration.reads.userExtensions,
      groupExtensionProperties: configuration.reads.groupExtensions,
    }),
    subscriptions,
    target: createSlackTarget({ baseUrl: settings.slackScimBaseUrl, token, pacer, clock }),
    connection: bothSides(
      () =>
        examineGraph({
          credential,
          scope: `${settings.graphBaseUrl}/.default`,
          permissions: requiredPermissions({ photos: configuration.reads.photos, hiddenGroups: false, mail: false }),
          subscriptions,
          notificationUrl: settings.notificationUrl,
          clock,
        }),
      slackConnection,
    ),
    slackAuthorization: createSlackAuthorization({
      baseUrl: settings.slackOAuth.baseUrl,
      clientId: settings.slackOAuth.clientId,
      clientSecret: settings.slackOAuth.clientSecret,
      redirectUri: settings.slackRedirectUri,
      hasFixedToken: settings.slackToken !== undefined,
      secrets,
      begun: stores.authorizations,
      connection: slackConnection,
      clock,
    }),
    ...stores,
    queue,
    queueMonitor,
    mailers: createMailers(settings, configuration.notify, { credential, clock, random }),
    reservations: pacer,
    gate: new JobGate(stores.job, clock, configuration.enabled),
    progress: new CycleProgress(stores.cycles, clock, instanceId),
    insights: new InsightCounter(stores.insightStore, clock, instanceId),
    permittedPerSecond: (operation) => rates.permittedPerSecond(operation),
    budgetUse: (budgets, now) => budgetUse(budgets, now, rates),
    newLogId: createLogIds(random),
    instanceId,
    clock,
    random,
  };
}

/** Entra's side first; what is wrong there has nothing to do with Slack's. */
function bothSides(lookAtGraph: () => Promise<readonly ConnectionCheck[]>, slack: ConnectionTest): ConnectionTest {
  return {
    async run() {
      const [graphChecks, report] = await Promise.all([lookAtGraph(), slack.run()]);
      const checks = [...graphChecks, ...report.checks];
      return { ...report, ok: checks.every(({ result }) => result !== 'failed'), checks };
    },
  };
}

/** Slack's budgets are one document of the job. */
function budgetStore(job: JobStore): BudgetStore {
  return {
    read: () => job.read('budgets'),
    write: (value, etag) => job.write('budgets', value, etag),
  };
}
