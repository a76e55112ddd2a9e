import { configurationHash } from '../config/configurationHash.ts';
import type { ProvisioningConfig } from '../config/provisioningConfig.ts';
import type { Settings } from '../config/settings.ts';
import { usedSourceAttributes } from '../mapping/usedSourceAttributes.ts';
import type {
  ConfigurationDescription,
  DescribedMapping,
  DescribedObject,
  EnvironmentDescription,
} from '../model/configurationDescription.ts';
import { GROUP_TARGET_ATTRIBUTES } from '../model/groupAttributes.ts';
import type { AttributeMapping } from '../model/mapping.ts';
import { type TargetAttribute, USER_TARGET_ATTRIBUTES } from '../model/targetAttributes.ts';
import { APP_VERSION } from './appVersion.ts';

/** The configuration in force for people to read; without secrets. */
export function describeConfiguration(config: ProvisioningConfig, settings: Settings): ConfigurationDescription {
  const { enabled, scope, users, groups, safety, quarantine, schedules, pacing, notify, logs } = config;
  const slackWebhook = settings.notifySlackWebhook ?? notify.slackWebhook;
  return {
    hash: configurationHash(config),
    appVersion: APP_VERSION,
    ...{ enabled, scope, safety, quarantine, schedules, pacing, logs },
    users: describeObject(users, USER_TARGET_ATTRIBUTES),
    groups: { ...describeObject(groups, GROUP_TARGET_ATTRIBUTES), enabled: groups.enabled, drift: groups.drift },
    notify: {
      email: notify.email,
      slackWebhook: slackWebhook === undefined ? null : `${new URL(slackWebhook).origin}/…`,
    },
    environment: describeEnvironment(settings),
  };
}

function describeEnvironment(settings: Settings): EnvironmentDescription {
  const { keyVaultUrl, slackToken, slackOAuth } = settings;
  const stored = keyVaultUrl === undefined ? 'file' : 'keyVault';
  return {
    tenantId: settings.tenantId ?? null,
    servicePrincipalId: settings.slackAppServicePrincipalId ?? null,
    graph: settings.graphBaseUrl,
    slack: settings.slackScimBaseUrl,
    slackTokenFrom: slackToken === undefined ? stored : 'setting',
    canAuthorizeSlack: slackOAuth.clientId !== undefined,
    notificationUrl: settings.notificationUrl,
    notifySender: settings.notifySender ?? null,
    adminAuth: settings.adminAuth,
  };
}

type ObjectConfig = Pick<ProvisioningConfig['users'], 'filters' | 'mappings'> & { readonly actions: readonly string[] };

function describeObject(
  { actions, filters, mappings }: ObjectConfig,
  targets: ReadonlyMap<string, TargetAttribute>,
): DescribedObject {
  return { actions, filters, mappings: mappings.map((mapping) => describeMapping(mapping, targets)) };
}

function describeMapping(mapping: AttributeMapping, targets: ReadonlyMap<string, TargetAttribute>): DescribedMapping {
  const { target, source = null, match = null, apply = 'always', whenEmpty = 'clear' } = mapping;
  const attribute = targets.get(target);
  return {
    ...{ target, source, match, apply, whenEmpty, default: mapping.default ?? null },
    type: attribute?.type ?? 'String',
    description: attribute?.description ?? '',
    required: attribute?.required ?? false,
    kind: kindOf(source),
    attributes: [...usedSourceAttributes({ mappings: [mapping], filters: [] })],
  };
}

function kindOf(source: string | null): DescribedMapping['kind'] {
  if (source === null) return 'none';
  if (/^\s*\[[^\]]*\]\s*$/u.test(source)) return 'direct';
  return /^\s*"[^"]*"\s*$/u.test(source) ? 'constant' : 'expression';
}
