import type { Status } from '../../../shared/engine/readStatus.ts';
import { progressBar } from '../../local/terminal/progressBar.ts';
import type { Paint, Style } from '../../local/terminal/screen.ts';

const STATES: Readonly<Record<Status['state'], { readonly style: Style; readonly words: string }>> = {
  active: { style: 'green', words: 'Active' },
  paused: { style: 'yellow', words: 'Paused: nothing is written to Slack' },
  quarantine: { style: 'red', words: 'In quarantine: nothing is written to Slack' },
  disabled: { style: 'red', words: 'Switched off' },
  notConfigured: { style: 'yellow', words: 'Not configured' },
};

/** The status for a person at a terminal: what needs attention stands out, what is well is short. */
export function formatStatus(status: Status, now: Date, paint: Paint): string {
  const { entries, subscriptions, slackBudget } = status;
  const rows: readonly (readonly [string, string] | undefined)[] = [
    ['State', stateOf(status, paint)],
    status.quarantine ? ['Reason', `${status.quarantine.message} ${paint('dim', status.quarantine.code)}`] : undefined,
    ['Cycle', cycleOf(status, now)],
    ['Managed', `${count(entries.users, 'account')}, ${count(entries.groups, 'group')}`],
    ['Last look', heartbeatOf(status, now, paint)],
    failing(status, paint),
    staged(status, paint),
    status.deadLetters.open > 0
      ? ['Dead letters', paint('red', `${count(status.deadLetters.open, 'message')} could not be processed`)]
      : undefined,
    ['Notifications', subscriptions.length === 0 ? paint('yellow', 'no subscription yet') : untilOf(status, now)],
    ['Slack limits', `${slackBudget.inUsePercent} % in use`],
  ];
  return rows.flatMap((row) => (row ? [`${paint('dim', row[0].padEnd(15))}${row[1]}`] : [])).join('\n');
}

function stateOf({ state, stateChange }: Status, paint: Paint): string {
  const { style, words } = STATES[state];
  if (!stateChange) return paint(style, words);
  const by = stateChange.by === null ? '' : ` by ${stateChange.by}`;
  return `${paint(style, words)} ${paint('dim', `since ${localTime(stateChange.since)}${by}`)}`;
}

function cycleOf({ cycle }: Status, now: Date): string {
  if (!cycle) return 'none yet';
  if (cycle.endedAt === null) return progressBar(cycle, now.getTime());
  const { scanned, done, failed, skipped } = cycle;
  const kind = cycle.kind === 'initial' ? 'initial' : 'full';
  return `last ${kind} one ended ${localTime(cycle.endedAt)}: ${scanned} people read, ${done} done, ${failed} failed, ${skipped} skipped`;
}

function heartbeatOf({ heartbeat }: Status, now: Date, paint: Paint): string {
  if (heartbeat.lastSweepAt === null) return paint('yellow', 'never; the first sweep comes within a minute');
  const ago = `${agoOf(heartbeat.lastSweepAt, now)} ago`;
  if (heartbeat.isLate) return paint('red', `${ago}: the app does not seem to run`);
  if (heartbeat.failingSince !== null)
    return paint('red', `${ago}, failing since ${localTime(heartbeat.failingSince)}`);
  return ago;
}

function failing({ escrows }: Status, paint: Paint): readonly [string, string] | undefined {
  if (escrows.count === 0) return undefined;
  const reasons = escrows.reasons.map(({ code, count }) => `${code} (${count})`).join(', ');
  return ['Failing', paint('red', `${escrows.count}: ${reasons}`)];
}

function staged({ stagedDeletions }: Status, paint: Paint): readonly [string, string] | undefined {
  if (stagedDeletions.pending === 0) return undefined;
  return [
    'To approve',
    paint('yellow', `${count(stagedDeletions.pending, 'deletion')}. ${stagedDeletions.reason ?? ''}`.trim()),
  ];
}

function untilOf({ subscriptions }: Status, now: Date): string {
  const parts = subscriptions.map(
    ({ resource, expiresAt }) => `${resource} for ${agoOf(now.toISOString(), new Date(expiresAt))}`,
  );
  return parts.join(', ');
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** The time between the two in the largest unit that fits. */
function agoOf(from: string, to: Date): string {
  const seconds = Math.max(0, Math.round((to.getTime() - Date.parse(from)) / 1000));
  if (seconds < 90) return `${seconds} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  return seconds < 36 * 3600 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} days`;
}

function localTime(iso: string): string {
  return new Date(iso).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}
