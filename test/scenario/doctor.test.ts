import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TableClient } from '@azure/data-tables';
import { CredentialUnavailableError } from '@azure/identity';
import { ServiceBusClient } from '@azure/service-bus';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEmptyTenant } from '../../infra/local/demo/createDemoTenant.ts';
import { freePort } from '../../infra/local/stack/freePort.ts';
import { type HostProcess, startHostProcess } from '../../infra/local/stack/hostProcess.ts';
import { formatReport } from '../../infra/scripts/doctor/formatReport.ts';
import { type DoctorRun, runDoctor } from '../../infra/scripts/doctor/runDoctor.ts';
import { PARTS } from '../../infra/scripts/doctor/section.ts';
import { systemClock } from '../../shared/engine/systemClock.ts';
import { caller } from '../contract/graphSimulatorCalls.ts';
import { APP_FOLDER, type Scenario, startScenario } from '../support/scenario.ts';
import { IDENTITY } from '../support/setupBench.ts';

const MICROSOFT_GRAPH_ID = 'a4d7e1f2-6b39-4c05-8d1a-f20c9e57b863';
const PERMISSIONS = ['User.Read.All', 'Group.Read.All', 'Application.Read.All'];

/** Gives the identity a permission, as `npm run setup` does. */
async function grant({ graph }: Scenario, name: string): Promise<string> {
  const call = caller(graph.url);
  const roles = (await call('GET', `/servicePrincipals/${MICROSOFT_GRAPH_ID}`)).body.appRoles as unknown as {
    id: string;
    value: string;
  }[];
  const appRoleId = roles.find(({ value }) => value === name)?.id;
  const body = { principalId: IDENTITY.id, resourceId: MICROSOFT_GRAPH_ID, appRoleId };
  const answer = await call('POST', `/servicePrincipals/${MICROSOFT_GRAPH_ID}/appRoleAssignedTo`, body);
  return String(answer.body.id);
}

