import { APP_VERSION } from './compose/appVersion.ts';
import { type CompiledConfiguration, compileConfiguration } from './compose/compileConfiguration.ts';
import { describeConfiguration } from './compose/describeConfiguration.ts';
import {
  type EvaluatedExpression,
  type ExpressionProblem,
  type ExpressionToEvaluate,
  evaluateExpression,
} from './compose/evaluateExpression.ts';
import { type AppLogger, loggerOf } from './compose/logger.ts';
import { once } from './compose/once.ts';
import type { PreviewAnswer, PreviewRequest } from './compose/preview.ts';
import { recommendedAction } from './compose/recommendedAction.ts';
import { checkScopeSettings } from './config/checkScopeSettings.ts';
import { loadProvisioningConfig } from './config/provisioningConfig.ts';
import { readSettings } from './config/settings.ts';
import type { ReceivedNotifications } from './engine/acceptNotifications.ts';
import type { EngineDependencies } from './engine/dependencies.ts';
import { systemClock } from './engine/systemClock.ts';
import { parseNotifications } from './entra/notifications.ts';
import type { Change } from './model/change.ts';
import type { ConfigurationDescription } from './model/configurationDescription.ts';
import type { ConnectionTest } from './ports/connection.ts';
import type { BegunAuthorization, FinishedAuthorization, SlackAuthorization } from './ports/slackAuthorization.ts';
import { parseChange } from './queue/parseChange.ts';

export type { BegunAuthorization, FinishedAuthorization };
export { APP_VERSION };

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
  readonly schedules: CompiledConfiguration['schedules'];
  /** Parses a notification POST; throws ProvisioningError `invalid` when it is none. */
  parseNotifications(body: string): Promise<ReceivedNotifications>;
  /** Parses a message of queue `changes`; throws ProvisioningError `invalid` when it is none. */
  parseChange(message: unknown): Change;
  readonly admin: AdminAccess;
  evaluateExpression(given: ExpressionToEvaluate): EvaluatedExpression | { readonly problem: ExpressionProblem };
  /** The configuration in force, for people to read. */
  describeConfiguration(): ConfigurationDescription;
  /** What a person can do about a code of the log; null where there is nothing to do, or nothing known. */
  recommendedAction(code: string | null | undefined): string | null;
  /** What a full cycle would do, with the configuration in force or an edited one. */
  preview(request: PreviewRequest, logger: AppLogger): Promise<PreviewAnswer>;
  /** The little that taking in notifications needs: a cold start must not wait for Graph's or Slack's client. */
  intake(logger: AppLogger): Promise<Pick<EngineDependencies, 'queue' | 'job' | 'clock' | 'logger'>>;
  engine(logger: AppLogger): Promise<EngineDependencies>;
  /** Slack's OAuth, from an admin's click to the stored token. */
  slackAuthorization(): Promise<SlackAuthorization>;
  /** Looks whether Slack can be used as it is set up. */
  connection(): Promise<ConnectionTest>;
}

/**
 * The composition root: reads settings and `provisioning.json` at once, and loads an SDK when it is first used.
 * @param env the environment
 * @throws ConfigurationError listing everything that is wrong
 */
export function compose(env: Readonly<Record<string, string | undefined>>): Composition {
  const settings = readSettings(env);
  const config = loadProvisioningConfig(settings.provisioningConfigPath);
  checkScopeSettings(settings, config);
  const configuration = compileConfiguration(config, settings);
  const intake = once(async () => (await import('./compose/intake.ts')).createIntake(settings));
  const adapters = once(async () => {
    const { createAdapters } = await import('./compose/adapters.ts');
    return createAdapters(settings, configuration, await intake());
  });
  return {
    schedules: configuration.schedules,
    parseNotifications: async (body) => {
      const options = { tenantId: settings.tenantId, receivedAt: systemClock.now() };
      return parseNotifications(body, settings.graphClientState, options);
    },
    parseChange,
    admin: { auth: settings.adminAuth, platformSignIn: settings.platformSignIn },
    evaluateExpression,
    describeConfiguration: () => describeConfiguration(config, settings),
    recommendedAction,
    preview: async (request, appLogger) => {
      const { preview } = await import('./compose/preview.ts');
      const logger = loggerOf(appLogger);
      return preview(request, { ...(await adapters()), logger }, { settings, intake: await intake(), logger });
    },
    intake: async (logger) => ({ ...(await intake()), clock: systemClock, logger: loggerOf(logger) }),
    engine: async (logger) => ({ ...(await adapters()), logger: loggerOf(logger) }),
    slackAuthorization: async () => (await adapters()).slackAuthorization,
    connection: async () => (await adapters()).connection,
  };
}

let composed: Composition | undefined;

/** The composition of this process. Made when the first function file is loaded, so that a wrong setting stops the start. */
export function composition(): Composition {
  composed ??= compose(process.env);
  return composed;
}
