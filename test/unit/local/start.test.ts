import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it, onTestFinished } from 'vitest';
import { eventually } from '../../support/scenario.ts';

const START = fileURLToPath(new URL('../../../infra/local/start.ts', import.meta.url));
const ANY_PORT = ['functions', 'graph', 'slack', 'service-bus', 'blob', 'queue', 'table'].flatMap((part) => [
  `--${part}-port`,
  '0',
]);

let stop: (() => Promise<unknown>) | undefined;
afterEach(async () => {
  await stop?.();
  stop = undefined;
});

/** Runs `npm start` in a pipe, on free ports unless the arguments name others. */
function npmStart(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [START, '--users', '20', ...ANY_PORT, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  for (const input of [child.stdout, child.stderr]) createInterface({ input }).on('line', (line) => lines.push(line));
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string);
  stop = () => {
    child.kill('SIGINT');
    return ended;
  };
  return { child, lines, ended, text: () => lines.join('\n') };
}

interface Process {
  readonly pid: number;
  readonly command: string;
}

/** The processes that a process has started, and those that they have. */
function descendantsOf(pid: number | undefined): Process[] {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  const rows = [...table.matchAll(/^ *(\d+) +(\d+) (.*)$/gm)];
  const children = rows
    .filter(([, , parent]) => Number(parent) === pid)
    .map(([, child, , command = '']) => ({ pid: Number(child), command }));
  return children.flatMap((child) => [child, ...descendantsOf(child.pid)]);
}

/** What has been told to end takes a moment to be gone. */
async function expectGone(processes: readonly Process[]): Promise<void> {
  await eventually(() => expect(processes.filter(({ pid }) => isRunning(pid))).toEqual([]), 2_000);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const JSON_HEADERS = { authorization: 'Bearer local', 'content-type': 'application/json' };

it('provisions the tenant, shows a change that a person makes, and stops everything on Ctrl+C', async () => {
  const { child, lines, text, ended } = npmStart();
  await eventually(() => expect(text()).toMatch(/Waiting for changes/), 25_000);
  expect(text()).toMatch(/22 people and groups read in [\d.]+ s: \d+ created/);
  expect(text()).not.toMatch(/Function host listening|Warning|:0\b/);
  expect(text()).not.toContain('\u001b');

  // The two commands that it invites to.
  const [, user = ''] = /curl -X PATCH (http:\S+)/.exec(text()) ?? [];
  const [, account = ''] = /(http:\S+\/scim\/v2\/Users\/\w+)/.exec(text()) ?? [];
  const body = JSON.stringify({ jobTitle: 'Chief Test Officer' });
  const start = lines.length;
  expect((await fetch(user, { method: 'PATCH', headers: JSON_HEADERS, body })).status).toBe(204);
  await eventually(async () => {
    const answer = (await (await fetch(account, { headers: JSON_HEADERS })).json()) as { title: string };
    expect(answer.title).toBe('Chief Test Officer');
  });
  await eventually(() => expect(lines.length).toBeGreaterThan(start));
  expect(lines.slice(start).join('\n')).toMatch(/^\d\d:\d\d:\d\d {2}updated .* → "Chief Test Officer" {2}\d\.\d\d s$/);

  const processes = descendantsOf(child.pid);
  for (const part of [/azurite/, /host\/main\.ts/]) {
    expect(processes).toContainEqual({ pid: expect.any(Number), command: expect.stringMatching(part) });
  }
  child.kill('SIGINT');
  expect(await ended).toBe(0);
  await expectGone(processes);
});

it('stops what it has started when it is told to stop while it starts', async () => {
  const { child, text, ended } = npmStart();
  const processes = await eventually(() => {
    const started = descendantsOf(child.pid);
    expect(started.some(({ command }) => command.includes('azurite'))).toBe(true);
    return started;
  });
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(text()).not.toMatch(/error/i);
  await expectGone(processes);
});

it('ends with 1 and says which port is taken and what to do', async () => {
  const taken = createServer();
  await once(taken.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void taken.close());
  const { port } = taken.address() as AddressInfo;
  const { text, ended } = npmStart(['--slack-port', String(port)]);
  expect(await ended).toBe(1);
  expect(text()).toContain(`Port ${port} for the Slack simulator is taken.`);
  expect(text()).toContain('npm start -- --slack-port ');
});

it('ends with 1, the reason and nothing left running when the app refuses its configuration', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'start-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'provisioning.json');
  writeFileSync(file, JSON.stringify({ users: { mappings: [{ target: 'titel', source: '[mail]' }] } }));
  const { child, text, ended } = npmStart([], { PROVISIONING_CONFIG: file });
  const seen = new Map<number, Process>();
  const watch = setInterval(() => {
    for (const started of descendantsOf(child.pid)) seen.set(started.pid, started);
  }, 50);
  expect(await ended).toBe(1);
  clearInterval(watch);
  expect(text()).toMatch(
    /does not start\.\n.*is not valid:\n {2}- users\.mappings\[0\]\.target: .* Did you mean title\?/,
  );
  expect(text().match(/Did you mean title/g)).toHaveLength(1);
  expect(seen.size).toBeGreaterThan(0);
  await expectGone([...seen.values()]);
});
