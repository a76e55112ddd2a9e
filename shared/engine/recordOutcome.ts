import { isProvisioningError } from '../errors/provisioningError.ts';
import type { Change } from '../model/change.ts';
import type { LogEntry } from '../model/logEntry.ts';
import type { Outcome } from '../model/outcome.ts';
import type { EngineDependencies } from './dependencies.ts';
import { FAILED, FAILED_TO_DISABLE, hasFailed, hasReservedDeletion } from './owedOutcome.ts';
import { redactOutcome } from './redactOutcome.ts';
import { escrowDelay } from './retryDelay.ts';
import type { Trace } from './trace.ts';

export interface Processed {
  readonly change: Change;
  readonly outcome: Outcome;
  readonly trace: Trace;
  readonly startedAt: Date;
  /** When the change was noticed; undefined when that is not known. */
  readonly noticedAt?: Date | undefined;
}

/** Causes whose unchanged outcomes say nothing new: every change shows up several times. */
const QUIET_CAUSES: ReadonlySet<Change['cause']> = new Set([
  'notification',
  'delta',
  'reference',
  'assignment',
  'full',
]);

/** Writes the provisioning log, and puts a failing object into escrow or takes it out. */
export async function recordOutcome(processed: Processed, dependencies: EngineDependencies): Promise<void> {
  const { change, outcome, trace, startedAt, noticedAt } = processed;
  const { clock, logger, newLogId, configuration, insights } = dependencies;
  await updateEscrow(processed, dependencies);
  if (saysNothingNew(processed) || (await wasSaidBefore(processed, dependencies))) return;
  insights.count(outcome, isNotified(change) ? noticedAt : undefined);
  const at = clock.now();
  const { redacted } = configuration[`${change.kind}s`].mapping;
  await append(
    {
      ...redactOutcome(outcome, redacted),
      id: newLogId(at),
      at,
      kind: change.kind,
      sourceId: change.id,
      displayName: trace.displayName,
      userPrincipalName: trace.userPrincipalName,
      // It may be a value that the configuration keeps out of the log.
      mail: redacted.size > 0 ? null : trace.mail,
      cause: change.cause,
      attempt: change.attempt,
      cycleId: change.cycleId ?? null,
      durationMs: at.getTime() - startedAt.getTime(),
    },
    dependencies,
  );
  const { kind, id, cause } = change;
  logger.event('provisioned', {
    ...{ kind, id, outcome: outcome.type, code: outcome.code ?? null, cause },
    latencyMs: noticedAt ? Math.max(0, at.getTime() - noticedAt.getTime()) : null,
    durationMs: at.getTime() - startedAt.getTime(),
  });
}

/** Somebody's change, of which Graph has told: what else is in the queue was put there at a time of our own choosing. */
function isNotified({ cause, noticedAt }: Change): boolean {
  return cause === 'notification' || (cause === 'delta' && noticedAt !== undefined);
}

/** Nothing has changed, or what is staged still is. */
function saysNothingNew({ change, outcome, trace }: Processed): boolean {
  if (!QUIET_CAUSES.has(change.cause)) return false;
  return outcome.type === 'unchanged' || trace.isRepeated;
}

/** Somebody is skipped for the reason that their newest entry gives already. Whoever asks on demand gets an entry of their own. */
async function wasSaidBefore({ change, outcome }: Processed, { log }: EngineDependencies): Promise<boolean> {
  if (outcome.type !== 'skipped' || change.cause === 'onDemand') return false;
  const newest = await log.newestOf(change.id);
  if (newest?.outcome !== 'skipped') return false;
  return newest.code === (outcome.code ?? null) && newest.reason === (outcome.reason ?? null);
}

/** An entry that the tables will never take must not hold up the provisioning. */
async function append(entry: LogEntry, { log, logger }: EngineDependencies): Promise<void> {
  try {
    await log.append(entry);
  } catch (error) {
    if (!isProvisioningError(error, 'invalid')) throw error;
    logger.error(`The log entry of ${entry.kind} ${entry.sourceId} (${entry.type}) is lost: ${error.message}`);
  }
}

async function updateEscrow({ change, outcome, trace }: Processed, dependencies: EngineDependencies): Promise<void> {
  const { escrows, clock } = dependencies;
  if (outcome.type !== 'failed') {
    if (change.cause === 'retry' || mayBeEscrowed(trace)) await escrows.remove(change.kind, change.id);
    return;
  }
  const isLinked = await markFailed(change, dependencies);
  const previous = await escrows.read(change.kind, change.id);
  const attempts = (previous?.attempts ?? 0) + 1;
  const now = clock.now();
  const failedAt = now.toISOString();
  // A message that could not be processed does not tell whom it was about, an earlier one may have.
  const known = previous?.failure;
  const displayName = trace.displayName ?? known?.displayName ?? null;
  const userPrincipalName = trace.userPrincipalName ?? known?.userPrincipalName ?? null;
  await escrows.put({
    kind: change.kind,
    id: change.id,
    code: outcome.code ?? 'InternalError',
    reason: outcome.reason ?? '',
    attempts,
    nextAttemptAt: new Date(now.getTime() + escrowDelay(attempts)).toISOString(),
    failure: { since: known?.since ?? failedAt, failedAt, isLinked, displayName, userPrincipalName },
  });
}

/** Spares the common update a table operation: an object without an anchor may be in escrow, a linked one only if its anchor says so. */
function mayBeEscrowed({ anchor }: Trace): boolean {
  return !anchor || hasFailed(anchor);
}

/** @returns whether the object is linked */
async function markFailed({ kind, id }: Change, { anchors }: EngineDependencies): Promise<boolean> {
  const anchor = await anchors.read(kind, id);
  if (!anchor || hasFailed(anchor)) return anchor !== undefined;
  const lastOutcome = hasReservedDeletion(anchor) ? FAILED_TO_DISABLE : FAILED;
  await anchors.update({ ...anchor, lastOutcome });
  return true;
}
