import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { StepError } from '../../infra/scripts/setup/carryOut.ts';
import { explainFailure } from '../../infra/scripts/setup/explainFailure.ts';
import { UsageError } from '../../infra/scripts/usageError.ts';
import { caller } from '../contract/graphSimulatorCalls.ts';
import { IDENTITY, interruptAt, type SetupBench, startSetupBench } from '../support/setupBench.ts';

const ALL = ['--yes', '--identity', IDENTITY.displayName, '--admin-sign-in', '--app-url', 'https://x.example'];
const PERMISSIONS = ['Application.Read.All', 'Group.Read.All', 'User.Read.All'];

/** What the tenant holds in the end, without ids that differ from run to run. */
async function stateOf({ graph }: SetupBench) {
  const call = caller(graph.url);
  const list = async (path: string) => (await call('GET', path)).body.value;
  const applications = await list('/applications');
  const principals = await list('/servicePrincipals');
  const grants = await list(`/servicePrincipals/${IDENTITY.id}/appRoleAssignments`);
  const graphRoles = principals.find(({ displayName }) => displayName === 'Microsoft Graph')?.appRoles as {
    id: string;
    value: string;
  }[];
  const admin = principals.find(({ displayName }) => displayName === 'Slack provisioning');
  return {
    applications: applications.map(({ displayName, appRoles, web }) => ({
      displayName,
      roles: (appRoles as { displayName: string }[]).map((role) => role.displayName),
      redirectUris: (web as { redirectUris: string[] }).redirectUris,
    })),
    principals: principals.map(({ displayName }) => displayName),
    permissions: grants.map(({ appRoleId }) => graphRoles.find(({ id }) => id === appRoleId)?.value).sort(),
    admins: admin ? (await list(`/servicePrincipals/${admin.id}/appRoleAssignedTo`)).length : 0,
  };
}

