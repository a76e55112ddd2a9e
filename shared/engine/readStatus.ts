import type { StagedDeletion } from '../model/deletion.ts';
import type { BudgetUse, Cycle, FailureCount, Health, JobDocuments, Quarantine, QueueDepth } from '../model/job.ts';
import { type CertificateVerdict, judgeSigningCertificate } from '../plan/judgeSigningCertificate.ts';
import { type AlertStatus, alertStatus } from './alertStatus.ts';
import { countEntries } from './countEntries.ts';
import { readPending } from './deletionHold.ts';
import type { EngineDependencies } from './dependencies.ts';
import { type Heartbeat, heartbeatOf } from './heartbeat.ts';
import { gapsIn } from './notificationGap.ts';
import { nextAttemptOf } from './quarantineByFailures.ts';

/** What `GET /api/status` answers. */
export interface Status {
  readonly state: JobDocuments['status']['state'];
  /** Since when, and who paused or started it; null when nobody ever did. */
  readonly stateChange: { readonly since: string; readonly by: string | null } | null;
  readonly cycle: (Cycle & { readonly percent: number }) | null;
  readonly lastCycles: readonly Cycle[];
  /** Active managed accounts and groups as of the last count. */
  readonly entries: { readonly users: number; readonly groups: number };
  /** Kept when the job was switched off because of it. */
  readonly quarantine: (Quarantine & { readonly nextAttempt: string | null }) | null;
  readonly stagedDeletions: StagedDeletions;
  readonly subscriptions: readonly JobDocuments['subscription-users'][];
  readonly lastSweep: JobDocuments['lastSweep'] | null;
  /** Whether the app is alive, and when it looked last. */
  readonly heartbeat: Heartbeat;
  /** Changes of which no notification told within a quarter of an hour, so that a sweep had to find them. */
  readonly notificationGap: { readonly last24Hours: number; readonly lastAt: string | null };
  /** Failing objects as of the last sweep; `GET /api/escrows` lists them. */
  readonly escrows: Pick<FailureCount, 'count' | 'since' | 'reasons'>;
  /** Messages that could not be processed and about which nothing was done; `GET /api/deadletters` lists them. */
  readonly deadLetters: { readonly open: number };
  /** Queue `changes` as of the last sweep; null when it could not be looked at. */
  readonly queue: QueueDepth | null;
  /** How administrators are told what is wrong, and what has not reached them yet. */
  readonly alerts: AlertStatus;
  /** How much of Slack's rate limits is used up now. */
  readonly slackBudget: BudgetUse;
  /** Of single sign-on to Slack, looked at every six hours: when it runs out, and whether it has to be renewed; null without SAML. */
  readonly signingCertificate: (CertificateVerdict & { readonly expiresAt: string }) | null;
}

/** Accounts that would be disabled, but for the limit. */
export interface StagedDeletions {
  /** How many wait for a decision. */
  readonly pending: number;
  /** Since when, why, and what to send with a decision about "all"; null while none waits. */
  readonly since: string | null;
  readonly reason: string | null;
  readonly runId: string | null;
  /** The first hundred. */
  readonly items: readonly StagedDeletion[];
}

const SHOWN_DELETIONS = 100;

/** The job at a glance, in a handful of table operations, and a count of the anchors now and then. */
export async function readStatus(dependencies: EngineDependencies): Promise<Status> {
  const { job, cycles, gate, clock, budgetUse } = dependencies;
  const [documents, recent] = await Promise.all([job.readAll(), cycles.recent(10)]);
  const pending = documents.deletionHold ? await readPending(dependencies) : [];
  const [newest] = recent;
  const cycle = newest && (await withLiveCounters(newest, cycles));
  const { users, groups } = await countEntries(documents.entries, newest, dependencies);
  return {
    state: gate.stateOf(documents.status),
    stateChange: documents.status ? { since: documents.status.since, by: documents.status.by ?? null } : null,
    cycle: cycle ? { ...cycle, percent: percentOf(cycle) } : null,
    lastCycles: recent,
    entries: { users, groups },
    quarantine: quarantineOf(documents.status, dependencies),
    stagedDeletions: stagedDeletions(pending, documents.deletionHold),
    subscriptions: [documents['subscription-users'], documents['subscription-groups']].filter(
      (item) => item !== undefined,
    ),
    lastSweep: documents.lastSweep ?? null,
    heartbeat: heartbeatOf(documents.lastSweep, dependencies),
    notificationGap: {
      last24Hours: gapsIn(documents.notificationGaps?.hours ?? {}, clock.now()),
      lastAt: documents.notificationGaps?.lastAt ?? null,
    },
    escrows: escrowsIn(documents.health),
    deadLetters: { open: documents.health?.openDeadLetters ?? 0 },
    queue: documents.health?.queue ?? null,
    alerts: alertStatus(documents.alerts, dependencies),
    slackBudget: budgetUse(documents.budgets, clock.now()),
    signingCertificate: signingCertificate(documents.signingCertificate?.expiresAt, clock.now()),
  };
}

function stagedDeletions(pending: readonly StagedDeletion[], hold: JobDocuments['deletionHold'] | undefined) {
  const { since = null, reason = null, runId = null } = pending.length > 0 && hold ? hold : {};
  return { pending: pending.length, since, reason, runId, items: pending.slice(0, SHOWN_DELETIONS) };
}

/** `nextAttempt`: when writing is tried again at the latest. */
function quarantineOf(
  status: JobDocuments['status'] | undefined,
  dependencies: EngineDependencies,
): Status['quarantine'] {
  if (!status?.quarantine) return null;
  const next = status.state === 'quarantine' ? nextAttemptOf(status.quarantine, dependencies) : undefined;
  return { ...status.quarantine, nextAttempt: next?.toISOString() ?? null };
}

function signingCertificate(expiresAt: string | null | undefined, now: Date): Status['signingCertificate'] {
  return expiresAt ? { expiresAt, ...judgeSigningCertificate(new Date(expiresAt), now) } : null;
}

function escrowsIn(health: Health | undefined): Status['escrows'] {
  const { count = 0, since = null, reasons = [] } = health?.failures ?? {};
  return { count, since, reasons };
}

async function withLiveCounters(cycle: Cycle, cycles: EngineDependencies['cycles']): Promise<Cycle> {
  if (cycle.phase !== 'provisioning') return cycle;
  return { ...cycle, ...(await cycles.counters(cycle.id)) };
}

/** 100 when nothing was planned; failures and skips count as dealt with. */
export function percentOf(cycle: Cycle): number {
  if (cycle.phase === 'scanning') return 0;
  if (cycle.phase === 'ended' || cycle.planned === 0) return 100;
  return Math.min(99, Math.floor((100 * (cycle.done + cycle.failed + cycle.skipped)) / cycle.planned));
}
