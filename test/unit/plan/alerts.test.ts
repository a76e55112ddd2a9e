import { describe, expect, it } from 'vitest';
import type { AlertKey, AlertNote } from '../../../shared/model/alert.ts';
import type { Cycle, Health, JobDocuments } from '../../../shared/model/job.ts';
import { isNews } from '../../../shared/plan/alerts/isNews.ts';
import { WATCHES } from '../../../shared/plan/alerts/watches.ts';

const NOW = new Date('2026-11-28T12:00:00.000Z');
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000).toISOString();
const note = (mark: string, minutes: number): AlertNote => ({ mark, at: ago(minutes), pending: [], error: null });

/** What would be told about one thing, or `undefined` when that is no news. */
function news(key: AlertKey, documents: Partial<JobDocuments>, told?: AlertNote, cycle?: Cycle) {
  const watch = WATCHES.find((one) => one.key === key);
  if (!watch) throw new Error(`Nobody watches ${key}.`);
  const situation = { documents, cycle, now: NOW, link: 'https://app.example/api/dashboard' };
  const { mark, alert } = watch.find(situation, told?.mark ?? '');
  return isNews(mark, told, watch, NOW) ? { mark, ...alert } : undefined;
}

function quarantined(code: string, reason = 'EncounteredQuarantineException' as const): Partial<JobDocuments> {
  const since = ago(3);
  const quarantine = { reason, code, message: `Slack says ${code}.`, since, seriesBegan: since, seriesCount: 1 };
  return { status: { state: 'quarantine', since, quarantine } };
}

function health(changes: Partial<Health['failures']> = {}, open = 0): Partial<JobDocuments> {
  const none = { count: 0, references: 0, unlinked: 0, since: null, newest: null, reasons: [] };
  const newestDeadLetterAt = open > 0 ? ago(open) : null;
  return {
    health: { at: ago(0), failures: { ...none, ...changes }, openDeadLetters: open, newestDeadLetterAt, queue: null },
  };
}

describe('quarantine', () => {
  it('is told on entry, with the reason, what it means and what to do', () => {
    const told = news('job', quarantined('invalid_authentication'));
    expect(told?.subject).toBe('Slack provisioning has stopped: quarantine');
    expect(told?.paragraphs.join(' ')).toMatch(
      /since 2026-11-28 11:57 UTC.*Slack says invalid_authentication\..*goes on by itself/,
    );
    expect(told?.link).toBe('https://app.example/api/dashboard');
  });

  it('is told again when its reason changes, and not for the same one', () => {
    const first = news('job', quarantined('invalid_authentication'));
    const told = note(first?.mark ?? '', 3);
    expect(news('job', quarantined('invalid_authentication'), told)).toBeUndefined();
    expect(news('job', quarantined('missing_scope'), told)?.subject).toContain('another reason');
  });

  it('that only a person may end says so', () => {
    expect(news('job', quarantined('UnexpectedDeactivation'))?.paragraphs.at(-1)).toContain('Ask Slack');
  });

  const left = (
    reason: 'EncounteredQuarantineException' | 'EncounteredEscrowProportionThreshold',
    minutes: number,
  ) => ({
    status: {
      state: 'active' as const,
      since: ago(minutes),
      by: 'ada',
      lastQuarantine: { reason, code: 'x', leftAt: ago(minutes), seriesBegan: ago(60), seriesCount: 1 },
    },
  });

  it('is told on the way out, and once', () => {
    const documents = left('EncounteredQuarantineException', 1);
    expect(news('job', documents, note('quarantine r x', 60))).toMatchObject({
      mark: '',
      subject: 'Slack provisioning is active again',
      paragraphs: [expect.stringContaining('started by ada'), expect.any(String)],
    });
    expect(news('job', documents, note('', 1))).toBeUndefined();
  });

  it('that is only tried again after too many failures is over when it has not come back for a quarter of an hour', () => {
    const told = note('quarantine r x', 60);
    expect(news('job', left('EncounteredEscrowProportionThreshold', 14), told)).toBeUndefined();
    expect(news('job', left('EncounteredEscrowProportionThreshold', 15), told)?.mark).toBe('');
  });

  it('that a person has ended by a pause is told as that; a pause alone is not', () => {
    const paused: Partial<JobDocuments> = { status: { state: 'paused', since: ago(1), by: 'ada' } };
    expect(news('job', paused, note('quarantine r x', 60))?.subject).toBe('Slack provisioning is paused');
    expect(news('job', paused)).toBeUndefined();
    expect(news('job', {})).toBeUndefined();
  });

  it('that has switched the job off is told', () => {
    const { status } = quarantined('missing_scope');
    const told = news('job', { status: { ...status, state: 'disabled', since: ago(1) } }, note('quarantine r x', 60));
    expect(told?.paragraphs.join(' ')).toMatch(/switched off.*missing_scope/);
  });
});

