import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { styleText } from 'node:util';
import { buildApp } from '../scripts/build.ts';
import { createDemoTenant } from './demo/createDemoTenant.ts';
import { demoSlackAccounts } from './demo/demoSlackAccounts.ts';
import { startAzurite } from './stack/azurite.ts';
import { readOptions, type StartOptions, USAGE } from './stack/options.ts';
import { type Stack, startStack } from './stack/stack.ts';
import { formatLine } from './terminal/formatLine.ts';
import { createLogTail, type LogLine } from './terminal/logTail.ts';
import { type CycleView, progressBar } from './terminal/progressBar.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const POLL_MS = 250;

/** `npm start`: the whole product on this machine, with a demo tenant. */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') return print(USAGE);
  if ('problem' in options) {
    print(`${options.problem}\n\n${USAGE}`);
    process.exitCode = 2;
    return;
  }
  print(`${styleText('bold', 'Entra → Slack provisioner')}, local stack\n`);
  const running = await startAll(options);
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  try {
    await show(running, stop.signal);
  } finally {
    clearLine();
    print('Stopping …');
    await running.close();
  }
}

interface Running {
  readonly stack: Stack;
  readonly storage: string;
  readonly hostEnded: Promise<string>;
  close(): Promise<void>;
}

async function startAll(options: StartOptions): Promise<Running> {
  const dataFolder = join(ROOT, '.local', 'data');
  if (options.reset) await rm(dataFolder, { recursive: true, force: true });
  const kept = options.persist ? { dataFolder } : {};
  await buildApp();
  const azurite = await startAzurite({ ports: options.ports, ...kept });
  const tenant = createDemoTenant({ users: options.users });
  const stack = await startStack({
    ports: options.ports,
    storage: azurite.connectionString,
    tenant,
    slackAccounts: demoSlackAccounts(tenant),
    slackLimits: options.slackLimits,
    appFolder: ROOT,
    ...kept,
    useCoreTools: options.useCoreTools,
    hostArguments: ['--quiet'],
    onHostLine: (line) => {
      if (line.trim() !== '') print(styleText('dim', line));
    },
  });
  await writeLocalSettings(stack.settings, options.ports.functions);
  const host = await stack.startHost();
  print(describe(stack, azurite.connectionString, options));
  return {
    stack,
    storage: azurite.connectionString,
    hostEnded: host.ended,
    close: async () => {
      await stack.close();
      await azurite.close();
    },
  };
}

/** So that `func start` runs the same app against the same stack. */
async function writeLocalSettings(values: Readonly<Record<string, string>>, port: number): Promise<void> {
  const settings = { IsEncrypted: false, Values: values, Host: { LocalHttpPort: port } };
  await writeFile(join(ROOT, 'local.settings.json'), `${JSON.stringify(settings, null, 2)}\n`);
}

function describe(stack: Stack, storage: string, options: StartOptions): string {
  const tables = /TableEndpoint=(http:\/\/[\d.:]+)/.exec(storage)?.[1] ?? '';
  const host = options.useCoreTools ? 'Functions Core Tools' : 'embedded host';
  const rows = [
    ['Functions', `${stack.functionsUrl}/api`, host],
    ['Graph simulator', `${stack.graph.url}/v1.0`, `${options.users} users`],
    [
      'Slack simulator',
      `${stack.slack.url}/scim/v2`,
      `limits ${options.slackLimits === 'off' ? 'off' : `${options.slackLimits}×`}`,
    ],
    ['Service Bus', `sb://127.0.0.1:${stack.serviceBus.port}`, 'emulator'],
    ['Tables', tables, 'Azurite'],
  ];
  return rows.map(([name, url, note]) => `  ${name?.padEnd(16)} ${url?.padEnd(34)} ${note}`).join('\n');
}

