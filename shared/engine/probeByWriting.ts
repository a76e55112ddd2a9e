import { type Change, messageIdOf } from '../model/change.ts';
import type { Quarantine, QuarantineProbe } from '../model/job.ts';
import type { Escrow } from '../ports/stores.ts';
import { isFailing } from './countFailures.ts';
import type { EngineDependencies } from './dependencies.ts';
import { leaveQuarantine } from './leaveQuarantine.ts';
import { nextAttemptOf } from './quarantineByFailures.ts';

/** Objects that are let through at a time. */
const SAMPLE = 3;
/** Time between two samples, and the longest time that one is waited for. */
const REST_MS = 5 * 60_000;

/**
 * In quarantine because too many objects fail: every few minutes a few of them are let through. When most of those succeed, the
 * cause is gone. At the steps of the schedule the job is let go on in any case: it comes back if the cause persists.
 */
export async function probeByWriting(quarantine: Quarantine, dependencies: EngineDependencies): Promise<void> {
  const { clock, gate, queue } = dependencies;
  const now = clock.now();
  const latest = nextAttemptOf(quarantine, dependencies);
  if (latest && latest <= now) return leaveQuarantine(quarantine, 'the time for another try has come', dependencies);
  const { probe, since } = quarantine;
  if (probe) {
    const { succeeded, open } = await resultOf(probe, dependencies);
    if (succeeded * 2 > probe.objects.length) {
      return leaveQuarantine(quarantine, 'objects that failed can be written again', dependencies);
    }
    if (now.getTime() - Date.parse(probe.sentAt) < REST_MS || (open > 0 && !isOverdue(probe, now))) return;
  }
  const objects = await takeSample(now, dependencies);
  if (objects.length === 0) return leaveQuarantine(quarantine, 'nothing fails any more', dependencies);
  await queue.send(
    objects.map(({ kind, id }) => {
      const change: Change = { v: 1, kind, id, cause: 'retry', attempt: 0, probe: true };
      return { change, messageId: messageIdOf(change, `q-${now.getTime().toString(36)}`) };
    }),
  );
  await gate.amend(since, (stored) => ({ ...stored, probe: { sentAt: now.toISOString(), objects } }));
}

/** A sample whose messages got lost does not hold up the next one. */
function isOverdue({ sentAt }: QuarantineProbe, now: Date): boolean {
  return now.getTime() - Date.parse(sentAt) > 3 * REST_MS;
}

async function resultOf(
  { objects, sentAt }: QuarantineProbe,
  { escrows }: EngineDependencies,
): Promise<{ succeeded: number; open: number }> {
  const result = { succeeded: 0, open: 0 };
  for (const { kind, id } of objects) {
    const escrow = await escrows.read(kind, id);
    if (!escrow || !isFailing(escrow)) result.succeeded += 1;
    else if (escrow.failure.failedAt < sentAt) result.open += 1;
  }
  return result;
}

/** Other objects each time, whatever their number. */
async function takeSample(now: Date, { escrows }: EngineDependencies): Promise<readonly Pick<Escrow, 'kind' | 'id'>[]> {
  const failing: Pick<Escrow, 'kind' | 'id'>[] = [];
  for await (const page of escrows.list()) {
    failing.push(...page.filter(isFailing).map(({ kind, id }) => ({ kind, id })));
  }
  const start = (Math.floor(now.getTime() / REST_MS) * SAMPLE) % Math.max(1, failing.length);
  return [...failing.slice(start), ...failing.slice(0, start)].slice(0, SAMPLE);
}