describe('staged deletions', () => {
  const hold = (minutes: number, count = 3): Partial<JobDocuments> => ({
    deletionHold: { since: ago(90), stagedAt: ago(minutes), runId: 'r', reason: 'A filter.', count },
  });

  it('are told at once, then at most once an hour while there are more, and when none waits any more', () => {
    expect(news('deletions', hold(1))?.paragraphs.join(' ')).toMatch(
      /3 deletions wait .* since 2026-11-28 10:30 UTC.*A filter\./,
    );
    expect(news('deletions', hold(90, 1))?.paragraphs[0]).toContain('One deletion waits');
    expect(news('deletions', hold(1), note(ago(30), 59))).toBeUndefined();
    expect(news('deletions', hold(1), note(ago(90), 60))).toBeDefined();
    expect(news('deletions', hold(90), note(ago(90), 90))).toBeUndefined();
    expect(news('deletions', {}, note(ago(90), 10))?.subject).toContain('any more');
  });
});

describe('dead letters', () => {
  it('are told once for several, and fewer of them are no news until there are none', () => {
    expect(news('deadLetters', health({}, 2))?.paragraphs[0]).toContain('2 messages');
    expect(news('deadLetters', health({}, 5), note(ago(2), 120))).toBeUndefined();
    expect(news('deadLetters', health(), note(ago(2), 120))?.subject).toContain('No dead letters');
    expect(news('deadLetters', health())).toBeUndefined();
  });
});

describe('failing people', () => {
  const reasons = [{ code: 'email_taken', count: 2, reason: 'The address is taken.' }];
  const failing = (since: number, newest: number) =>
    health({ count: 2, since: ago(since), newest: ago(newest), reasons });
  const running = { endedAt: null, startedAt: ago(5) } as Cycle;

  it('are told in one digest, once that is no passing fault', () => {
    expect(news('failures', failing(9, 9))).toBeUndefined();
    const told = news('failures', failing(10, 1));
    expect(told?.subject).toBe('2 people or groups cannot be provisioned');
    expect(told?.paragraphs[1]).toBe('• 2 × email_taken: The address is taken.');
  });

  it('are told every six hours at most, and only if somebody else fails by then', () => {
    expect(news('failures', failing(600, 5), note(ago(400), 359))).toBeUndefined();
    expect(news('failures', failing(600, 5), note(ago(400), 360))).toBeDefined();
    expect(news('failures', failing(600, 400), note(ago(400), 400))).toBeUndefined();
  });

  it('of a running cycle are told when it has ended, or takes hours', () => {
    expect(news('failures', failing(60, 5), undefined, running)).toBeUndefined();
    expect(news('failures', failing(60, 5), undefined, { ...running, startedAt: ago(120) })).toBeDefined();
  });

  it('are told when the last one has recovered', () => {
    expect(news('failures', health(), note(ago(60), 60))?.subject).toBe('Nobody fails any more');
  });
});

describe('the check of every minute', () => {
  const failing = (minutes: number): Partial<JobDocuments> => ({
    lastSweep: { startedAt: ago(1), endedAt: ago(1), error: 'Graph refuses.', failingSince: ago(minutes) },
  });

  it('is told when it fails for half an hour, and when it works again', () => {
    expect(news('sweep', failing(29))).toBeUndefined();
    expect(news('sweep', failing(30))?.paragraphs).toContain('Graph refuses.');
    expect(news('sweep', failing(60), note(ago(60), 30))).toBeUndefined();
    expect(news('sweep', { lastSweep: { startedAt: ago(1), endedAt: ago(1) } }, note(ago(60), 30))?.subject).toContain(
      'again',
    );
  });
});
