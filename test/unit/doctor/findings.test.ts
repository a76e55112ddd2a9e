import { describe, expect, it } from 'vitest';
import { type LocalServer, startServer } from '../../../infra/local/http/server.ts';
import { judgeRoutes } from '../../../infra/scripts/doctor/examineAdminRoutes.ts';
import { examineNotificationUrl, judgeHandshake } from '../../../infra/scripts/doctor/examineNotificationUrl.ts';
import { judgeQueue } from '../../../infra/scripts/doctor/examineQueue.ts';
import { examineStatus } from '../../../infra/scripts/doctor/examineStatus.ts';
import type { Status } from '../../../shared/engine/readStatus.ts';

const resultsOf = (checks: readonly { readonly name: string; readonly result: string }[]) =>
  Object.fromEntries(checks.map(({ name, result }) => [name, result]));

describe('the queue', () => {
  const good = {
    requiresSession: true,
    requiresDuplicateDetection: true,
    duplicateDetectionHistoryTimeWindow: 'PT10M',
    lockDuration: 'PT5M',
    maxDeliveryCount: 10,
    enablePartitioning: false,
    status: 'Active' as const,
  };
  const counts = { activeMessageCount: 2, scheduledMessageCount: 3, deadLetterMessageCount: 0 };
  const judge = (queue: Partial<typeof good> | { status: 'Disabled' }, runtime = counts) =>
    judgeQueue({ ...good, ...queue }, runtime);

  it('is right as infra/main.bicep makes it', () => {
    expect(Object.values(resultsOf(judge({})))).toEqual(Array.from({ length: 6 }, () => 'passed'));
    expect(resultsOf(judge({ duplicateDetectionHistoryTimeWindow: 'P1DT1H', lockDuration: 'PT300S' }))).toMatchObject({
      duplicateDetection: 'passed',
      lockDuration: 'passed',
    });
  });

  it.each([
    ['has no sessions', { requiresSession: false }, 'sessions', 'failed', 'delete the queue'],
    ['is partitioned', { enablePartitioning: true }, 'sessions', 'failed', 'delete the queue'],
    ['lets doubles in', { requiresDuplicateDetection: false }, 'duplicateDetection', 'failed', 'delete the queue'],
    ['forgets too soon', { duplicateDetectionHistoryTimeWindow: 'PT30S' }, 'duplicateDetection', 'warning', 'PT10M'],
    ['locks for the default minute', { lockDuration: 'PT1M' }, 'lockDuration', 'warning', '--lock-duration PT5M'],
    ['gives up early', { maxDeliveryCount: 3 }, 'maxDeliveryCount', 'warning', '--max-delivery-count 10'],
    ['is switched off', { status: 'Disabled' as const }, 'queue', 'failed', '--status Active'],
  ])('%s: it says what to do', (_name, queue, name, result, action) => {
    const checks = judge(queue);
    expect(checks.find((check) => check.name === name)).toMatchObject({
      result,
      action: expect.stringContaining(action),
    });
    expect(checks.filter((check) => check.result !== 'passed')).toHaveLength(1);
  });

  it('shows what waits and what was given up', () => {
    const checks = judge({}, { ...counts, deadLetterMessageCount: 4 });
    expect(checks[0]?.message).toBe('2 messages are due, 3 are for later.');
    expect(checks.at(-1)).toMatchObject({ result: 'warning', message: expect.stringContaining('There are 4.') });
  });
});

describe("the administrators' routes", () => {
  it.each<[string, (number | undefined)[], boolean, string]>([
    ['are closed by keys', [401, 401, 401], false, 'passed'],
    ['send people to sign in', [302, 403, 401], false, 'passed'],
    ['are open', [401, 200, 401], false, 'failed'],
    ['are open on this machine', [200, 200, 200], true, 'skipped'],
    ['are not there', [404, 404, 404], false, 'warning'],
    ['do not answer', [401, undefined, 401], false, 'warning'],
    ['fail', [500, 401, 401], false, 'warning'],
  ])('%s', (_name, statuses, isThisMachine, result) => {
    expect(judgeRoutes(statuses, isThisMachine).result).toBe(result);
  });

  it('are named where they are open', () => {
    expect(judgeRoutes([200, 401, 200], false).message).toContain('/api/status, /api/expressions/evaluate');
  });
});

describe('the handshake', () => {
  const answerWith = async (answer: (token: string) => object) => {
    const server: LocalServer = await startServer(({ url }) => ({
      status: 200,
      headers: { 'content-type': 'text/plain' },
      ...answer(url.searchParams.get('validationToken') ?? ''),
    }));
    try {
      return await examineNotificationUrl(`${server.url}/api/graph/notifications`, () => 0.3);
    } finally {
      await server.close();
    }
  };

  it.each<[string, (token: string) => object, string, string]>([
    ['gives the token back', (token) => ({ body: token }), 'passed', 'as Graph wants it'],
    ['encodes it', (token) => ({ body: encodeURIComponent(token) }), 'failed', 'not with the token'],
    ['sends JSON', (token) => ({ headers: { 'content-type': 'application/json' }, body: token }), 'failed', 'not with'],
    [
      'wants a sign-in',
      () => ({ status: 302, headers: { location: 'https://login.example' } }),
      'failed',
      'asks who is there',
    ],
    ['refuses', () => ({ status: 403 }), 'failed', 'asks who is there'],
    ['knows no such function', () => ({ status: 404 }), 'failed', 'no such function'],
    ['does not start', () => ({ status: 503 }), 'failed', 'not with the token'],
    ['breaks off', () => ({ drop: true }), 'failed', 'the connection was cut'],
  ])('that %s', async (_name, answer, result, message) => {
    expect(await answerWith(answer)).toMatchObject({ result, message: expect.stringContaining(message) });
  });

  it('that comes late is a reason to keep an instance ready', () => {
    const answer = { status: 200, text: 'token', contentType: 'text/plain', milliseconds: 3_001 };
    expect(judgeHandshake('https://x.example', answer, 'token')).toMatchObject({
      result: 'warning',
      action: expect.stringContaining('always ready'),
    });
    expect(judgeHandshake('https://x.example', { ...answer, milliseconds: 3_000 }, 'token').result).toBe('passed');
  });
});