/** Runs the initial cycle under a progress bar, then prints one line per provisioned change until told to stop. */
async function show(running: Running, signal: AbortSignal): Promise<void> {
  const { stack } = running;
  const readLog = createLogTail(running.storage, new Date());
  await runTimer(stack, 'renewSubscriptions');
  await runTimer(stack, 'fullCycle');
  const totals = new Map<string, number>();
  const notes: LogLine[] = [];
  let hostOutput: string | undefined;
  void running.hostEnded.then((output) => {
    hostOutput = output;
  });
  let inCycle = true;
  print('');
  while (!signal.aborted) {
    if (hostOutput !== undefined) throw new Error(`The function host has ended:\n${hostOutput}`);
    const lines = await readLog();
    if (!inCycle) for (const line of lines) print(formatLine(line));
    if (inCycle) {
      for (const line of lines) {
        totals.set(line.type, (totals.get(line.type) ?? 0) + 1);
        if (line.type !== 'created') notes.push(line);
      }
      const cycle = await readCycle(stack);
      if (cycle && cycle.phase !== 'ended') redraw(progressBar(cycle, Date.now()));
      if (cycle?.phase === 'ended') {
        // The last entries may still be on their way into the log when the cycle has ended.
        if (lines.length > 0) continue;
        inCycle = false;
        summarize(cycle, totals, notes);
        await invite(stack);
      }
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function runTimer(stack: Stack, name: string): Promise<void> {
  const answer = await fetch(`${stack.functionsUrl}/admin/functions/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  if (!answer.ok) throw new Error(`Function ${name} could not be started: HTTP ${answer.status}.`);
}

async function readCycle(stack: Stack): Promise<(CycleView & { readonly endedAt: string | null }) | undefined> {
  const answer = await fetch(`${stack.functionsUrl}/api/status`);
  const { cycle } = (await answer.json()) as { cycle: (CycleView & { endedAt: string | null }) | null };
  return cycle ?? undefined;
}

function summarize(
  cycle: CycleView & { readonly endedAt: string | null },
  totals: ReadonlyMap<string, number>,
  notes: readonly LogLine[],
): void {
  clearLine();
  const seconds = (Date.parse(cycle.endedAt ?? '') - Date.parse(cycle.startedAt)) / 1000;
  const counts = [...totals].map(([type, count]) => `${count} ${type}`).join(', ') || 'nothing to do';
  print(`${progressBar({ ...cycle, percent: 100 }, Date.parse(cycle.endedAt ?? ''))}`);
  print(`Done in ${seconds.toFixed(1)} s, ${cycle.scanned} users read: ${counts}.\n`);
  for (const note of notes) print(formatLine(note));
}

/** Shows a change that a person can make, with ids that exist. */
async function invite(stack: Stack): Promise<void> {
  const { directory } = stack.graph;
  const linked = directory
    .userIds()
    .flatMap((id) => directory.user(id) ?? [])
    .map(({ id, properties }) => ({ id, account: stack.slack.workspace.findByEmail(String(properties.mail ?? '')) }))
    .find(({ account }) => account?.active && account.kind === 'member');
  if (!linked?.account) return print('\nWaiting for changes. Ctrl+C stops everything.\n');
  const { id, account } = linked;
  const auth = "-H 'authorization: Bearer local'";
  print(`
Waiting for changes; Ctrl+C stops everything. Change somebody, in another terminal:

  curl -X PATCH ${stack.graph.url}/v1.0/users/${id} ${auth} \\
       -H 'content-type: application/json' -d '{"jobTitle":"Chief Demo Officer"}'
  curl ${auth} ${stack.slack.url}/scim/v2/Users/${account.id}
`);
}

function print(text: string): void {
  clearLine();
  process.stdout.write(`${text}\n`);
}

/** The progress bar stays on one line of a terminal; elsewhere only its changes of phase would be noise. */
function redraw(text: string): void {
  if (process.stdout.isTTY) process.stdout.write(`\r\u001b[2K${text}`);
}

function clearLine(): void {
  if (process.stdout.isTTY) process.stdout.write('\r\u001b[2K');
}

await main().catch((error: unknown) => {
  clearLine();
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
process.exit();
