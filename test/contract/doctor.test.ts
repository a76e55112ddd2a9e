import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SlackSimulator, startSlackSimulator } from '../../infra/local/slack/startSlackSimulator.ts';
import { readDoctorOptions } from '../../infra/scripts/doctor/doctorOptions.ts';
import { readDoctorSettings } from '../../infra/scripts/doctor/doctorSettings.ts';
import { formatReport } from '../../infra/scripts/doctor/formatReport.ts';
import { runDoctor } from '../../infra/scripts/doctor/runDoctor.ts';
import { nameTestAccount } from '../../infra/scripts/doctor/testAccount.ts';
import { UsageError } from '../../infra/scripts/usageError.ts';
import { virtualClock } from '../unit/slack/virtualClock.ts';

const TOKEN = 'xoxp-the-token';
const OWNER = 'ada.owner';
const clock = virtualClock();

let slack: SlackSimulator;
beforeEach(async () => {
  slack = await startSlackSimulator({ now: clock.ms });
  const { id } = slack.workspace.seedUser({ userName: OWNER, email: 'ada@example.com', kind: 'owner' });
  slack.faults.tokens = [{ token: TOKEN, accountId: id }];
});
afterEach(() => slack.close());

const environment = (version = 'v2') => ({
  SLACK_TOKEN: TOKEN,
  SLACK_SCIM_BASE_URL: `${slack.url}/scim/${version}`,
  SLACK_OAUTH_BASE_URL: slack.url,
});

interface Options {
  readonly writeTo?: string;
  readonly version?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly random?: () => number;
}

async function run({ writeTo, version, env, random = () => 0.5 }: Options = {}) {
  const report = await runDoctor({
    environment: { ...environment(version), ...env },
    parts: ['slack'],
    url: undefined,
    key: undefined,
    write: writeTo !== undefined,
    writeTo,
    clock,
    random,
    signIn: () => Promise.reject(new Error('Azure is not asked')),
  });
  return { ...report, checks: report.sections.flatMap(({ checks }) => checks) };
}
type DoctorReport = Awaited<ReturnType<typeof run>>;

const resultsOf = ({ checks }: DoctorReport): string[] => checks.map(({ name, result }) => `${name} ${result}`);
const find = (report: DoctorReport, name: string) =>
  [...report.checks, ...(report.write?.steps ?? [])].find((check) => check.name === name);
const writes = (): string[] =>
  slack.requests.filter(({ method, path }) => method !== 'GET' && path.startsWith('/scim')).map(({ path }) => path);

describe.each(['v1', 'v2'])('the doctor on %s', (version) => {
  it('reads only, and finds nothing wrong with a good set-up', async () => {
    const report = await run({ version });
    expect(report.ok).toBe(true);
    const names = ['token', 'identity', 'scim', 'users', 'groups'];
    expect(resultsOf(report)).toEqual(names.map((name) => `${name} passed`));
    expect(find(report, 'identity')?.message).toContain(OWNER);
    expect(find(report, 'users')).toMatchObject({ httpStatus: 200, message: expect.stringContaining('1 account') });
    expect(writes()).toEqual([]);
  });

  it('with --write plays the life of one account, leaves it disabled, and sees what was assumed', async () => {
    const { ok, write } = await run({ version, writeTo: 'contoso.com' });
    expect(write?.steps.filter(({ result }) => result !== 'passed')).toEqual([]);
    expect(ok).toBe(true);
    expect(write?.account.email).toMatch(/^scim-doctor-\w{5}@contoso\.com$/);
    expect(write?.isLeftActive).toBe(false);
    expect(slack.workspace.user(write?.account.slackId ?? '')).toMatchObject({ active: false });
    expect(slack.workspace.size).toBe(2);
    expect(slack.workspace.user(slack.workspace.findByUserName(OWNER)?.id ?? '')?.active).toBe(true);
    expect(write?.observations).toHaveLength(9);
    expect(write?.observations.filter(({ differs }) => differs)).toEqual([]);
  });
});

