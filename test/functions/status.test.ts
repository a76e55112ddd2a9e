import { afterEach, describe, expect, it } from 'vitest';
import { DEMO_SLACK_SERVICE_PRINCIPAL_ID } from '../../infra/local/demo/demoIds.ts';
import { caller } from '../contract/graphSimulatorCalls.ts';
import { eventually, type Scenario, startScenario } from '../support/scenario.ts';

let scenario: Scenario;
afterEach(() => scenario.close());

const KEYS = [
  'state',
  'stateChange',
  'cycle',
  'lastCycles',
  'entries',
  'quarantine',
  'stagedDeletions',
  'subscriptions',
  'lastSweep',
  'heartbeat',
  'notificationGap',
  'escrows',
  'deadLetters',
  'alerts',
  'queue',
  'slackBudget',
  'signingCertificate',
].sort();
const CYCLE_KEYS = [
  'id',
  'kind',
  'phase',
  'scanned',
  'planned',
  'done',
  'failed',
  'skipped',
  'percent',
  'startedAt',
  'endedAt',
];

const getStatus = () => fetch(`${scenario.stack.functionsUrl}/api/status`);

describe('GET status', () => {
  it('answers every key before anything has happened', async () => {
    scenario = await startScenario();
    const answer = await getStatus();
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    const status = (await answer.json()) as object;
    expect(Object.keys(status).sort()).toEqual(KEYS);
    expect(status).toEqual({
      state: 'active',
      stateChange: null,
      cycle: null,
      lastCycles: [],
      entries: { users: 0, groups: 0 },
      quarantine: null,
      stagedDeletions: { pending: 0, since: null, reason: null, runId: null, items: [] },
      subscriptions: [],
      lastSweep: null,
      heartbeat: { lastSweepAt: null, nextExpectedAt: null, isLate: false, failingSince: null },
      notificationGap: { last24Hours: 0, lastAt: null },
      escrows: { count: 0, since: null, reasons: [] },
      deadLetters: { open: 0 },
      alerts: { channels: [], lastAt: null, pending: [] },
      queue: null,
      slackBudget: { inUsePercent: 0, budgets: expect.any(Array) },
      signingCertificate: null,
    });
  });

  it('shows a cycle while it runs and when it has ended, counting everybody once', async () => {
    scenario = await startScenario({ settings: { SLACK_RATE_SCALE: '100' } });
    for (let index = 0; index < 30; index++) scenario.addPerson({ userPrincipalName: `p${index}@contoso.example` });
    scenario.addPerson({ userPrincipalName: 'nobody@contoso.example', mail: null });
    scenario.slack.faults.latencyMs = 50;
    await scenario.runTimer('renewSubscriptions');
    await scenario.runTimer('fullCycle');

    const running = await scenario.status();
    expect(Object.keys(running.cycle ?? {})).toEqual(expect.arrayContaining(CYCLE_KEYS));
    expect(running.cycle).toMatchObject({
      kind: 'initial',
      phase: 'provisioning',
      scanned: 31,
      planned: 31,
      endedAt: null,
    });
    expect(running.cycle?.percent).toBeLessThan(100);

    const ended = await eventually(async () => {
      const status = await scenario.status();
      expect(status.cycle?.endedAt).not.toBeNull();
      return status;
    });
    expect(ended).toMatchObject({
      state: 'active',
      cycle: { phase: 'ended', planned: 31, done: 30, failed: 1, skipped: 0, percent: 100 },
      entries: { users: 30, groups: 0 },
      quarantine: null,
    });
    expect(ended.lastCycles.map(({ id }) => id)).toEqual([ended.cycle?.id]);
    expect(ended.subscriptions.map(({ resource }) => resource)).toEqual(['users', 'groups']);

    await scenario.runTimer('sweep');
    expect(await scenario.status()).toMatchObject({
      lastSweep: { startedAt: expect.any(String), endedAt: expect.any(String) },
      heartbeat: { lastSweepAt: expect.any(String), nextExpectedAt: expect.any(String), isLate: false },
      escrows: { count: 1, reasons: [{ count: 1, reason: expect.any(String) }] },
      queue: { activeMessages: 0, deadLetterMessages: 0, oldestActiveAt: null, isPartial: false },
    });
  });

  it('shows why the job is in quarantine, and shows no secret', async () => {
    scenario = await startScenario({ settings: { SLACK_TOKEN: 'xoxp-very-secret' } });
    const id = scenario.addPerson({ userPrincipalName: 'ada@contoso.example' });
    await scenario.provision();
    scenario.slack.faults.tokens = ['another'];
    await scenario.patchUser(id, { jobTitle: 'Countess' });
    const text = await eventually(async () => {
      const body = await (await getStatus()).text();
      expect(JSON.parse(body)).toMatchObject({
        state: 'quarantine',
        quarantine: { reason: 'EncounteredQuarantineException', code: expect.any(String), message: expect.any(String) },
      });
      return body;
    });
    expect(text).not.toMatch(/very-secret|local-client-state/);
  });

  it('warns before the certificate of single sign-on runs out, and keeps the warning when Graph cannot be asked', async () => {
    scenario = await startScenario();
    const call = caller(scenario.graph.url);
    const slack = `/servicePrincipals/${DEMO_SLACK_SERVICE_PRINCIPAL_ID}`;
    const signingCertificate = async () => {
      await scenario.runTimer('renewSubscriptions');
      return (await scenario.status()).signingCertificate;
    };
    expect(await signingCertificate()).toBeNull();

    await call('PATCH', slack, { preferredSingleSignOnMode: 'saml' });
    const endDateTime = new Date(Date.now() + 30.5 * 86_400_000).toISOString();
    const wanted = { displayName: 'CN=Slack', endDateTime };
    const { body } = await call('POST', `${slack}/addTokenSigningCertificate`, wanted);
    await call('PATCH', slack, { preferredTokenSigningKeyThumbprint: body.thumbprint });
    const warning = { expiresAt: expect.stringContaining(endDateTime.slice(0, 16)), state: 'expiring', daysLeft: 30 };
    expect(await signingCertificate()).toEqual(warning);

    scenario.graph.faults.forbidden = {
      next: 0,
      probability: 1,
      pathContains: `/servicePrincipals/${DEMO_SLACK_SERVICE_PRINCIPAL_ID}`,
    };
    expect(await signingCertificate()).toEqual(warning);
    expect(scenario.hostLines.join('\n')).toContain('The signing certificate was not read');
  });

  it('answers GET alone', async () => {
    scenario = await startScenario();
    for (const method of ['POST', 'PUT', 'DELETE']) {
      const answer = await fetch(`${scenario.stack.functionsUrl}/api/status`, { method });
      expect(answer.status).toBe(404);
    }
  });
});
