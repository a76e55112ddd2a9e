import { describe, expect, it } from 'vitest';
import { compileLogFilter, type LogFilter } from '../../../shared/model/logFilter.ts';
import type { LogSummary } from '../../../shared/model/logSummary.ts';

const ENTRY: LogSummary = {
  ...{ id: 'e', at: '2026-11-28T12:00:00.000Z', kind: 'user', sourceId: '7c1e2b9a-0d4f-4f0e-9a53-2f6b8c1d7e90' },
  ...{ displayName: 'Ada Lovelace', userPrincipalName: 'ada@contoso.example', mail: 'a.lovelace@contoso.example' },
  ...{ outcome: 'failed', status: 'failure', action: 'create', code: 'email_taken', reason: 'Another account has it.' },
  ...{ slackId: 'U1', cause: 'delta', attempt: 0, cycleId: 'c1', durationMs: 5, changed: ['title'] },
};
const fits = (filter: LogFilter) => compileLogFilter(filter)(ENTRY);

describe('a filter of the log', () => {
  it.each<[string, LogFilter, LogFilter]>([
    ['kind', { kind: 'user' }, { kind: 'group' }],
    ['action', { actions: ['update', 'create'] }, { actions: ['update'] }],
    ['outcome', { outcomes: ['failed'] }, { outcomes: ['created'] }],
    ['status', { statuses: ['failure', 'skipped'] }, { statuses: ['success'] }],
    ['code, without case', { codes: ['EMAIL_TAKEN'] }, { codes: ['email'] }],
    ['cause', { causes: ['delta'] }, { causes: ['full'] }],
    ['cycle', { cycleId: 'c1' }, { cycleId: 'c2' }],
    ['Entra id', { person: ENTRY.sourceId.toUpperCase() }, { person: ENTRY.sourceId.slice(0, 8) }],
    ['Slack id', { person: 'u1' }, { person: 'U2' }],
    ['user principal name, whole', { person: ' ADA@contoso.example ' }, { person: 'da@contoso.example' }],
    ['mail address', { person: 'a.lovelace@contoso.example' }, { person: 'lovelace@contoso.example' }],
    ['a part of the name', { person: 'love' }, { person: 'hate' }],
    ['words, wherever each is', { text: 'LOVELACE taken title' }, { text: 'lovelace phone' }],
    ['a word of the reason', { text: 'another' }, { text: 'others' }],
  ])('goes by %s', (_name, fitting, other) => {
    expect([fits(fitting), fits(other)]).toEqual([true, false]);
  });

  it('takes everything without conditions, and only what fits all of them', () => {
    expect(fits({})).toBe(true);
    expect(fits({ kind: 'user', codes: ['email_taken'] })).toBe(true);
    expect(fits({ kind: 'user', codes: ['other'] })).toBe(false);
  });
});
