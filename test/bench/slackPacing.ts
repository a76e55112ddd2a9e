import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEmptyTenant } from '../../infra/local/demo/createDemoTenant.ts';
import { DEMO_SLACK_SERVICE_PRINCIPAL_ID, DEMO_USER_ROLE_ID } from '../../infra/local/demo/demoIds.ts';
import { freePort } from '../../infra/local/stack/freePort.ts';
import { type HostProcess, startHostProcess } from '../../infra/local/stack/hostProcess.ts';
import { type Stack, startStack } from '../../infra/local/stack/stack.ts';
import { buildApp } from '../../infra/scripts/build.ts';
import { startAzuriteTables } from '../support/azurite.ts';
import { madeUpPerson } from '../support/madeUpPerson.ts';
import { APP_FOLDER, eventually } from '../support/scenario.ts';
import { type BenchRow, rowOf } from './benchRow.ts';

const INSTANCES = 3;
/** So many times faster than Slack are the limits; a leaver's time is not scaled. */
const SCALE = 10;
/** Slack's limit for creating as for updating, less the standard head-room of 10 %. */
const PERMITTED_PER_SECOND = (180 * 0.9 * SCALE) / 60;
const MEMBERS = 50;
const LEAVER_EVERY_MS = 2_000;

interface Phase {
  readonly name: string;
  /** What it does with each account. */
  readonly write: 'POST Users' | 'PATCH Users';
}

const PHASES: readonly Phase[] = [
  { name: 'initial load', write: 'POST Users' },
  { name: 're-mapping', write: 'PATCH Users' },
];

/** People, all of them assigned, and groups of fifty of them, assigned too. */
function addCompany({ graph: { directory } }: Stack, people: number): readonly string[] {
  const assign = (principalId: string) =>
    directory.assign({ principalId, resourceId: DEMO_SLACK_SERVICE_PRINCIPAL_ID, appRoleId: DEMO_USER_ROLE_ID });
  const ids = Array.from({ length: people }, (_, index) => {
    const userPrincipalName = `person${index}@contoso.example`;
    const { id } = directory.addUser({ userPrincipalName, ...madeUpPerson(userPrincipalName) });
    assign(id);
    return id;
  });
  for (let start = 0; start < people; start += MEMBERS) {
    const name = `group${start}`;
    const properties = { displayName: name, mailEnabled: false, mailNickname: name, securityEnabled: true };
    assign(directory.addGroup(properties, ids.slice(start, start + MEMBERS)).id);
  }
  return ids;
}

async function startHosts(stack: Stack): Promise<readonly HostProcess[]> {
  const first = await stack.startHost();
  const others = Array.from({ length: INSTANCES - 1 }, async () =>
    startHostProcess({
      appFolder: APP_FOLDER,
      port: await freePort(),
      settings: stack.settings,
      hostArguments: ['--no-timers', '--quiet'],
    }),
  );
  const hosts = [first, ...(await Promise.all(others))];
  // Broken off, the bench leaves nothing running.
  process.once('exit', () => {
    for (const { pid } of hosts) tryToKill(pid);
  });
  return hosts;
}

function tryToKill(pid: number): void {
  try {
    process.kill(pid);
  } catch {
    // It has ended.
  }
}

async function runTimer(stack: Stack, name: string): Promise<void> {
  const answer = await fetch(`${stack.functionsUrl}/admin/functions/${name}?wait=true`, { method: 'POST', body: '{}' });
  if (!answer.ok) throw new Error(`${name}: HTTP ${answer.status}: ${await answer.text()}`);
}

/** Lets people leave, one after the other, until stopped. @returns how long each was still active in Slack, ms */
function letPeopleLeave(stack: Stack, ids: string[]): { stop(): Promise<readonly number[]> } {
  let isOver = false;
  const times: number[] = [];
  const done = (async () => {
    while (!isOver) {
      const id = ids.pop();
      if (id === undefined) return;
      const mail = String(stack.graph.directory.user(id)?.properties.mail);
      // Only somebody who is there already can leave.
      if (!stack.slack.workspace.findByEmail(mail)?.active) {
        ids.unshift(id);
        await new Promise((resolve) => setTimeout(resolve, 50));
        continue;
      }
      const before = performance.now();
      stack.graph.directory.patchUser(id, { accountEnabled: false });
      await eventually(() => {
        if (stack.slack.workspace.findByEmail(mail)?.active) throw new Error(`${mail} is still active.`);
      }, 120_000).catch(console.error);
      times.push(performance.now() - before);
      await new Promise((resolve) => setTimeout(resolve, LEAVER_EVERY_MS));
    }
  })();
  return {
    stop: async () => {
      isOver = true;
      await done;
      return times.sort((a, b) => a - b);
    },
  };
}

