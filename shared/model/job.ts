import type { AlertKey, AlertNote } from './alert.ts';
import type { ObjectKind } from './change.ts';

/** States of the provisioning job as the status shows them. */
export type JobState = 'notConfigured' | 'active' | 'paused' | 'quarantine' | 'disabled';

export interface QuarantineCause {
  /** Entra's name, e.g. `EncounteredQuarantineException`. */
  readonly reason: QuarantineReason;
  readonly code: string;
  readonly message: string;
}

/** Entra's reasons (synchronizationQuarantine), as far as they can occur here. */
export type QuarantineReason =
  /** Slack or Entra refuses the credentials, the SCIM endpoint is none, or Slack does something else than it was told. */
  | 'EncounteredQuarantineException'
  /** Too large a share of all objects fails. */
  | 'EncounteredEscrowProportionThreshold'
  /** Too many objects fail, those that only lack a reference left out. */
  | 'EncounteredBaseEscrowThreshold'
  /** Too many objects fail, all in all. */
  | 'EncounteredTotalEscrowThreshold';

export interface Quarantine extends QuarantineCause {
  readonly since: string;
  /** Quarantines that follow each other within a day are one series; absent in documents of older versions. */
  readonly seriesBegan?: string;
  readonly seriesCount?: number;
  /** Objects that were let through to see whether writing works again. */
  readonly probe?: QuarantineProbe;
}

export interface QuarantineProbe {
  readonly sentAt: string;
  readonly objects: readonly { readonly kind: ObjectKind; readonly id: string }[];
}

/** A quarantine that is over. */
export interface PastQuarantine extends Pick<Quarantine, 'reason' | 'code'> {
  readonly leftAt: string;
  readonly seriesBegan: string;
  readonly seriesCount: number;
}

/** The documents of table `job`, by key. All dates are ISO 8601 in UTC. */
export interface JobDocuments {
  status: {
    readonly state: JobState;
    readonly since: string;
    readonly quarantine?: Quarantine;
    /** Who paused or started it; absent when the app did. */
    readonly by?: string;
    /** The last one that ended by itself or by a person; absent when there was none, or the job has been paused since. */
    readonly lastQuarantine?: PastQuarantine;
  };
  config: { readonly hash: string; readonly appVersion: string; readonly since: string };
  'delta-users': DeltaLink;
  'delta-groups': DeltaLink;
  'subscription-users': Subscription;
  'subscription-groups': Subscription;
  /** What the last assignment sweep saw; equal hash = nothing to compare. `size` is how many assignments were listed and believed. */
  assignments: { readonly hash: string; readonly readAt: string } & ListingMemory;
  /** How many users Entra listed when that was last believed. */
  userListing: ListingMemory;
  /** Accounts disabled without approval, by hour (`2026-11-22T23`, UTC). */
  deletionBudget: { readonly hours: Readonly<Record<string, number>> };
  /** Members taken out of groups without approval, likewise. */
  memberRemovalBudget: { readonly hours: Readonly<Record<string, number>> };
  deletionHold: DeletionHold;
  fullRequest: { readonly reason: string; readonly requestedAt: string };
  /** How the subscriptions were made: with which secret (a digest), and whose they replaced. */
  subscriptionSetup: {
    readonly secretDigest: string;
    /** Notification URL of a subscription that stood in the way, and when it was replaced (ISO 8601, UTC). */
    readonly replaced?: { readonly url: string; readonly at: string };
  };
  /** Lifecycle event (or `gap`) seen since the last renewal. */
  subscriptionAttention: { readonly event: string; readonly at: string };
  /** Of single sign-on to Slack; null when people do not sign in by SAML. */
  signingCertificate: { readonly expiresAt: string | null };
  'lease-fullCycle': Lease;
  'lease-sweep': Lease;
  'lease-subscriptions': Lease;
  'lease-token': Lease;
  /** Active managed objects as of the last count, and how long counting took. */
  entries: {
    readonly users: number;
    readonly groups: number;
    readonly countedAt: string;
    readonly tookMs: number;
  };
  /** `failingSince`: start of the first sweep in a row that had an error. */
  lastSweep: {
    readonly startedAt: string;
    readonly endedAt: string;
    readonly error?: string;
    readonly failingSince?: string;
  };
  health: Health;
  /** What administrators were told last. */
  alerts: { readonly [Key in AlertKey]?: AlertNote };
  /** Changes of which no notification told, by hour (`2026-11-22T23`, UTC). */
  notificationGaps: { readonly hours: Readonly<Record<string, number>>; readonly lastAt: string };
  /** Next free time per Slack budget, and whether writing is allowed at all. */
  budgets: Budgets;
}

