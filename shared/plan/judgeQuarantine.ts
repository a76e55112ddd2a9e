import type { FailureCount, QuarantineCause } from '../model/job.ts';

/** When a job goes into quarantine because of failing objects: the numbers of Entra's quarantine, see `provisioning.json`. */
export interface QuarantineLimits {
  readonly minFailures: number;
  readonly percent: number;
  readonly maxFailures: number;
  readonly maxFailuresWithReferences: number;
}

/** Fewer failures than this are never judged by their share, however small the tenant is. */
const LEAST_FAILURES = 20;
/** A tenant is judged from this part of its objects on. */
const JUDGED_PART = 0.1;

export interface FailureSituation {
  readonly failures: Pick<FailureCount, 'count' | 'references' | 'unlinked' | 'reasons'>;
  /** Objects that are linked to something active in Slack, failing ones included. */
  readonly linked: number;
  /** Objects that the running cycle is to process; 0 while none runs. */
  readonly planned: number;
}

/**
 * Whether so much fails that writing is to stop, and why. Entra counts failed events; here each failing object counts once,
 * however often it was tried, against all objects that were processed. The absolute numbers are those of a very large tenant,
 * so a smaller one is judged by its share of failures from a tenth of its objects on.
 */
export function judgeFailures(
  { failures, linked, planned }: FailureSituation,
  { minFailures, percent, maxFailures, maxFailuresWithReferences }: QuarantineLimits,
): QuarantineCause | undefined {
  const proper = failures.count - failures.references;
  const processed = linked + failures.unlinked;
  const judgedFrom = Math.min(minFailures, Math.max(LEAST_FAILURES, JUDGED_PART * Math.max(processed, planned)));
  const code = failures.reasons[0]?.code ?? 'InternalError';
  const explain = (what: string) => `${what} ${mostFrequent(failures.reasons[0])}`.trim();
  if (proper > maxFailures) {
    const message = explain(`${proper} objects fail, more than ${maxFailures}.`);
    return { reason: 'EncounteredBaseEscrowThreshold', code, message };
  }
  if (failures.count > maxFailuresWithReferences) {
    const message = explain(`${failures.count} objects fail, more than ${maxFailuresWithReferences}.`);
    return { reason: 'EncounteredTotalEscrowThreshold', code, message };
  }
  if (proper >= judgedFrom && proper * 100 > percent * processed) {
    const share = Math.round((100 * proper) / processed);
    const message = explain(`${proper} of ${processed} objects fail (${share} %), more than ${percent} %.`);
    return { reason: 'EncounteredEscrowProportionThreshold', code, message };
  }
  return undefined;
}

function mostFrequent(reason: FailureCount['reasons'][number] | undefined): string {
  return reason ? `The most frequent reason, ${reason.count} times: ${reason.reason}` : '';
}

const HOUR_MS = 3_600_000;

/**
 * The time at which writing is tried again at the latest: so many hours after the series began, the last step again and again.
 * @param hours ascending, at least one
 */
export function nextAttempt(seriesBegan: Date, now: Date, hours: readonly number[]): Date {
  const began = seriesBegan.getTime();
  const next = hours.find((step) => began + step * HOUR_MS > now.getTime());
  if (next !== undefined) return new Date(began + next * HOUR_MS);
  const last = Math.max(...hours) * HOUR_MS;
  return new Date(began + (Math.floor((now.getTime() - began) / last) + 1) * last);
}
