import { readable } from './readable.ts';
import type { Watch } from './situation.ts';
import { watchFailures } from './watchFailures.ts';
import { watchJob } from './watchJob.ts';

const HOUR_MS = 3_600_000;
/** So long sweeps may fail before somebody is told. */
const FAILING_MS = HOUR_MS / 2;

const watchDeletions: Watch = {
  key: 'deletions',
  restMs: HOUR_MS,
  find({ documents: { deletionHold }, link }) {
    if (!deletionHold) {
      const paragraphs = ['They were decided, or withdrawn because the people are entitled again.'];
      return { mark: '', alert: { subject: 'No deletions wait for approval any more', paragraphs, link } };
    }
    const { count, reason, since, stagedAt } = deletionHold;
    const deletions = count === 1 ? 'One deletion waits' : `${count} deletions wait`;
    const paragraphs = [
      `${deletions} for your decision since ${readable(since)}: accounts that would be disabled, or groups that would lose members. They stay as they are until then.`,
      reason,
      'Look at who they are. If it is right, approve. If the cause is a wrong filter, assignment or change in Entra, correct that, and they are withdrawn.',
    ];
    return { mark: stagedAt, alert: { subject: 'Deletions wait for your approval', paragraphs, link } };
  },
};

const watchDeadLetters: Watch = {
  key: 'deadLetters',
  restMs: HOUR_MS,
  find({ documents: { health }, link }) {
    const count = health?.openDeadLetters ?? 0;
    const newest = health?.newestDeadLetterAt ?? null;
    if (count === 0 || newest === null) {
      const paragraphs = ['Every message that could not be processed has been dealt with.'];
      return { mark: '', alert: { subject: 'No dead letters are left', paragraphs, link } };
    }
    const paragraphs = [
      `${count === 1 ? 'One message' : `${count} messages`} could not be processed, however often that was tried. Nothing is lost: the people or groups concerned are looked at again with growing pauses.`,
      'The dashboard lists them with their reasons. Put them back once the cause is gone, and dismiss what cannot be read.',
    ];
    return { mark: newest, alert: { subject: 'Messages could not be processed', paragraphs, link } };
  },
};

const watchSweep: Watch = {
  key: 'sweep',
  find({ documents: { lastSweep }, now, link }, told) {
    const since = lastSweep?.failingSince;
    if (since === undefined) {
      const paragraphs = ['The check of every minute ends without an error again.'];
      return { mark: '', alert: { subject: 'Checking Entra and Slack works again', paragraphs, link } };
    }
    const paragraphs = [
      `The check of every minute ends with an error since ${readable(since)}. Changes that no notification tells of may come late.`,
      lastSweep?.error ?? '',
      'If it names a permission, grant it. If a service is not available, it goes on by itself.',
    ];
    const isLasting = now.getTime() - Date.parse(since) >= FAILING_MS;
    return { mark: isLasting ? since : told, alert: { subject: 'Checking Entra and Slack fails', paragraphs, link } };
  },
};

/** Everything that alerts are about. */
export const WATCHES: readonly Watch[] = [watchJob, watchDeletions, watchDeadLetters, watchFailures, watchSweep];