export type JobKey = keyof JobDocuments;

export interface DeltaLink {
  /** Path and query only: the token is never sent to another origin. */
  readonly link: string;
  readonly obtainedAt: string;
  /** The `$select` it was made with; another one needs a new link. */
  readonly select: string;
}

export interface Subscription {
  readonly id: string;
  readonly resource: string;
  readonly expiresAt: string;
  readonly notificationUrl: string;
}

/** What is remembered of a listing to notice that the next one is suddenly much smaller. */
export interface ListingMemory {
  /** Size of the last listing that was believed; absent in documents of older versions. */
  readonly size?: number;
  /** A much smaller one that was seen since and is not believed yet. */
  readonly doubt?: ListingDoubt;
}

export interface ListingDoubt {
  readonly size: number;
  /** How often a listing of about this size was seen in a row. */
  readonly looks: number;
  /** First and last look, ISO 8601, UTC. */
  readonly since: string;
  readonly lookedAt: string;
}

/** Deletions wait for a person. All dates are ISO 8601 in UTC. */
export interface DeletionHold {
  /** When the first of those that wait was staged. */
  readonly since: string;
  /** When the last one was staged. Whoever decides about "all" decides about what was staged until then. */
  readonly stagedAt: string;
  /** Changes with each staging: proof that somebody has seen what they decide about. */
  readonly runId: string;
  readonly reason: string;
  /** How many were staged since `since`. */
  readonly count: number;
}

export interface Lease {
  readonly owner: string;
  readonly until: string;
}

export interface Budgets {
  /** Per budget the theoretical arrival time of the next request, milliseconds since the epoch. */
  readonly next: Readonly<Record<string, number>>;
  /** True while nothing may be written to Slack (paused, quarantine). Part of this row so that one conditional write checks both. */
  readonly hold: boolean;
}

/** How much of Slack's rate limits is used up: 0 is quiet, at 100 the next request has to wait. */
export interface BudgetUse {
  /** The highest of them. */
  readonly inUsePercent: number;
  /** By budget, the fullest first. */
  readonly budgets: readonly {
    readonly name: string;
    /** Requests a minute that are permitted, head-room taken off. */
    readonly perMinute: number;
    readonly inUsePercent: number;
    /** When the next request may go out if it has to wait, ISO 8601, UTC. */
    readonly freeAt: string | null;
  }[];
}

/** What the last sweep has counted. */
export interface Health {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly failures: FailureCount;
  /** Dead letters about which nothing has been done. */
  readonly openDeadLetters: number;
  /** When the newest of them was recorded, ISO 8601, UTC; null while there is none. */
  readonly newestDeadLetterAt: string | null;
  /** Null when the queue could not be looked at. */
  readonly queue: QueueDepth | null;
}

/** Failing objects, each counted once. */
export interface FailureCount {
  readonly count: number;
  /** Those of them that only lack somebody they refer to. */
  readonly references: number;
  /** Those that are not linked to anything in Slack. */
  readonly unlinked: number;
  /** When the first of those that still fail began to, ISO 8601, UTC; null when none fails. */
  readonly since: string | null;
  /** When the newest of them began to. */
  readonly newest: string | null;
  /** The most frequent reasons, with one object's text each. */
  readonly reasons: readonly { readonly code: string; readonly count: number; readonly reason: string }[];
}

/** How much is in queue `changes`. */
export interface QueueDepth {
  /** Messages that wait for a worker or are with one. */
  readonly activeMessages: number;
  /** Messages that are due later: bulk work of a cycle, retries. */
  readonly scheduledMessages: number;
  readonly deadLetterMessages: number;
  /** Since when the oldest active message has waited, ISO 8601, UTC; null while none does. */
  readonly oldestActiveAt: string | null;
  /** There is more than was counted, so that the figures are lower bounds. */
  readonly isPartial: boolean;
}

/** A cycle as the status shows it. */
export interface Cycle {
  readonly id: string;
  readonly kind: 'initial' | 'full';
  readonly phase: 'scanning' | 'provisioning' | 'ended' | 'failed';
  readonly reason: string;
  /** Source objects read. */
  readonly scanned: number;
  /** Distinct objects enqueued; 0 until the scan has ended. */
  readonly planned: number;
  readonly done: number;
  readonly failed: number;
  readonly skipped: number;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly error: string | null;
}

export type CycleResult = 'done' | 'failed' | 'skipped';
