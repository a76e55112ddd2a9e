import type { Status } from '../../../shared/engine/readStatus.ts';
import type { AlertChannel } from '../../../shared/model/alert.ts';
import type { ConnectionCheck } from '../../../shared/ports/connection.ts';
import { type Finding, failed, passed, warning } from './section.ts';

/** What `GET /api/status` says about the job, as findings. Pure. */
export function examineStatus(status: Status): readonly ConnectionCheck[] {
  const { signingCertificate, escrows, deadLetters, notificationGap, stagedDeletions, alerts } = status;
  return [
    { name: 'job', ...judgeState(status) },
    { name: 'sweep', ...judgeSweep(status) },
    { name: 'cycle', ...judgeCycle(status) },
    ...ifAny(notificationGap.last24Hours, 'notifications', (count) =>
      warning(
        `Of ${count} changes in the last 24 hours no notification told; a sweep found them a quarter of an hour later.`,
        'If notificationUrl and subscriptions are right, Graph may be slow; otherwise put those right.',
      ),
    ),
    ...ifAny(escrows.count, 'failures', (count) =>
      warning(`${count} people or groups cannot be provisioned.`, 'GET /api/escrows says why; each is tried again.'),
    ),
    ...ifAny(deadLetters.open, 'givenUp', (count) =>
      warning(`${count} messages could not be processed.`, 'GET /api/deadletters lists them.'),
    ),
    { name: 'alerts', ...judgeAlerts(alerts) },
    ...ifAny(stagedDeletions.pending, 'stagedDeletions', (count) =>
      warning(
        `${count} accounts wait for approval before they are disabled.`,
        'Approve or reject them (docs/safety.md).',
      ),
    ),
    ...(signingCertificate ? [{ name: 'signingCertificate', ...judgeCertificate(signingCertificate) }] : []),
  ];
}

function ifAny(count: number, name: string, judge: (count: number) => Finding): readonly ConnectionCheck[] {
  return count > 0 ? [{ name, ...judge(count) }] : [];
}

function judgeState({ state, quarantine, stateChange, entries }: Status): Finding {
  const { users, groups } = entries;
  const start = 'POST /api/control/start lets it go on.';
  if (state === 'active') return passed(`It is active, and looks after ${users} accounts and ${groups} groups.`);
  if (state === 'quarantine') {
    const next = quarantine?.nextAttempt;
    return {
      ...failed(
        `It is in quarantine: ${quarantine?.message ?? 'credentials were refused.'}`,
        next
          ? `Put right what it says; the app tries again by itself, at ${next} at the latest.`
          : `Put right what it says. ${start}`,
      ),
      ...(quarantine && { code: quarantine.code }),
    };
  }
  if (state === 'paused') {
    const by = stateChange?.by ? ` by ${stateChange.by}` : '';
    const action = `${start} It is also paused while "enabled" is false in provisioning.json.`;
    return warning(`It is paused${by}: nothing is written to Slack.`, action);
  }
  if (state === 'disabled') {
    const why = quarantine ? `: ${quarantine.message}` : '.';
    return failed(`It was switched off after four weeks of quarantine${why}`, `Put that right. ${start}`);
  }
  return failed('It is not set up.', 'Run the doctor with --settings to see which settings are missing.');
}

const CHANNELS: Readonly<Record<AlertChannel, string>> = { email: 'mail', slackWebhook: 'Slack' };

function judgeAlerts({ channels, pending }: Status['alerts']): Finding {
  if (channels.length === 0)
    return warning(
      'Nobody is told when it stops, or when accounts wait for approval.',
      'Name people in notify.email of provisioning.json, or a Slack webhook (docs/operations.md).',
    );
  if (pending.length === 0)
    return passed(`Administrators are told by ${channels.map((name) => CHANNELS[name]).join(' and ')}.`);
  return warning(
    `${pending.length} alerts have not reached everybody: ${pending[0]?.error ?? 'no answer'}`,
    'POST /api/alerts/test sends a test message, and says what does not work.',
  );
}

function judgeSweep({ heartbeat, lastSweep }: Status): Finding {
  const { lastSweepAt, isLate, failingSince } = heartbeat;
  const action =
    'Look at the log of the function sweep in Application Insights; the identity needs its roles on storage and queue.';
  if (lastSweepAt === null) return failed('It has never run to its end; after a deployment it takes a minute.', action);
  if (isLate) return failed(`It last ran at ${lastSweepAt}, and should every minute.`, action);
  if (failingSince !== null) return failed(`It has failed since ${failingSince}: ${lastSweep?.error ?? ''}`, action);
  return passed('It runs every minute.');
}

function judgeCycle({ cycle }: Status): Finding {
  if (!cycle) return warning('There was none yet.', 'The first one starts within a minute once the app is active.');
  const { kind, phase, percent, failed: failures, error, startedAt } = cycle;
  if (phase === 'failed')
    return warning(`The ${kind} cycle of ${startedAt} failed: ${error ?? ''}`, 'It is tried again by itself.');
  if (phase !== 'ended') return passed(`The ${kind} cycle has come to ${percent} %.`);
  if (failures === 0) return passed(`The ${kind} cycle of ${startedAt} is through; none failed.`);
  return warning(
    `The ${kind} cycle of ${startedAt} is through; ${failures} failed.`,
    'The provisioning log says why; each is tried again.',
  );
}

function judgeCertificate({ state, daysLeft, expiresAt }: NonNullable<Status['signingCertificate']>): Finding {
  const action = 'npm run setup:sso makes the next one and says how to change over (docs/sso.md).';
  if (state === 'expired')
    return failed(`It ran out on ${expiresAt.slice(0, 10)}: nobody can sign in to Slack.`, action);
  if (state === 'expiring') return warning(`It runs out in ${daysLeft} days.`, action);
  return passed(`It is good until ${expiresAt.slice(0, 10)}.`);
}
