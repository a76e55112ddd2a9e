import type { Cycle, FailureCount } from '../../model/job.ts';
import { readable } from './readable.ts';
import type { Finding, Watch } from './situation.ts';

const MINUTE_MS = 60_000;
/** Somebody who fails for less than this may have met a passing fault. */
const PASSING_MS = 10 * MINUTE_MS;
/** A running cycle is waited for so long, so that one digest tells of all of it. */
const LONGEST_WAIT_MS = 120 * MINUTE_MS;

/** A digest of those who fail, not one mail each. */
export const watchFailures: Watch = {
  key: 'failures',
  restMs: 360 * MINUTE_MS,
  find({ documents: { health }, cycle, now, link }, told) {
    const failures = health?.failures;
    if (!failures || failures.count === 0 || failures.since === null) {
      const paragraphs = ['Everybody in scope is provisioned as they should be.'];
      return { mark: '', alert: { subject: 'Nobody fails any more', paragraphs, link } };
    }
    const mayPass = now.getTime() - Date.parse(failures.since) < PASSING_MS;
    const mark = mayPass || isUnderWay(cycle, now) ? told : (failures.newest ?? failures.since);
    return { mark, alert: digest(failures, link) };
  },
};

function digest({ count, since, reasons }: FailureCount, link: string): Finding['alert'] {
  const list = reasons.map(({ code, count: times, reason }) => `• ${times} × ${code}: ${reason}`);
  return {
    subject:
      count === 1 ? 'One person or group cannot be provisioned' : `${count} people or groups cannot be provisioned`,
    paragraphs: [
      `The first of them fails since ${readable(since ?? '')}. They are tried again with growing pauses, up to a day.`,
      list.join('\n'),
      'The dashboard shows who they are and what can be done. A change of them in Entra brings them up at once.',
    ],
    link,
  };
}

function isUnderWay(cycle: Cycle | undefined, now: Date): boolean {
  if (!cycle || cycle.endedAt !== null) return false;
  return now.getTime() - Date.parse(cycle.startedAt) < LONGEST_WAIT_MS;
}
