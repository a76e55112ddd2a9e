/**
 * How well several instances of the app share Slack's limits, and how fast a leaver gets past bulk work:
 *   node test/bench/slackPacing.ts [--people 10000] [--instances 3] [--scale 10]
 * Loads everybody into an empty workspace, then changes a mapping so that every account is updated. Meanwhile somebody leaves
 * every other second. Prints ratios to what the limits permit; the limits are scaled, a leaver's time is not.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createEmptyTenant } from '../../infra/local/demo/createDemoTenant.ts';
import { DEMO_SLACK_SERVICE_PRINCIPAL_ID, DEMO_USER_ROLE_ID } from '../../infra/local/demo/demoIds.ts';
import { startAzurite } from '../../infra/local/stack/azurite.ts';
import { freePort } from '../../infra/local/stack/freePort.ts';
import { type HostProcess, startHostProcess } from '../../infra/local/stack/hostProcess.ts';
import { type Stack, startStack } from '../../infra/local/stack/stack.ts';
import { buildApp } from '../../infra/scripts/build.ts';
import { madeUpPerson } from '../support/madeUpPerson.ts';
import { APP_FOLDER, eventually } from '../support/scenario.ts';

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '10000' },
    instances: { type: 'string', default: '3' },
    scale: { type: 'string', default: '10' },
  },
});
const people = Number(values.people);
const instances = Number(values.instances);
const scale = Number(values.scale);

/** Slack's limit for creating as for updating, less the standard head-room of 10 %. */
const PERMITTED_PER_SECOND = (180 * 0.9 * scale) / 60;
const LEAVER_EVERY_MS = 2_000;

interface Phase {
  readonly name: string;
  readonly method: 'POST' | 'PATCH';
}

const PHASES: readonly Phase[] = [
  { name: 'initial load', method: 'POST' },
  { name: 're-mapping', method: 'PATCH' },
];

function addPeople({ graph: { directory } }: Stack): readonly string[] {
  return Array.from({ length: people }, (_, index) => {
    const userPrincipalName = `person${index}@contoso.example`;
    const { id } = directory.addUser({ userPrincipalName, ...madeUpPerson(userPrincipalName) });
    directory.assign({ principalId: id, resourceId: DEMO_SLACK_SERVICE_PRINCIPAL_ID, appRoleId: DEMO_USER_ROLE_ID });
    return id;
  });
}

async function startHosts(stack: Stack): Promise<readonly HostProcess[]> {
  const first = await stack.startHost();
  const others = Array.from({ length: instances - 1 }, async () =>
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

async function measure(phase: Phase, stack: Stack, leavers: string[]): Promise<Record<string, string | number>> {
  const { requests } = stack.slack;
  const from = requests.length;
  const before = (await status(stack)).cycle?.id;
  await runTimer(stack, 'fullCycle');
  const leaving = letPeopleLeave(stack, leavers);
  await eventually(async () => {
    const { cycle } = await status(stack);
    if (process.env.VERBOSE) console.log(JSON.stringify(cycle));
    if (!cycle?.endedAt || cycle.id === before) throw new Error('The cycle has not ended.');
  }, 3_600_000);
  const times = await leaving.stop();
  const made = requests.slice(from);
  const writes = made.filter(({ method, status: code }) => method === phase.method && code < 300);
  const seconds = ((writes.at(-1)?.at ?? 0) - (writes[0]?.at ?? 0)) / 1000;
  const refused = made.filter(({ status: code }) => code === 429).length;
  return {
    phase: phase.name,
    writes: writes.length,
    seconds: Math.round(seconds),
    'share of permitted rate': `${((writes.length / seconds / PERMITTED_PER_SECOND) * 100).toFixed(1)} %`,
    '429 per 1000': ((refused / made.length) * 1000).toFixed(2),
    'other calls': `${(((made.length - writes.length - times.length) / writes.length) * 100).toFixed(2)} %`,
    leavers: times.length,
    'leaver p50 ms': Math.round(times[Math.floor(times.length / 2)] ?? 0),
    'leaver p95 ms': Math.round(times[Math.floor(times.length * 0.95)] ?? 0),
  };
}

async function status(stack: Stack): Promise<{ cycle: { id: string; endedAt: string | null } | null }> {
  return (await (await fetch(`${stack.functionsUrl}/api/status`)).json()) as Awaited<ReturnType<typeof status>>;
}

async function writeConfiguration(file: string, title: string): Promise<void> {
  const standard = JSON.parse(await readFile(join(APP_FOLDER, 'provisioning.json'), 'utf8'));
  for (const mapping of standard.users.mappings) if (mapping.target === 'title') mapping.source = title;
  standard.safety.maxDeletions = { count: people, percent: 100 };
  await writeFile(file, JSON.stringify(standard));
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
await buildApp();
const folder = await mkdtemp(join(tmpdir(), 'slack-pacing-'));
const configuration = join(folder, 'provisioning.json');
await writeConfiguration(configuration, '[jobTitle]');
const azurite = await startAzurite({ ports: { blob: 0, queue: 0, table: 0 } });
const stack = await startStack({
  storage: azurite.connectionString,
  tenant: createEmptyTenant(),
  slackLimits: scale,
  appFolder: APP_FOLDER,
  hostArguments: process.env.VERBOSE ? [] : ['--quiet'],
  onHostLine: (line) => process.env.VERBOSE && console.log(line),
  settings: { PROVISIONING_CONFIG: configuration },
});
try {
  const leavers = [...addPeople(stack)];
  let hosts = await startHosts(stack);
  await runTimer(stack, 'renewSubscriptions');
  await runTimer(stack, 'sweep');
  const rows = [];
  for (const phase of PHASES) {
    rows.push(await measure(phase, stack, leavers));
    for (const host of hosts) await host.stop();
    await writeConfiguration(configuration, 'Append([jobTitle], " II")');
    if (phase !== PHASES.at(-1)) {
      hosts = await startHosts(stack);
      await runTimer(stack, 'sweep');
    }
  }
  console.log(`${people} people, ${instances} instances, limits ${scale}x`);
  console.table(rows);
} finally {
  await stack.close();
  await azurite.close();
  await rm(folder, { recursive: true });
}