describe('the status', () => {
  const heartbeat = {
    lastSweepAt: '2026-06-01T11:59:01Z',
    nextExpectedAt: '2026-06-01T12:00:00Z',
    isLate: false,
    failingSince: null,
  };
  const cycle = {
    id: 'c',
    kind: 'full' as const,
    phase: 'ended' as const,
    reason: '',
    scanned: 2,
    planned: 1,
    done: 1,
    failed: 0,
    skipped: 0,
    percent: 100,
    startedAt: '2026-06-01T02:00:00Z',
    endedAt: '2026-06-01T02:01:00Z',
    error: null,
  };
  const status: Status = {
    state: 'active',
    stateChange: null,
    cycle,
    lastCycles: [cycle],
    entries: { users: 2, groups: 0 },
    quarantine: null,
    stagedDeletions: { pending: 0, since: null, reason: null, runId: null, items: [] },
    subscriptions: [],
    lastSweep: { startedAt: '2026-06-01T11:59:00Z', endedAt: '2026-06-01T11:59:01Z' },
    heartbeat,
    notificationGap: { last24Hours: 0, lastAt: null },
    escrows: { count: 0, since: null, reasons: [] },
    deadLetters: { open: 0 },
    alerts: { channels: ['email'], lastAt: null, pending: [] },
    queue: null,
    slackBudget: { inUsePercent: 0, budgets: [] },
    signingCertificate: { expiresAt: '2029-01-01T00:00:00.000Z', state: 'valid', daysLeft: 900 },
  };
  const quarantine = {
    reason: 'EncounteredQuarantineException' as const,
    code: 'token_revoked',
    message: 'Slack took the token back.',
    since: '',
    nextAttempt: null,
  };

  it('of a job that runs has nothing to object to', () => {
    expect(resultsOf(examineStatus(status))).toEqual({
      job: 'passed',
      sweep: 'passed',
      cycle: 'passed',
      alerts: 'passed',
      signingCertificate: 'passed',
    });
  });

  it.each<[string, Partial<Status>, string, string, string]>([
    ['in quarantine', { state: 'quarantine', quarantine }, 'job', 'failed', 'Slack took the token back.'],
    [
      'paused',
      { state: 'paused', stateChange: { since: '', by: 'ann@x.example' } },
      'job',
      'warning',
      'by ann@x.example',
    ],
    ['switched off', { state: 'disabled', quarantine }, 'job', 'failed', 'Slack took the token back.'],
    ['not set up', { state: 'notConfigured' }, 'job', 'failed', 'not set up'],
    ['without a sweep', { heartbeat: { ...heartbeat, lastSweepAt: null } }, 'sweep', 'failed', 'never'],
    ['with a late sweep', { heartbeat: { ...heartbeat, isLate: true } }, 'sweep', 'failed', '11:59:01'],
    [
      'with failing sweeps',
      {
        heartbeat: { ...heartbeat, failingSince: '2026-06-01T09:00:00Z' },
        lastSweep: { startedAt: '', endedAt: '', error: 'no access' },
      },
      'sweep',
      'failed',
      'since 2026-06-01T09:00:00Z: no access',
    ],
    [
      'without notifications',
      { notificationGap: { last24Hours: 7, lastAt: '' } },
      'notifications',
      'warning',
      '7 changes',
    ],
    ['with failing people', { escrows: { count: 5, since: null, reasons: [] } }, 'failures', 'warning', '5 people'],
    ['with messages given up', { deadLetters: { open: 2 } }, 'givenUp', 'warning', '2 messages'],
    ['without a cycle', { cycle: null }, 'cycle', 'warning', 'none yet'],
    ['with failures', { cycle: { ...cycle, failed: 3 } }, 'cycle', 'warning', '3 failed'],
    [
      'with a failed cycle',
      { cycle: { ...cycle, phase: 'failed', error: 'Graph broke off' } },
      'cycle',
      'warning',
      'Graph broke off',
    ],
    [
      'with an old certificate',
      { signingCertificate: { expiresAt: '2026-05-01T00:00:00Z', state: 'expired', daysLeft: -31 } },
      'signingCertificate',
      'failed',
      '2026-05-01',
    ],
    [
      'with alerts that reach nobody',
      { alerts: { ...status.alerts, pending: [{ about: 'job', channels: ['email'], error: 'no mailbox' }] } },
      'alerts',
      'warning',
      'no mailbox',
    ],
    ['with alerts for nobody', { alerts: { ...status.alerts, channels: [] } }, 'alerts', 'warning', 'Nobody is told'],
    [
      'with deletions',
      { stagedDeletions: { ...status.stagedDeletions, pending: 21 } },
      'stagedDeletions',
      'warning',
      '21 accounts',
    ],
  ])('of a job %s says so, and what to do', (_name, part, name, result, message) => {
    const checks = examineStatus({ ...status, ...part });
    expect(checks.find((check) => check.name === name)).toMatchObject({
      result,
      message: expect.stringContaining(message),
      action: expect.any(String),
    });
    expect(checks.filter((check) => check.result !== 'passed')).toHaveLength(1);
  });
});
