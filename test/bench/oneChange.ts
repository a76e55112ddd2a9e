import { randomUUID } from 'node:crypto';
import { freePort } from '../../infra/local/stack/freePort.ts';
import { startHostProcess } from '../../infra/local/stack/hostProcess.ts';
import { buildApp } from '../../infra/scripts/build.ts';
import { notificationItem } from '../support/notificationItem.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';
import { type BenchRow, median, rowOf } from './benchRow.ts';
import { writeRelayApp } from './relayApp.ts';

const CHANGES = 100;
const PATIENCE_MS = 30_000;

/**
 * From the notification's arrival to Slack's having the change, on an idle stack, against a request that goes through the same
 * host and session queue and comes out as a request again.
 */
export async function oneChange(): Promise<readonly BenchRow[]> {
  await buildApp();
  const scenario = await startScenario();
  try {
    const { slack, graph, stack } = scenario;
    const id = scenario.addPerson({ userPrincipalName: 'ada@contoso.example' });
    await scenario.fullCycle();
    const writes = () => slack.requests.filter(({ method }) => method === 'PATCH').length;
    const change = async (index: number) => {
      graph.directory.patchUser(id, { jobTitle: `Title ${index}` });
      await timeOf(() => scenario.notify([notificationItem(id)]), writes, scenario);
    };
    const product = await measure((index) => timed(() => change(index)));
    await scenario.stopApp();

    const port = await freePort();
    const relay = await startHostProcess({
      appFolder: writeRelayApp(),
      port,
      settings: { ...stack.settings, RELAY_TO: `${slack.url}/scim/v2/ServiceProviderConfig` },
      hostArguments: ['--no-timers', '--quiet'],
    });
    const body = () => JSON.stringify({ id, messageId: randomUUID() });
    const post = async () =>
      (await fetch(`http://127.0.0.1:${port}/api/accept`, { method: 'POST', body: body() })).status;
    const bare = await measure(() => timed(() => timeOf(post, () => slack.requests.length, scenario)));
    await relay.stop();
    return [
      rowOf(
        `one change (p95 ${p95(product).toFixed(0)} ms) against a bare relay, p95`,
        p95(product) / p95(bare),
        '×',
        3,
      ),
      rowOf(`  the same in the middle (${median(product).toFixed(0)} ms)`, median(product) / median(bare), '×', 3),
    ];
  } finally {
    await scenario.close();
  }
}

async function measure(once: (index: number) => Promise<number>): Promise<readonly number[]> {
  const times: number[] = [];
  for (let index = 0; index < CHANGES + 10; index += 1) times.push(await once(index));
  return times.slice(10);
}

async function timed(action: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  await action();
  return performance.now() - before;
}

/** Resolves when a count has grown after an action. */
async function timeOf(action: () => Promise<number>, count: () => number, { hostLines }: Scenario): Promise<void> {
  const before = count();
  const end = performance.now() + PATIENCE_MS;
  const status = await action();
  if (status !== 202) throw new Error(`HTTP ${status}`);
  while (count() === before) {
    if (performance.now() > end) throw new Error(`Nothing has arrived.\n${hostLines.slice(-5).join('\n')}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

function p95(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? Number.NaN;
}