describe('the doctor on a running app', () => {
  let scenario: Scenario;
  beforeAll(async () => {
    const empty = createEmptyTenant();
    const admin = {
      id: 'c0a1f5d2-3b47-4e96-8d08-5f6e9b2a7c14',
      properties: { displayName: 'Ann Admin', userPrincipalName: 'ann@contoso.example' },
    };
    scenario = await startScenario({
      tenant: { ...empty, users: [admin], servicePrincipals: [...empty.servicePrincipals, IDENTITY] },
      settings: { NOTIFY_SLACK_WEBHOOK: '{slackUrl}/services/T1/B1/not-a-secret' },
    });
    for (const name of PERMISSIONS) await grant(scenario, name);
    scenario.addPerson({ userPrincipalName: 'ada@contoso.example' });
    await scenario.provision();
    await scenario.idle();
    await scenario.runTimer('sweep');
  });
  afterAll(() => scenario.close());

  /** With the settings of the running app, a few of them changed. */
  const examine = async ({ environment = {}, ...run }: Partial<DoctorRun> = {}) => {
    const report = await runDoctor({
      environment: { ...scenario.stack.settings, AZURE_CLIENT_ID: IDENTITY.appId, ...environment },
      parts: PARTS,
      url: undefined,
      key: undefined,
      write: false,
      writeTo: undefined,
      clock: systemClock,
      random: Math.random,
      signIn: () => Promise.reject(new Error('Azure is not asked')),
      ...run,
    });
    const checks = report.sections.flatMap((section) =>
      section.checks.map((check) => ({ ...check, part: section.part })),
    );
    return { report, find: (name: string) => checks.find((check) => check.name === name), checks };
  };

  it('finds nothing wrong with a good deployment, whose every part it looks at', async () => {
    const writes = () => scenario.graph.requests.filter(({ method }) => method !== 'GET').length;
    const before = writes();
    const { report, checks } = await examine();
    expect(checks.filter(({ result }) => result !== 'passed').map(({ name, result }) => [name, result])).toEqual([
      ['adminRoutes', 'skipped'],
      ['graphPermissions', 'skipped'],
    ]);
    expect(report.ok).toBe(true);
    expect(report.sections.map(({ part, checks: found }) => [part, found.map(({ name }) => name)])).toEqual([
      ['settings', ['settings', 'provisioning.json']],
      ['app', ['notificationUrl', 'adminRoutes', 'job', 'sweep', 'cycle', 'alerts']],
      ['entra', ['graphPermissions', 'subscriptions', 'signIn', 'application', 'assignments', 'permissions']],
      ['slack', ['token', 'identity', 'scim', 'users', 'groups']],
      ['queue', ['queue', 'sessions', 'duplicateDetection', 'lockDuration', 'maxDeliveryCount', 'deadLetters']],
      ['tables', ['read']],
    ]);
    expect(writes()).toBe(before);
    expect(formatReport(report)).toContain(`The app at ${scenario.stack.functionsUrl}\n\n  ✓ notificationUrl`);
  });

  it('names each wrong setting, and looks no further without them', async () => {
    const environment = { GRAPH_CLIENT_STATE: '', ENTRA_TENANT_ID: 'contoso' };
    const { report, checks } = await examine({ environment, parts: ['settings', 'queue', 'tables'] });
    expect(report.ok).toBe(false);
    expect(checks.map(({ result, message }) => `${result} ${message.split(':')[0]}`)).toEqual([
      'failed GRAPH_CLIENT_STATE',
      'failed ENTRA_TENANT_ID',
      'skipped App, Entra, queue and tables are looked at once the settings are right.',
    ]);
  });

  it('takes references to Key Vault for settings that are there', async () => {
    const reference = '@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/client-state)';
    const { report, find } = await examine({ environment: { GRAPH_CLIENT_STATE: reference }, parts: ['settings'] });
    expect(report.ok).toBe(true);
    expect(find('settings')?.message).toContain('1 of them are in Key Vault');
  });

  it('says what the identity may not do yet, and what it may without need', async () => {
    const call = caller(scenario.graph.url);
    const surplus = await grant(scenario, 'Directory.Read.All');
    expect((await examine({ parts: ['entra'] })).find('permissions')).toMatchObject({
      result: 'warning',
      message: expect.stringContaining('Directory.Read.All'),
      action: expect.stringContaining('--prune'),
    });
    await call('DELETE', `/servicePrincipals/${IDENTITY.id}/appRoleAssignments/${surplus}`);
    const granted = (await call('GET', `/servicePrincipals/${IDENTITY.id}/appRoleAssignments`)).body.value;
    await call('DELETE', `/servicePrincipals/${IDENTITY.id}/appRoleAssignments/${granted[0]?.id}`);
    expect((await examine({ parts: ['entra'] })).find('permissions')).toMatchObject({
      result: 'failed',
      message: expect.stringContaining('lacks User.Read.All'),
      action: `npm run setup -- --identity ${IDENTITY.appId}`,
    });
    await grant(scenario, 'User.Read.All');
  });

  it.each([
    ['in another tenant', { ENTRA_TENANT_ID: IDENTITY.id }, 'signIn', 'warning'],
    [
      'without the application',
      { SLACK_APP_SERVICE_PRINCIPAL_ID: IDENTITY.appId.replace('b', 'c') },
      'application',
      'failed',
    ],
    ['without the identity', { AZURE_CLIENT_ID: IDENTITY.id.replace('3', '4') }, 'permissions', 'failed'],
    ['without an identity', { AZURE_CLIENT_ID: '' }, 'permissions', 'warning'],
  ])('says so %s', async (_name, environment, name, result) => {
    const found = (await examine({ parts: ['entra'], environment })).find(name);
    expect(found).toMatchObject({ result, action: expect.any(String) });
  });

  it('says when Graph no longer notifies, or the directory cannot be looked at', async () => {
    const call = caller(scenario.graph.url);
    const [first] = (await call('GET', '/subscriptions')).body.value;
    await call('DELETE', `/subscriptions/${first?.id}`);
    const { report, find } = await examine({ parts: ['entra'] });
    expect(report.ok).toBe(false);
    expect(find('subscriptions')).toMatchObject({
      result: 'failed',
      message: expect.stringContaining('no subscription to'),
    });
    await scenario.runTimer('renewSubscriptions');
    scenario.graph.faults.forbidden = { next: 1, probability: 0, pathContains: '/organization' };
    const refused = await examine({ parts: ['entra'] });
    expect(refused.find('subscriptions')?.result).toBe('passed');
    expect(refused.find('signIn')).toMatchObject({ result: 'warning', action: expect.stringContaining('az login') });
  });

  it('says that queue or tables cannot be reached', async () => {
    const nowhere = 'http://127.0.0.1:9/devstoreaccount1';
    const environment = {
      ServiceBusConnection:
        'Endpoint=sb://127.0.0.1:9;SharedAccessKeyName=k;SharedAccessKey=s;UseDevelopmentEmulator=true',
      TABLES_CONNECTION: `DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=c2VjcmV0;TableEndpoint=${nowhere}`,
    };
    const { report, find } = await examine({ parts: ['queue', 'tables'], environment });
    expect(find('queue')).toMatchObject({ result: 'warning', action: expect.stringContaining('ServiceBusConnection') });
    expect(find('read')).toMatchObject({ result: 'failed', action: expect.stringContaining('TABLES_ENDPOINT') });
    expect(JSON.stringify(report)).not.toContain('c2VjcmV0');
  });

  it('says that nobody is signed in to Azure, rather than that queue and tables are broken', async () => {
    const environment = {
      ServiceBusConnection: '',
      ServiceBusConnection__fullyQualifiedNamespace: 'bus.servicebus.example',
      TABLES_CONNECTION: '',
      TABLES_ENDPOINT: 'https://tables.example',
    };
    const getToken = async () => Promise.reject(new CredentialUnavailableError('Please run az login'));
    const signIn = async () => ({ getToken });
    const { report, find } = await examine({ parts: ['queue', 'tables'], environment, signIn });
    expect(report.ok).toBe(true);
    for (const name of ['queue', 'read']) expect(find(name)).toMatchObject({ result: 'skipped', action: 'az login' });
  });

  it('writes a row only with --write, and leaves none', async () => {
    const written = () => scenario.tables.requests.filter(({ method }) => method === 'POST' || method === 'DELETE');
    const before = written().length;
    expect((await examine({ parts: ['tables'] })).find('read')?.message).toMatch(/^All \d+ tables/);
    expect(written()).toHaveLength(before);
    expect((await examine({ parts: ['tables'], write: true })).find('write')).toMatchObject({ result: 'passed' });
    const job = TableClient.fromConnectionString(scenario.tables.connectionString, 'job', {
      allowInsecureConnection: true,
    });
    const rows = job.listEntities({ queryOptions: { filter: "PartitionKey eq 'doctor'" } });
    expect((await rows.next()).done).toBe(true);
  });

  describe('in front of a host that asks for keys', () => {
    let host: HostProcess;
    let url: string;
    let key: string | undefined;
    beforeAll(async () => {
      const port = await freePort();
      url = `http://127.0.0.1:${port}`;
      host = await startHostProcess({
        appFolder: APP_FOLDER,
        port,
        settings: scenario.stack.settings,
        hostArguments: ['--no-timers', '--enable-auth', '--quiet'],
        onLine: (line) => {
          key ??= /^Function key: (\S+)/.exec(line)?.[1];
        },
      });
    });
    afterAll(() => host.stop());

    it('sees that strangers are refused, and says how to get the key', async () => {
      const { find } = await examine({ url, parts: ['app'] });
      expect(find('notificationUrl')?.result).toBe('passed');
      expect(find('adminRoutes')).toMatchObject({ result: 'passed', message: expect.stringContaining('are closed') });
      expect(find('status')).toMatchObject({
        result: 'skipped',
        action: expect.stringContaining('az functionapp keys list'),
      });
    });

    it('asks the app itself with the key, and refuses to believe a wrong one', async () => {
      const right = await examine({ url, key: key ?? '', parts: ['app'] });
      expect(right.find('job')).toMatchObject({ result: 'passed', message: expect.stringContaining('1 accounts') });
      const wrong = await examine({ url, key: 'wrong', parts: ['app'] });
      expect(wrong.report.ok).toBe(false);
      expect(wrong.find('status')).toMatchObject({
        result: 'failed',
        action: expect.stringContaining('PROVISIONING_KEY'),
      });
    });

    it('runs as a command, with the settings as the Azure CLI lists them', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'doctor-'));
      try {
        const file = join(folder, 'settings.json');
        const settings = { ...scenario.stack.settings, AZURE_CLIENT_ID: IDENTITY.appId };
        const list = Object.entries(settings).map(([name, value]) => ({ name, slotSetting: false, value }));
        await writeFile(file, JSON.stringify(list));
        const args = ['infra/scripts/doctor.ts', '--settings', file, '--url', url];
        const env = { PATH: process.env.PATH, PROVISIONING_KEY: key };
        const printed = await new Promise<string>((settle, fail) => {
          execFile(process.execPath, args, { env }, (error, stdout) => (error ? fail(error) : settle(stdout)));
        });
        expect(printed).toMatch(
          /✓ job .*\n[\s\S]*✓ permissions[\s\S]*Queue changes\n\n[\s\S]*Everything that provisioning needs works/,
        );
        expect(printed).not.toContain(key);
      } finally {
        await rm(folder, { recursive: true });
      }
    });
  });

  it('says that the app does not run, and sees the rest nevertheless', async () => {
    await scenario.stopApp();
    const client = new ServiceBusClient(scenario.stack.serviceBus.connectionString);
    await client.createSender('changes').sendMessages({ body: 'no change', sessionId: 'user:none' });
    const receiver = await client.acceptSession('changes', 'user:none');
    for (const message of await receiver.receiveMessages(1)) await receiver.deadLetterMessage(message);
    await client.close();
    const { report, find } = await examine();
    expect(find('deadLetters')).toMatchObject({ result: 'warning', message: expect.stringContaining('There are 1.') });
    expect(report.ok).toBe(false);
    expect(find('notificationUrl')).toMatchObject({
      result: 'failed',
      code: 'ECONNREFUSED',
      action: expect.any(String),
    });
    expect(find('status')?.result).toBe('failed');
    expect(find('sessions')?.result).toBe('passed');
    expect(find('users')).toMatchObject({ part: 'slack', result: 'passed' });
  });
});
