import { describe, expect, it } from 'vitest';
import { countOf, duration, percent, relative } from '../../../functions/dashboard/page/words/numbers.ts';
import { describeState } from '../../../functions/dashboard/page/words/stateWords.ts';
import type { Status } from '../../../shared/engine/readStatus.ts';
import type { Cycle } from '../../../shared/model/job.ts';

const NOW = Date.parse('2026-01-01T12:00:00Z');
const cycle: Cycle = {
  ...{ id: 'c1', kind: 'full', phase: 'ended', reason: '', scanned: 300, planned: 2, done: 2, failed: 0, skipped: 0 },
  ...{ startedAt: '2026-01-01T10:59:00Z', endedAt: '2026-01-01T11:00:00Z', error: null },
};
const status = (given: Partial<Status>): Status =>
  ({
    state: 'active',
    stateChange: null,
    cycle: { ...cycle, percent: 100 },
    lastCycles: [cycle],
    entries: { users: 298, groups: 0 },
    quarantine: null,
    stagedDeletions: { pending: 0, since: null, reason: null, runId: null, items: [] },
    subscriptions: [],
    lastSweep: null,
    ...given,
  }) as Status;

describe('the state in words', () => {
  it('says what is kept in step and when all of it was last compared', () => {
    expect(describeState(status({}), NOW)).toEqual({
      label: 'Active',
      tone: 'good',
      sentence:
        'Changes in Entra are written to Slack within seconds. 298 accounts are kept in step. All of them were compared 1 h ago.',
    });
    const { sentence } = describeState(status({ entries: { users: 1, groups: 2 } }), NOW);
    expect(sentence).toContain('1 account and 2 groups are kept in step');
  });

  it('says who paused it and when, without showing that a key is no name', () => {
    const paused = (by: string) =>
      describeState(status({ state: 'paused', stateChange: { since: '2026-01-01T11:55:00Z', by } }), NOW).sentence;
    expect(paused('ada@contoso.example')).toMatch(/^Paused by ada@contoso\.example, 5 min ago\./);
    expect(paused('key')).toMatch(/^Paused by somebody with the key, 5 min ago\./);
  });

  it('tells a pause of the configuration from one by a person, and from a job that was switched off', () => {
    const words = (given: Partial<Status>) => describeState(status(given), NOW);
    expect(words({ state: 'paused', stateChange: null }).sentence).toMatch(/^Paused\. .*"enabled": false/);
    expect(words({ state: 'disabled', stateChange: { since: '2025-12-30T12:00:00Z', by: null } })).toMatchObject({
      label: 'Switched off',
      sentence: expect.stringMatching(/^Switched off after four weeks in quarantine, 2 days ago\./),
    });
  });

  it('says while a cycle runs what it does', () => {
    const running = (given: Partial<Cycle>) =>
      describeState(status({ cycle: { ...cycle, endedAt: null, percent: 3, ...given } }), NOW).sentence;
    expect(running({ phase: 'scanning', scanned: 1200 })).toContain('1,200 people and groups so far');
    expect(running({ phase: 'provisioning', kind: 'initial' })).toContain('initial cycle');
    expect(running({ phase: 'provisioning', kind: 'full' })).toContain('repairs what differs');
  });
});

describe('numbers', () => {
  it('are written as people say them', () => {
    expect(countOf(1, 'account')).toBe('1 account');
    expect(countOf(12_345, 'person', 'people')).toBe('12,345 people');
    expect(percent(0.9921)).toBe('99.2%');
    expect([400, 4_200, 42_000, 240_000, 7_500_000, 300_000_000].map(duration)).toEqual([
      '400 ms',
      '4.2 s',
      '42 s',
      '4 min',
      '2 h 5 min',
      '3 days',
    ]);
    expect([NOW - 500, NOW - 12_000, NOW + 180_000].map((moment) => relative(moment, NOW))).toEqual([
      'just now',
      '12 s ago',
      'in 3 min',
    ]);
  });
});
