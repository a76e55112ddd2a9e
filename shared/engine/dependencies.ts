import type { AttributeValue } from '../model/attributes.ts';
import type { Budgets, BudgetUse } from '../model/job.ts';
import type { MappedGroup, MappedUser } from '../model/mapping.ts';
import type { SourceGroup } from '../model/source.ts';
import type { SourceView } from '../model/sourceAttributes.ts';
import type { TargetRule } from '../plan/compareAttributes.ts';
import type { DeletionLimit } from '../plan/deletionGuard.ts';
import type { QuarantineLimits } from '../plan/judgeQuarantine.ts';
import type { GroupPolicy } from '../plan/planGroup.ts';
import type { UserPolicy } from '../plan/planUser.ts';
import type { ChangeQueue } from '../ports/changeQueue.ts';
import type { Clock, Random } from '../ports/clock.ts';
import type { InsightStore } from '../ports/insightStore.ts';
import type { Logger } from '../ports/logger.ts';
import type { Mailer } from '../ports/mailer.ts';
import type { OnDemandStore } from '../ports/onDemandStore.ts';
import type { ProvisioningLog } from '../ports/provisioningLog.ts';
import type { QueueMonitor } from '../ports/queueMonitor.ts';
import type { Reservations } from '../ports/reservations.ts';
import type { BegunAuthorizations } from '../ports/slackAuthorization.ts';
import type { Source, Subscriptions } from '../ports/source.ts';
import type {
  AnchorStore,
  CycleStore,
  DeadLetterStore,
  DeletionStore,
  DirtyStore,
  EscrowStore,
  JobStore,
  ScopeStore,
  UnannouncedStore,
  WaitingStore,
} from '../ports/stores.ts';
import type { Target } from '../ports/target.ts';
import type { CycleProgress } from './cycleProgress.ts';
import type { InsightCounter } from './insightCounter.ts';
import type { JobGate } from './jobGate.ts';

/** The compiled user mapping, as the engine needs it. */
export interface UserMappingPort {
  map(view: SourceView, context: { readonly now: Date; readonly isUpdate?: boolean }): MappedUser;
  rule(target: string): TargetRule | undefined;
  readonly defaults: Readonly<Record<string, AttributeValue>>;
  readonly matching: readonly { readonly target: string }[];
  readonly targets: readonly string[];
  /** Targets whose values the log must not show (Entra's `Redact`). */
  readonly redacted: ReadonlySet<string>;
}

/** The compiled group mapping, as the engine needs it. */
export interface GroupMappingPort {
  map(group: SourceGroup, context: { readonly now: Date }): MappedGroup;
  rule(target: string): TargetRule | undefined;
  readonly defaults: Readonly<Record<string, AttributeValue>>;
  readonly matching: readonly { readonly target: string }[];
  /** Whether members are provisioned at all. */
  readonly mapsMembers: boolean;
  readonly redacted: ReadonlySet<string>;
}

/** `provisioning.json`, compiled. */
export interface EngineConfiguration {
  readonly hash: string;
  readonly appVersion: string;
  readonly scope: {
    readonly mode: 'assigned' | 'all';
    readonly defaultAccess: 'exclude' | 'include';
    readonly nestedGroups: 'ignore' | 'expand';
  };
  readonly users: {
    readonly mapping: UserMappingPort;
    readonly passesFilters: (view: SourceView) => { readonly passed: boolean; readonly details: unknown };
    readonly policy: UserPolicy;
    /** A mapping uses `[thumbnailPhoto]`, so that users are read with the ETag of their photo. */
    readonly readsPhotos: boolean;
    /** Entra ids, user principal names, e-mail addresses or Slack ids that are never disabled, lower-case. */
    readonly protect: ReadonlySet<string>;
  };
  readonly groups: {
    /** False: groups only say who is in scope. */
    readonly enabled: boolean;
    readonly mapping: GroupMappingPort;
    readonly passesFilters: (group: SourceGroup) => { readonly passed: boolean; readonly details: unknown };
    readonly policy: GroupPolicy;
  };
  readonly maxDeletions: DeletionLimit;
  readonly quarantine: QuarantineLimits & {
    /** Hours after its beginning when writing is tried again at the latest; the last one repeats. */
    readonly probeHours: readonly number[];
    /** A job so long in quarantine is switched off. */
    readonly disableAfterDays: number;
  };
  /** How long the provisioning log is kept. */
  readonly retentionDays: number;
  /** Members taken out of groups, in 24 hours; the share is of the active managed accounts, too. */
  readonly maxMemberRemovals: DeletionLimit;
  /** When the schedule asks for the next full cycle after a given one. */
  readonly nextFullCycle: (after: Date) => Date | null;
  /** When the schedule asks for the next sweep after a given time. */
  readonly nextSweep: (after: Date) => Date | null;
  readonly notificationUrl: string;
  /** Tells one `clientState` of the subscriptions from another, without telling it. */
  readonly secretDigest: string;
  /** Address of the page for administrators, for alerts. */
  readonly dashboardUrl: string;
}

/** What bulk work is spaced by. */
export type PacedOperation = 'createUser' | 'updateUser' | 'disableUser' | 'createGroup' | 'updateGroup';

/** Everything the engine works with; the composition root fills it. */
export interface EngineDependencies {
  readonly configuration: EngineConfiguration;
  readonly source: Source;
  readonly subscriptions: Subscriptions;
  readonly target: Target;
  readonly anchors: AnchorStore;
  readonly scope: ScopeStore;
  readonly waiting: WaitingStore;
  readonly escrows: EscrowStore;
  readonly dirty: DirtyStore;
  readonly deletions: DeletionStore;
  readonly deadLetters: DeadLetterStore;
  readonly unannounced: UnannouncedStore;
  readonly log: ProvisioningLog;
  readonly onDemand: OnDemandStore;
  readonly insightStore: InsightStore;
  readonly authorizations: BegunAuthorizations;
  readonly job: JobStore;
  readonly cycles: CycleStore;
  readonly queue: ChangeQueue;
  readonly queueMonitor: QueueMonitor;
  /** Ways to tell administrators something; none: nobody is told. */
  readonly mailers: readonly Mailer[];
  readonly reservations: Reservations;
  readonly gate: JobGate;
  readonly progress: CycleProgress;
  readonly insights: Pick<InsightCounter, 'count'>;
  /** Operations per second that Slack's limits permit, for spacing bulk work. */
  readonly permittedPerSecond: (operation: PacedOperation) => number;
  /** How much of Slack's budgets is used up at a time. */
  readonly budgetUse: (budgets: Budgets | undefined, now: Date) => BudgetUse;
  /** Makes ids of log entries that sort newest first. */
  readonly newLogId: (at: Date) => string;
  /** Distinguishes running instances: leases and counters carry it. */
  readonly instanceId: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}