describe('the doctor says what is wrong and what to do', () => {
  it('about a token that is not there', async () => {
    const report = await run({ env: { SLACK_TOKEN: '', SECRETS_FILE: join(tmpdir(), 'there-is-none.json') } });
    expect(report.ok).toBe(false);
    expect(resultsOf(report)).toEqual(['token failed']);
    expect(find(report, 'token')?.action).toContain('SLACK_TOKEN');
  });

  it('about a dead token, and asks no further', async () => {
    slack.faults.revokedTokens = [TOKEN];
    const report = await run();
    expect(report.ok).toBe(false);
    expect(find(report, 'identity')).toMatchObject({ result: 'failed', code: 'token_revoked' });
    expect(find(report, 'users')).toMatchObject({ code: 'invalid_authentication', httpStatus: 401 });
    expect(find(report, 'groups')?.result).toBe('skipped');
  });

  it('about an admin who was demoted: the token is fine, the person is not', async () => {
    slack.workspace.editUser(slack.workspace.findByUserName(OWNER)?.id ?? '', { kind: 'member' });
    const report = await run();
    expect(find(report, 'identity')?.result).toBe('passed');
    expect(find(report, 'users')).toMatchObject({
      code: 'invalid_authentication',
      message: expect.stringContaining('not (or no longer) an Owner or Admin'),
    });
  });

  it('about a person who was deactivated', async () => {
    slack.workspace.deactivateByHand(slack.workspace.findByUserName(OWNER)?.id ?? '');
    const report = await run();
    expect(find(report, 'identity')).toMatchObject({ result: 'failed', code: 'account_inactive' });
    expect(find(report, 'identity')?.action).toContain('another Owner');
  });

  it('about a plan without SCIM', async () => {
    slack.faults.plan = 'free';
    const report = await run();
    expect(find(report, 'users')).toMatchObject({
      code: 'plus_teams_only',
      action: expect.stringContaining('Business+'),
    });
  });

  it('about an installation on a workspace of an organisation', async () => {
    slack.faults.tokens = [{ token: TOKEN, install: 'workspace' }];
    const report = await run();
    expect(find(report, 'identity')).toMatchObject({ result: 'warning', code: 'non_org_teams_only' });
    expect(find(report, 'users')).toMatchObject({ code: 'non_org_teams_only' });
    expect(find(report, 'users')?.action).toContain('choose the organisation');
  });

  it('about an organisation, whose people still need a workspace', async () => {
    expect(find(await run(), 'identity')?.action).toContain('no workspace');
    slack.faults.plan = 'businessPlus';
    expect(find(await run(), 'identity')?.action).toBeUndefined();
  });

  it('about an address that is not the API, without taking the Web API for needed', async () => {
    const report = await run({ env: { SLACK_SCIM_BASE_URL: `${slack.url}/nothing/v2` } });
    expect(find(report, 'scim')).toMatchObject({ result: 'failed', httpStatus: 404 });
    expect(find(report, 'scim')?.message).toContain('SLACK_SCIM_BASE_URL');
    const other = await run({ env: { SLACK_OAUTH_BASE_URL: `${slack.url}/nothing` } });
    expect([other.ok, find(other, 'identity')?.result]).toEqual([true, 'warning']);
  });

  it('and never shows the token', async () => {
    slack.faults.revokedTokens = [TOKEN];
    const report = await run();
    expect(`${JSON.stringify(report)}${formatReport(report)}`).not.toContain(TOKEN);
  });
});

