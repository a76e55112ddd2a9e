import { createHash } from 'node:crypto';
import { Cron } from 'croner';
import { configurationHash } from '../config/configurationHash.ts';
import type { ProvisioningConfig } from '../config/provisioningConfig.ts';
import type { Settings } from '../config/settings.ts';
import type { EngineConfiguration } from '../engine/dependencies.ts';
import { compileGroupMapping } from '../mapping/compileGroupMapping.ts';
import { compileUserMapping } from '../mapping/compileUserMapping.ts';
import { usedSourceAttributes } from '../mapping/usedSourceAttributes.ts';
import { GROUP_SOURCES } from '../model/groupAttributes.ts';
import { isDirectoryExtension } from '../model/sourceAttribute.ts';
import { compileFilters } from '../scoping/compileFilters.ts';
import { APP_VERSION } from './appVersion.ts';

/** `provisioning.json`, ready to be used. */
export interface CompiledConfiguration {
  /** False: nothing is written to Slack. */
  readonly enabled: boolean;
  readonly engine: EngineConfiguration;
  /** Schedules of the timers, NCRONTAB in UTC. */
  readonly schedules: ProvisioningConfig['schedules'];
  /** Share of Slack's limits left to other SCIM apps, in percent. */
  readonly headRoomPercent: number;
  /** Who is told when something is wrong. */
  readonly notify: ProvisioningConfig['notify'];
  /** What mappings and filters need of Graph beyond its usual properties. */
  readonly reads: {
    readonly photos: boolean;
    /** Names of directory extensions. */
    readonly userExtensions: readonly string[];
    readonly groupExtensions: readonly string[];
  };
}

/** Compiles mappings and filters. */
export function compileConfiguration(config: ProvisioningConfig, settings: Settings): CompiledConfiguration {
  const filters = compileFilters(config.users.filters);
  const groupFilters = compileFilters(config.groups.filters, GROUP_SOURCES);
  const usedOfUsers = usedSourceAttributes(config.users);
  const readsPhotos = usedOfUsers.has('thumbnailPhoto');
  const cron = (schedule: string) => new Cron(schedule, { paused: true, timezone: 'UTC', domAndDow: true });
  const [fullCycle, sweep] = [cron(config.schedules.fullCycle), cron(config.schedules.sweep)];
  return {
    enabled: config.enabled,
    schedules: config.schedules,
    headRoomPercent: config.pacing.headroomPercent,
    notify: config.notify,
    reads: {
      photos: readsPhotos,
      userExtensions: [...usedOfUsers].filter(isDirectoryExtension),
      groupExtensions: [...usedSourceAttributes(config.groups)].filter(isDirectoryExtension),
    },
    engine: {
      hash: configurationHash(config),
      appVersion: APP_VERSION,
      scope: config.scope,
      users: {
        mapping: compileUserMapping(config.users.mappings),
        passesFilters: (view) => {
          const { passed, clauses } = filters.evaluate(view);
          return { passed, details: clauses };
        },
        policy: {
          actions: config.users.actions,
          leaver: config.safety.leaver,
          disabledInSlack: config.safety.disabledInSlack,
        },
        readsPhotos,
        protect: new Set(config.safety.protect.map((name) => name.toLowerCase())),
      },
      groups: {
        enabled: config.groups.enabled,
        mapping: compileGroupMapping(config.groups.mappings),
        passesFilters: (group) => {
          const { passed, clauses } = groupFilters.evaluate(group);
          return { passed, details: clauses };
        },
        policy: { actions: config.groups.actions, drift: config.groups.drift },
      },
      maxDeletions: config.safety.maxDeletions,
      quarantine: {
        ...config.quarantine,
        probeHours: config.quarantine.probeHours.toSorted((one, other) => one - other),
      },
      retentionDays: config.logs.retentionDays,
      maxMemberRemovals: config.safety.maxMemberRemovals,
      nextFullCycle: (after) => fullCycle.nextRun(after),
      nextSweep: (after) => sweep.nextRun(after),
      notificationUrl: settings.notificationUrl,
      secretDigest: createHash('sha256').update(settings.graphClientState).digest('hex').slice(0, 16),
      dashboardUrl: new URL('/api/dashboard', settings.notificationUrl).href,
    },
  };
}
