import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SlackSimulator, startSlackSimulator } from '../../infra/local/slack/startSlackSimulator.ts';
import { runWriteTest } from '../../infra/scripts/doctor/runWriteTest.ts';
import { nameTestAccount } from '../../infra/scripts/doctor/testAccount.ts';
import { ProvisioningError } from '../../shared/errors/provisioningError.ts';
import type { ConnectionReport } from '../../shared/ports/connection.ts';
import type { Target } from '../../shared/ports/target.ts';
import {
  type ConnectionTestOptions,
  createConnectionTest,
} from '../../shared/slack/connection/createConnectionTest.ts';
import { recordExchanges } from '../../shared/slack/connection/recordExchanges.ts';
import { createSlackTarget } from '../../shared/slack/createSlackTarget.ts';
import { virtualClock } from '../unit/slack/virtualClock.ts';
import { recordingPacer } from './slackClientScript.ts';

const clock = virtualClock();
const token = async () => 'xoxp-1';

let slack: SlackSimulator;
beforeEach(async () => {
  slack = await startSlackSimulator({ now: clock.ms });
});
afterEach(() => slack.close());

describe('the connection test', () => {
  const test = (options: Partial<ConnectionTestOptions> = {}): Promise<ConnectionReport> =>
    createConnectionTest({
      scimBaseUrl: `${slack.url}/scim/v2`,
      oauthBaseUrl: slack.url,
      token,
      pacer: recordingPacer(),
      clock,
      ...options,
    }).run();
  const find = ({ checks }: ConnectionReport, name: string) => checks.find((check) => check.name === name);

  it('keeps the pace, and takes a limit that is used up for no fault of the set-up', async () => {
    const pacer = recordingPacer();
    await test({ pacer });
    expect(pacer.acquired).toEqual(['listUsers', 'listUsers', 'listGroups']);
    const until = new Date(clock.ms() + 60_000);
    const busy = {
      ...pacer,
      acquire: () => Promise.reject(new ProvisioningError('wait', 'PacedForSlack', 'No room.', { until })),
    };
    const report = await test({ pacer: busy });
    expect(report.ok).toBe(true);
    expect(find(report, 'users')).toMatchObject({ result: 'warning', code: 'PacedForSlack' });
  });

  it('names the scopes that a token has instead of admin', async () => {
    const scopes =
      (value: string): typeof fetch =>
      async (input, init) => {
        const response = await fetch(input, init);
        return new Response(response.body, { status: response.status, headers: { 'x-oauth-scopes': value } });
      };
    const report = await test({ fetch: scopes('users:read,chat:write') });
    expect(find(report, 'identity')).toMatchObject({ result: 'failed', code: 'missing_scope' });
    expect(find(report, 'identity')?.message).toContain('users:read, chat:write');
    expect(find(await test({ fetch: scopes('users:read,admin') }), 'identity')?.result).toBe('passed');
  });

  it('does not claim to know why SCIM refuses a token that the Web API could not be asked about', async () => {
    slack.faults.tokenRank = 'member';
    expect(find(await test(), 'users')?.message).toContain('Owner or Admin');
    const blind = await test({ oauthBaseUrl: `${slack.url}/nothing` });
    expect(find(blind, 'users')?.message).toBe('Slack does not accept the token.');
  });

  it('reports a secret store that does not answer, and asks Slack nothing', async () => {
    const fault = new ProvisioningError('retry', 'SecretStoreUnavailable', 'The key vault cannot be used now.');
    const report = await test({ token: () => Promise.reject(fault) });
    expect(report).toMatchObject({ ok: false, checks: [{ name: 'token', code: 'SecretStoreUnavailable' }] });
    expect(slack.requests).toEqual([]);
  });
});

describe('the write test', () => {
  const account = nameTestAccount('contoso.com', () => 0.5);
  const run = async (change: (target: Target) => Partial<Target> = () => ({})) => {
    const recorder = recordExchanges();
    const baseUrl = `${slack.url}/scim/v2`;
    const target = createSlackTarget({ baseUrl, token, pacer: recordingPacer(), clock, fetch: recorder.fetch });
    const changed = { ...target, ...change(target) };
    return runWriteTest({ target: changed, recorder, clock, account, version: 'v2' });
  };
  const active = (): string[] =>
    slack.workspace.users().flatMap(({ id, active: isActive, kind }) => (isActive && kind === 'member' ? [id] : []));
  const lost = new ProvisioningError('retry', 'Timeout', 'Slack did not answer in time.', { lostAnswer: true });

  it('disables a second account too, should Slack make one for the same address', async () => {
    const { steps } = await run(({ createUser }) => ({
      createUser: (attributes) =>
        createUser(
          attributes.userName === account.userName
            ? attributes
            : { ...attributes, 'emails[type eq "work"].value': 'other@contoso.com' },
        ),
    }));
    expect(steps.find(({ name }) => name === 'refuse a double')?.result).toBe('failed');
    expect(slack.workspace.size).toBe(2);
    expect(active()).toEqual([]);
  });

  it('waits for a lock that is soon over', async () => {
    slack.faults.resourceLocked = 1;
    const { steps } = await run();
    expect(steps.filter(({ result }) => result !== 'passed')).toEqual([]);
  });

  it('finds and deletes a group whose answer was lost', async () => {
    let groupId: string | undefined;
    const { steps } = await run(({ createGroup }) => ({
      async createGroup(group) {
        groupId = (await createGroup(group)).slackId;
        throw lost;
      },
    }));
    expect(steps.find(({ name }) => name === 'delete the group')?.message).toBe(`${groupId} is deleted.`);
  });

  it('disables its account whatever fails before', async () => {
    const { steps } = await run(() => ({
      findUsers: () => Promise.reject(lost),
      updateUser: () => Promise.reject(lost),
      createGroup: () => Promise.reject(new Error('Unforeseen.')),
    }));
    expect(steps.filter(({ result }) => result === 'failed')).toHaveLength(5);
    expect(active()).toEqual([]);
  });
});