describe('setting up a tenant', () => {
  let bench: SetupBench;
  afterEach(() => bench.close());

  it('makes everything that is missing, once', async () => {
    bench = await startSetupBench();
    const { state, done } = await bench.setup(ALL);
    expect(state).toBe('complete');
    expect(done.map(({ id }) => id)).toContain('application');
    expect(await stateOf(bench)).toEqual({
      applications: [
        { displayName: 'Slack', roles: ['User', 'msiam_access'], redirectUris: [] },
        {
          displayName: 'Slack provisioning',
          roles: ['Provisioning reader', 'Provisioning administrator'],
          redirectUris: ['https://x.example/.auth/login/aad/callback'],
        },
      ],
      principals: [IDENTITY.displayName, 'Microsoft Graph', 'Slack', 'Slack provisioning'],
      permissions: PERMISSIONS,
      admins: 1,
    });
    const before = bench.writes().length;
    const again = await bench.setup(ALL);
    expect({ state: again.state, done: again.done, writes: bench.writes().length }).toEqual({
      state: 'complete',
      done: [],
      writes: before,
    });
    const { parameters } = JSON.parse(readFileSync(bench.out, 'utf8'));
    expect(Object.keys(parameters)).toEqual(['slackServicePrincipalId', 'adminClientId']);
  });

  it.each([[['--plan']], [['--json']], [['--plan', '--yes']]])('writes nothing with %j', async (args) => {
    bench = await startSetupBench();
    const { state, plan } = await bench.setup([...args, '--identity', IDENTITY.id]);
    expect(state).toBe('planned');
    expect(plan.steps.filter(({ isDone }) => !isDone).length).toBeGreaterThan(3);
    expect(bench.writes()).toEqual([]);
    expect(() => readFileSync(bench.out)).toThrow('ENOENT');
  });

  it('does nothing without a yes', async () => {
    bench = await startSetupBench();
    await expect(bench.setup([])).rejects.toThrow(UsageError);
    expect((await bench.setup([], bench.client, async () => false)).state).toBe('declined');
    expect(bench.writes()).toEqual([]);
    expect((await bench.setup([], bench.client, async () => true)).state).toBe('complete');
  });

  it('waits for what Graph shows late, and makes nothing twice even when the answer got lost', async () => {
    bench = await startSetupBench();
    bench.graph.faults.applicationLagMs = 25_000;
    bench.graph.faults.assignmentListLagMs = 40_000;
    bench.graph.faults.lostAnswers = { next: 1, probability: 0, pathContains: '/instantiate' };
    const { state } = await bench.setup(ALL);
    expect(state).toBe('complete');
    const { principals, permissions } = await stateOf(bench);
    expect(principals.filter((name) => name === 'Slack')).toHaveLength(1);
    expect(permissions).toEqual(PERMISSIONS);
  });

  it('gives up on what never shows, says what was done, and goes on in the next run', async () => {
    bench = await startSetupBench();
    bench.graph.faults.assignmentListLagMs = 3_600_000;
    const failure = await bench.setup(ALL).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StepError);
    expect(explainFailure(failure)).toMatch(/does not show it yet\.\nDone before: Slack application/);
    bench.advance(3_600_000);
    bench.graph.faults.assignmentListLagMs = 0;
    await bench.setup(ALL);
    expect((await stateOf(bench)).permissions).toEqual(PERMISSIONS);
  });

  it('is refused where the role is missing, and says which', async () => {
    bench = await startSetupBench();
    bench.graph.faults.signedInRoles = 'Cloud Application Administrator';
    const failure = await bench.setup(['--yes', '--identity', IDENTITY.id]).catch((error: unknown) => error);
    expect(explainFailure(failure)).toMatch(/User\.Read\.All: not done.*HTTP 403.*Privileged Role Administrator/s);
    expect(bench.printed()).toContain('takes the role Privileged Role Administrator. You have: Cloud Application');
    expect((await stateOf(bench)).principals).toContain('Slack');
  });

  it('grants the photos that a mapping uses, and asks for nothing that is not used', async () => {
    bench = await startSetupBench();
    const standard = JSON.parse(readFileSync('provisioning.json', 'utf8'));
    const photo = { target: 'photos[type eq "photo"].value', source: '[thumbnailPhoto]' };
    standard.users.mappings.push(photo);
    const file = `${bench.out}.config`;
    writeFileSync(file, JSON.stringify(standard));
    await bench.setup([...ALL, '--config', file]);
    expect((await stateOf(bench)).permissions).toEqual([...PERMISSIONS, 'ProfilePhoto.Read.All'].sort());
    expect((await bench.setup(ALL)).plan.notes.join()).toContain('ProfilePhoto.Read.All. --prune');
  });

  it('takes surplus permissions away when asked to, and no other', async () => {
    bench = await startSetupBench();
    await bench.setup(ALL);
    const call = caller(bench.graph.url);
    const graphId = 'a4d7e1f2-6b39-4c05-8d1a-f20c9e57b863';
    const surplus = {
      principalId: IDENTITY.id,
      resourceId: graphId,
      appRoleId: 'b633e1c5-b582-4048-a93e-9f11b44c7e96',
    };
    expect((await call('POST', `/servicePrincipals/${graphId}/appRoleAssignedTo`, surplus)).status).toBe(201);
    expect((await bench.setup(ALL)).plan.notes.join()).toContain('Mail.Send');
    expect((await stateOf(bench)).permissions).toContain('Mail.Send');
    await bench.setup([...ALL, '--prune']);
    expect((await stateOf(bench)).permissions).toEqual(PERMISSIONS);
  });

  it.each(['before', 'after'] as const)(
    'comes to the same end wherever it was interrupted, %s a request was sent',
    async (when) => {
      bench = await startSetupBench();
      await bench.setup(ALL);
      const expected = await stateOf(bench);
      const requests = bench.graph.requests.length;
      await fc.assert(
        fc.asyncProperty(fc.nat(requests - 1), async (n) => {
          const other = await startSetupBench();
          try {
            await other.setup(ALL, interruptAt(other.client, n, when)).catch(() => undefined);
            await other.setup(ALL);
            expect(await stateOf(other)).toEqual(expected);
          } finally {
            await other.close();
          }
        }),
        { numRuns: 12, seed: 7 },
      );
    },
  );
});