describe('a write test that goes wrong', () => {
  it('does not begin where reading fails already', async () => {
    slack.faults.plan = 'free';
    expect((await run({ writeTo: 'contoso.com' })).write).toBeUndefined();
    expect(writes()).toEqual([]);
  });

  it('finds an account whose answer was lost, and disables it', async () => {
    slack.faults.dropAnswers = 1;
    const report = await run({ writeTo: 'contoso.com' });
    expect(find(report, 'create')?.result).toBe('failed');
    expect(report.ok).toBe(false);
    expect(slack.workspace.findByEmail(report.write?.account.email ?? '')?.active).toBe(false);
  });

  it('notices that Slack deactivates on a change, as in April 2024', async () => {
    slack.faults.deactivateOnWrite = true;
    const report = await run({ writeTo: 'contoso.com' });
    expect(find(report, 'change the title')).toMatchObject({
      result: 'failed',
      message: expect.stringContaining('deactivated'),
    });
    expect(report.ok).toBe(false);
  });

  it('waits for reads that lag, and says so', async () => {
    slack.faults.readLagMs = 3000;
    const report = await run({ writeTo: 'contoso.com' });
    expect(find(report, 'disable')).toMatchObject({ result: 'passed', message: expect.stringContaining('after 3 s') });
  });

  it('says that the account is still active when it could not be disabled', async () => {
    slack.faults.serverErrors = { ...slack.faults.serverErrors, probability: 1, methods: ['DELETE'] };
    const report = await run({ writeTo: 'contoso.com' });
    expect(report.write?.isLeftActive).toBe(true);
    expect(formatReport(report)).toMatch(/✗ scim-doctor-\w+ \(U\w+, .*still active: deactivate it in Slack by hand/);
  });

  it('tells a status that is not what was assumed', async () => {
    slack.faults.errorStatuses = { email_taken: 422 };
    const report = await run({ writeTo: 'contoso.com' });
    expect(report.write?.observations.filter(({ differs }) => differs)).toEqual([
      { what: 'Status of a taken address', assumed: '400 or 409', seen: '422', differs: true },
    ]);
    expect(formatReport(report)).toContain('422, where 400 or 409 was assumed');
  });

  it('takes display names that can be changed for good news', async () => {
    slack.workspace.settings.membersMayChangeDisplayName = false;
    const open = await run({ writeTo: 'contoso.com' });
    expect(find(open, 'change the display name')?.message).toContain('can be changed');
    slack.workspace.settings.membersMayChangeDisplayName = true;
    const closed = await run({ writeTo: 'contoso.com', random: () => 0.1 });
    expect(find(closed, 'change the display name')).toMatchObject({
      result: 'passed',
      message: expect.stringContaining('onCreate'),
    });
  });
});

describe('the command line', () => {
  it.each([
    [['--write']],
    [['--email', 'contoso.com']],
    [['--write', '--email', 'contoso']],
    [['--url', 'contoso.example']],
    [['--only', 'slack,teams']],
    [['--wirte']],
    [['x']],
  ])('refuses %s', (args) => expect(() => readDoctorOptions(args)).toThrow(UsageError));

  it('takes a domain or an address for the test account', () => {
    const written = readDoctorOptions(['--write', '--email', 'it@contoso.co.uk', '--json']);
    expect(written).toMatchObject({ write: true, writeTo: 'it@contoso.co.uk', json: true, help: false });
    expect(readDoctorOptions(['--write', '--only', 'tables,queue'])).toMatchObject({ parts: ['queue', 'tables'] });
    expect(nameTestAccount('it@contoso.co.uk', () => 0).email).toBe('it+scim-doctor-aaaaa@contoso.co.uk');
    expect(nameTestAccount('contoso.com', () => 0.999).userName).toBe('scim-doctor-99999');
  });

  it('names every setting about Slack that is malformed, and needs no other', () => {
    expect(() => readDoctorSettings({ SLACK_SCIM_BASE_URL: 'x', KEY_VAULT_URL: 'y' })).toThrow(
      /SLACK_SCIM_BASE_URL[\s\S]*KEY_VAULT_URL|KEY_VAULT_URL[\s\S]*SLACK_SCIM_BASE_URL/,
    );
    expect(readDoctorSettings({}).slackScimBaseUrl).toBe('https://api.slack.com/scim/v2');
  });

  describe('as a process', () => {
    let folder: string;
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'doctor-'));
      const Values = environment();
      await writeFile(join(folder, 'local.settings.json'), JSON.stringify({ IsEncrypted: false, Values }));
    });
    afterEach(() => rm(folder, { recursive: true }));

    const doctor = (...args: string[]) =>
      new Promise<{ code: number; output: string }>((settle) => {
        const env = { PATH: process.env.PATH };
        const script = resolve('infra/scripts/doctor.ts');
        execFile(process.execPath, [script, ...args], { cwd: folder, env }, (error, stdout, stderr) => {
          settle({ code: Number(error?.code ?? 0), output: stdout || stderr });
        });
      });

    it('reads local.settings.json, prints JSON, and exits with 0 or 1', async () => {
      const good = await doctor('--json', '--only', 'slack');
      expect(good.code).toBe(0);
      const sections = [{ part: 'slack', title: `Slack at ${slack.url}/scim/v2` }];
      expect(JSON.parse(good.output)).toMatchObject({ ok: true, sections });
      slack.faults.plan = 'free';
      const bad = await doctor('--only', 'slack');
      expect(bad.code).toBe(1);
      expect(bad.output).toContain('✗ users');
      expect(bad.output).toContain('→ Use a Business+ or Enterprise plan.');
    });
  });
});
