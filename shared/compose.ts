import { type AppLogger, loggerOf } from './compose/logger.ts';
import { once } from './compose/once.ts';
import type { PreviewAnswer, PreviewRequest } from './compose/preview.ts';
import { checkScopeSettings } from './config/checkScopeSettings.ts';
import type { ProvisioningConfig } from './config/provisioningConfig.ts';
import { readConfiguration } from './config/readConfiguration.ts';
import { readSettings } from './config/settings.ts';
import type { NotificationIntake, ReceivedNotifications } from './engine/acceptNotifications.ts';
import type { EngineDependencies } from './engine/dependencies.ts';
import { systemClock } from './engine/systemClock.ts';
import type { Change } from './model/change.ts';
import type { ConfigurationDescription } from './model/configurationDescription.ts';
import type { ConnectionTest } from './ports/connection.ts';
import type { BegunAuthorization, FinishedAuthorization, SlackAuthorization } from './ports/slackAuthorization.ts';

export type { BegunAuthorization, FinishedAuthorization };

/** Who may call the admin routes. */
export interface AdminAccess {
  /** `key`: whoever shows a function key. `entra`: people with an app role, signed in by the platform. */
  readonly auth: 'key' | 'entra';
  /** App Service authentication stands in front of the app, so that its headers can be believed. */
  readonly platformSignIn: boolean;
}

/** What the functions need, made from the environment. */
export interface Composition {
  /** Schedules of the timers, NCRONTAB in UTC. */
  readonly schedules: ProvisioningConfig['schedules'];
  /** Parses a notification POST; throws ProvisioningError `invalid` when it is none. */
  parseNotifications(body: string): Promise<ReceivedNotifications>;
  /** Parses a message of queue `changes`; throws ProvisioningError `invalid` when it is none. */
  parseChange(message: unknown): Promise<Change>;
  readonly admin: AdminAccess;
  /** The configuration in force, for people to read. */
  describeConfiguration(): Promise<ConfigurationDescription>;
  /** What a full cycle would do, with the configuration in force or an edited one. */
  preview(request: PreviewRequest, logger: AppLogger): Promise<PreviewAnswer>;
  /** The little that taking in notifications needs: Graph must not wait for the engine, its clients or the tables. */
  intake(logger: AppLogger): Promise<NotificationIntake>;
  engine(logger: AppLogger): Promise<EngineDependencies>;
  /** Slack's OAuth, from an admin's click to the stored token. */
  slackAuthorization(): Promise<SlackAuthorization>;
  /** Looks whether Slack can be used as it is set up. */
  connection(): Promise<ConnectionTest>;
}

/**
 * The composition root: reads settings and `provisioning.json` at once, and loads whatever else when it is first used.
 * @param env the environment
 * @throws ConfigurationError listing everything that is wrong
 */
async function compose(env: Readonly<Record<string, string | undefined>>): Promise<Composition> {
  const settings = readSettings(env);
  const config = await readConfiguration(settings.provisioningConfigPath);
  checkScopeSettings(settings, config);
  const openQueue = once(async () => (await import('./compose/queue.ts')).openQueue(settings));
  const openTables = once(async () => (await import('./compose/tables.ts')).openTables(settings));
  const connections = async () => {
    const [queue, { tables }] = await Promise.all([openQueue(), openTables()]);
    return { ...queue, tables };
  };
  const adapters = once(async () => {
    const { createAdapters } = await import('./compose/adapters.ts');
    return createAdapters(settings, config, await connections());
  });
  return {
    schedules: config.schedules,
    parseNotifications: async (body) => {
      const options = { tenantId: settings.tenantId, receivedAt: systemClock.now() };
      const { parseNotifications } = await import('./entra/notifications.ts');
      return parseNotifications(body, settings.graphClientState, options);
    },
    parseChange: async (message) => (await import('./queue/parseChange.ts')).parseChange(message),
    admin: { auth: settings.adminAuth, platformSignIn: settings.platformSignIn },
    describeConfiguration: async () => {
      const { describeConfiguration } = await import('./compose/describeConfiguration.ts');
      return describeConfiguration(config, settings);
    },
    preview: async (request, appLogger) => {
      const { preview } = await import('./compose/preview.ts');
      const logger = loggerOf(appLogger);
      return preview(
        request,
        { ...(await adapters()), logger },
        { settings, connections: await connections(), logger },
      );
    },
    intake: async (logger) => ({
      queue: (await openQueue()).queue,
      job: async () => (await openTables()).job,
      clock: systemClock,
      logger: loggerOf(logger),
    }),
    engine: async (logger) => ({ ...(await adapters()), logger: loggerOf(logger) }),
    slackAuthorization: async () => (await adapters()).slackAuthorization,
    connection: async () => (await adapters()).connection,
  };
}

let composed: Composition | undefined;

/**
 * Begins the process: what registering the functions needs, and everything they will need once they are called.
 * @throws ConfigurationError listing everything that is wrong, which stops the start
 */
export async function start(): Promise<Composition> {
  composed = await compose(process.env);
  return composed;
}

/** The composition of this process, which has been started. */
export function composition(): Composition {
  if (!composed) throw new Error('The app has not been started.');
  return composed;
}
