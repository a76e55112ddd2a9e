import { describe, expect, it } from 'vitest';
import { plain } from '../../../infra/local/terminal/screen.ts';
import { formatStatus } from '../../../infra/scripts/status/formatStatus.ts';
import type { Status } from '../../../shared/engine/readStatus.ts';

const NOW = new Date('2026-11-28T12:00:00Z');
const CYCLE: NonNullable<Status['cycle']> = {
  ...{ id: 'c1', kind: 'full', phase: 'ended', reason: 'schedule', scanned: 300, planned: 20, done: 17, failed: 2 },
  ...{ skipped: 1, startedAt: '2026-11-28T02:00:00Z', endedAt: '2026-11-28T02:04:00Z', error: null, percent: 100 },
};
const WELL: Status = {
  ...{ state: 'active', stateChange: null, cycle: CYCLE, lastCycles: [], entries: { users: 1, groups: 2 } },
  quarantine: null,
  stagedDeletions: { pending: 0, since: null, reason: null, runId: null, items: [] },
  subscriptions: [{ id: 's', resource: 'users', expiresAt: '2026-11-30T12:00:00Z', notificationUrl: 'u' }],
  lastSweep: null,
  heartbeat: { lastSweepAt: '2026-11-28T11:59:20Z', nextExpectedAt: null, isLate: false, failingSince: null },
  notificationGap: { last24Hours: 0, lastAt: null },
  escrows: { count: 0, since: null, reasons: [] },
  deadLetters: { open: 0 },
  queue: null,
  slackBudget: { inUsePercent: 12, budgets: [] },
  signingCertificate: null,
  alerts: { channels: [], lastAt: null, pending: [] },
};

const lines = (changes: Partial<Status> = {}) => formatStatus({ ...WELL, ...changes }, NOW, plain).split('\n');
const line = (title: string, changes: Partial<Status> = {}) =>
  lines(changes)
    .find((one) => one.startsWith(title))
    ?.slice(15);

describe('the status at a terminal', () => {
  it('is short when all is well', () => {
    expect(lines().map((one) => one.slice(0, 15).trim())).toEqual([
      ...['State', 'Cycle', 'Managed', 'Last look', 'Notifications', 'Slack limits'],
    ]);
    expect(line('Managed')).toBe('1 account, 2 groups');
    expect(line('Cycle')).toMatch(/300 people read, 17 done, 2 failed, 1 skipped$/u);
    expect(line('Last look')).toBe('40 s ago');
    expect(line('Notifications')).toBe('users for 2 days');
  });

  it('says what stands still and why', () => {
    const quarantine = {
      reason: 'r',
      code: 'invalid_auth',
      message: 'Slack refuses the token.',
      since: NOW.toISOString(),
    };
    const changes = { state: 'quarantine', quarantine } as unknown as Partial<Status>;
    expect(line('State', changes)).toContain('nothing is written to Slack');
    expect(line('Reason', changes)).toBe('Slack refuses the token. invalid_auth');
    const by = { since: NOW.toISOString(), by: 'ada@contoso.example' };
    expect(line('State', { state: 'paused', stateChange: by })).toMatch(/^Paused.* by ada@contoso\.example$/u);
  });

  it('names what waits for a person', () => {
    const escrows = { count: 3, since: null, reasons: [{ code: 'email_taken', count: 3, reason: '' }] };
    expect(line('Failing', { escrows })).toBe('3: email_taken (3)');
    const stagedDeletions = { ...WELL.stagedDeletions, pending: 1, reason: 'Too many.' };
    expect(line('To approve', { stagedDeletions })).toBe('1 deletion. Too many.');
    expect(line('Dead letters', { deadLetters: { open: 2 } })).toBe('2 messages could not be processed');
    expect(line('Last look', { heartbeat: { ...WELL.heartbeat, isLate: true } })).toContain('does not seem to run');
  });

  it('shows a running cycle as a bar', () => {
    const cycle = { ...CYCLE, phase: 'provisioning', endedAt: null, done: 9, failed: 0, percent: 50 } as const;
    expect(line('Cycle', { cycle })).toMatch(/█+░+ {2}10\/20 {2}50 %/u);
  });
});
