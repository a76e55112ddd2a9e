import type { PastQuarantine, Quarantine } from '../../model/job.ts';
import { readable } from './readable.ts';
import type { Finding, Situation, Watch } from './situation.ts';

/** So long a quarantine because of failures counts as lasting after it was left: it may come back once they are tried again. */
const TRIAL_MS = 15 * 60_000;

/** Quarantine: on entry, on another reason, on the way out; and the end after four weeks. */
export const watchJob: Watch = {
  key: 'job',
  find(situation, told) {
    const { status } = situation.documents;
    if (status?.state === 'quarantine' && status.quarantine) return inQuarantine(status.quarantine, told, situation);
    if (status?.state === 'disabled') return switchedOff(status.quarantine, situation);
    if (status?.lastQuarantine && isOnTrial(status.lastQuarantine, situation.now))
      return { ...working(situation), mark: told };
    return working(situation);
  },
};

function inQuarantine({ reason, code, message, since }: Quarantine, told: string, { link }: Situation): Finding {
  const mark = `quarantine ${reason} ${code}`;
  const subject =
    told.startsWith('quarantine') && told !== mark
      ? 'Slack provisioning is in quarantine for another reason'
      : 'Slack provisioning has stopped: quarantine';
  const ends =
    code === 'UnexpectedDeactivation'
      ? 'Ask Slack what has happened, and start the job on the dashboard once it is clear that writing does no harm.'
      : 'It goes on by itself soon after the cause is gone, and then everything that changed meanwhile is made good.';
  const paragraphs = [
    `Nothing is written to Slack since ${readable(since)} (${reason}, ${code}). Leavers keep their accounts as long as this lasts.`,
    message,
    ends,
  ];
  return { mark, alert: { subject, paragraphs, link } };
}

function switchedOff(quarantine: Quarantine | undefined, { link }: Situation): Finding {
  const paragraphs = [
    'The job was in quarantine for so long that it was switched off. Nothing is written to Slack.',
    ...(quarantine ? [`The reason was ${quarantine.code}: ${quarantine.message}`] : []),
    'Remove the cause, then start the job on the dashboard. A full cycle makes good what changed meanwhile.',
  ];
  return { mark: 'disabled', alert: { subject: 'Slack provisioning is switched off', paragraphs, link } };
}

function working({ documents: { status }, link }: Situation): Finding {
  const isPaused = status?.state === 'paused';
  // With function keys nobody knows who it was.
  const isKnown = status?.by !== undefined && status.by !== 'key';
  const by = isKnown ? ` It was ${isPaused ? 'paused' : 'started'} by ${status.by}.` : '';
  const paragraphs = [
    `The quarantine is over.${by}`,
    isPaused ? 'Nothing is written to Slack until it is started.' : 'What changed meanwhile is made good now.',
  ];
  const subject = `Slack provisioning is ${isPaused ? 'paused' : 'active again'}`;
  return { mark: '', alert: { subject, paragraphs, link } };
}

function isOnTrial({ reason, leftAt }: PastQuarantine, now: Date): boolean {
  return reason !== 'EncounteredQuarantineException' && now.getTime() - Date.parse(leftAt) < TRIAL_MS;
}