async function measure(phase: Phase, stack: Stack, people: number, leavers: string[]): Promise<readonly BenchRow[]> {
  const { requests, workspace } = stack.slack;
  const from = requests.length;
  const before = (await status(stack)).cycle?.id;
  await runTimer(stack, 'fullCycle');
  const leaving = letPeopleLeave(stack, leavers);
  await eventually(async () => {
    const { cycle } = await status(stack);
    if (!cycle?.endedAt || cycle.id === before) throw new Error('The cycle has not ended.');
  }, 3_600_000);
  const times = await leaving.stop();
  const made = requests.slice(from);
  const done = (kind: string) =>
    made.filter(({ method, path, status: code }) => code < 300 && `${method} ${path.split('/')[3]}` === kind);
  const writes = done(phase.write);
  const seconds = ((writes.at(-1)?.at ?? 0) - (writes[0]?.at ?? 0)) / 1000;
  const groups = done('POST Groups').length;
  // Each leaver is disabled, and leaves a group that may be there already.
  const leaverWrites = done('DELETE Users').length + Math.min(times.length, done('PATCH Groups').length);
  const other = made.length - writes.length - groups - leaverWrites;
  const refused = made.filter(({ status: code }) => code === 429).length;
  const share = (writes.length / seconds / PERMITTED_PER_SECOND) * 100;
  const p95 = times[Math.floor(times.length * 0.95)] ?? Number.NaN;
  return [
    {
      what: `${phase.name}: ${writes.length} people, ${groups} groups, ${INSTANCES} instances, limits ${SCALE}×`,
      measured: `${share.toFixed(1)} % of the permitted rate`,
      goal: '≥ 95 %',
      met: share >= 95,
    },
    rowOf('  refused (429) of 1,000 requests', (refused / made.length) * 1000, '', 1, 2),
    rowOf('  accounts too many', workspace.size - people, '', 0, 0),
    // Who is updated is read before.
    ...(phase.write === 'POST Users'
      ? [rowOf('  other requests', (other / (writes.length + groups)) * 100, '%', 1, 2)]
      : []),
    rowOf(`  ${times.length} leavers meanwhile, p95`, p95, 'ms', 2000, 0),
  ];
}

async function status(stack: Stack): Promise<{ cycle: { id: string; endedAt: string | null } | null }> {
  return (await (await fetch(`${stack.functionsUrl}/api/status`)).json()) as Awaited<ReturnType<typeof status>>;
}

async function writeConfiguration(file: string, title: string): Promise<void> {
  const standard = JSON.parse(await readFile(join(APP_FOLDER, 'provisioning.json'), 'utf8'));
  for (const mapping of standard.users.mappings) if (mapping.target === 'title') mapping.source = title;
  standard.safety.maxDeletions = { count: 1_000_000, percent: 100 };
  standard.safety.maxMemberRemovals = { count: 1_000_000, percent: 100 };
  await writeFile(file, JSON.stringify(standard));
}

/**
 * How well several instances of the app share Slack's limits, and how fast a leaver gets past bulk work: everybody is loaded
 * into an empty workspace, then a mapping is changed so that every account is updated. Meanwhile somebody leaves every other
 * second.
 */
export async function slackPacing({ people = 10_000 } = {}): Promise<readonly BenchRow[]> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  await buildApp();
  const folder = await mkdtemp(join(tmpdir(), 'slack-pacing-'));
  const configuration = join(folder, 'provisioning.json');
  await writeConfiguration(configuration, '[jobTitle]');
  const tables = await startAzuriteTables();
  const stack = await startStack({
    storage: tables.connectionString,
    tenant: createEmptyTenant(),
    slackLimits: SCALE,
    appFolder: APP_FOLDER,
    hostArguments: ['--quiet'],
    settings: { PROVISIONING_CONFIG: configuration },
  });
  try {
    const leavers = [...addCompany(stack, people)];
    const rows: BenchRow[] = [];
    for (const [index, phase] of PHASES.entries()) {
      if (index > 0) await writeConfiguration(configuration, 'Append([jobTitle], " II")');
      const hosts = await startHosts(stack);
      if (index === 0) await runTimer(stack, 'renewSubscriptions');
      await runTimer(stack, 'sweep');
      rows.push(...(await measure(phase, stack, people, leavers)));
      for (const host of hosts) await host.stop();
    }
    return rows;
  } finally {
    await stack.close();
    await tables.close();
    await rm(folder, { recursive: true });
  }
}
