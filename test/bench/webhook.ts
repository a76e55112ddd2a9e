import { randomUUID } from 'node:crypto';
import { freePort } from '../../infra/local/stack/freePort.ts';
import { startHostProcess } from '../../infra/local/stack/hostProcess.ts';
import { buildApp } from '../../infra/scripts/build.ts';
import { notificationItem } from '../support/notificationItem.ts';
import { startScenario } from '../support/scenario.ts';
import { type BenchRow, rowOf } from './benchRow.ts';
import { writeRelayApp } from './relayApp.ts';

const PER_POST = 10;
const POSTS_PER_SECOND = 100;
const MARGIN_MS = 25;

/** A storm of notifications with the job paused: how late they are answered, against a function that does nothing. */
export async function webhook({ seconds = 60 } = {}): Promise<readonly BenchRow[]> {
  await buildApp();
  const scenario = await startScenario();
  try {
    const { stack } = scenario;
    await scenario.fullCycle();
    const paused = await fetch(`${stack.functionsUrl}/api/control/pause`, { method: 'POST', body: '{}' });
    if (!paused.ok) throw new Error(`Pausing: HTTP ${paused.status}: ${await paused.text()}`);
    const post = () => {
      const items = Array.from({ length: PER_POST }, () => notificationItem(randomUUID()));
      return scenario.notify(items);
    };
    await storm(post, 3);
    const sentBefore = stack.serviceBus.messages.send;
    const posts = await storm(post, seconds);
    const sent = stack.serviceBus.messages.send - sentBefore;
    await scenario.stopApp('SIGKILL');

    const port = await freePort();
    const appFolder = writeRelayApp();
    const settings = { ...stack.settings, RELAY_TO: stack.slack.url };
    const relay = await startHostProcess({ appFolder, port, settings, hostArguments: ['--no-timers', '--quiet'] });
    const body = JSON.stringify({ value: Array.from({ length: PER_POST }, () => notificationItem(randomUUID())) });
    const nothing = async () => (await fetch(`http://127.0.0.1:${port}/api/nothing`, { method: 'POST', body })).status;
    await storm(nothing, 3);
    const idle = await storm(nothing, Math.min(seconds, 20));
    await relay.stop('SIGKILL');
    return [
      rowOf(
        `webhook, ${POSTS_PER_SECOND * PER_POST} notifications a second: lost`,
        posts.length * PER_POST - sent,
        '',
        0,
        0,
      ),
      rowOf(
        `  p99 (${p99(posts).toFixed(0)} ms) over a function that does nothing`,
        p99(posts) - p99(idle),
        'ms',
        MARGIN_MS,
        0,
      ),
    ];
  } finally {
    await scenario.close();
  }
}

/** Posts at a steady rate, whether or not the earlier ones are answered. @returns how long each took, ms */
async function storm(post: () => Promise<number>, seconds: number): Promise<readonly number[]> {
  const started = performance.now();
  const running: Promise<number>[] = [];
  while (running.length < seconds * POSTS_PER_SECOND) {
    const due = ((performance.now() - started) / 1000) * POSTS_PER_SECOND;
    while (running.length < Math.min(due, seconds * POSTS_PER_SECOND)) running.push(timed(post));
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  return Promise.all(running);
}

async function timed(post: () => Promise<number>): Promise<number> {
  const before = performance.now();
  const status = await post();
  if (status !== 202) throw new Error(`HTTP ${status}`);
  return performance.now() - before;
}

function p99(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? Number.NaN;
}
