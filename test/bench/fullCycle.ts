import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { buildApp } from '../../infra/scripts/build.ts';
import type { Scenario } from '../support/scenario.ts';
import { type BenchRow, rowOf } from './benchRow.ts';
import { cpuSecondsOf, memoryOf } from './memoryOf.ts';
import { startSeededScenario } from './startSeededScenario.ts';

const READ_PAGES = fileURLToPath(new URL('readPages.ts', import.meta.url));
const MEMBERS = 50;
/** Groups whose members the app reads side by side. */
const AT_ONCE = 8;
/**
 * The heap that Node.js 24 takes for itself on an instance of 2,048 MB. On a larger machine it would let more garbage pile up, which
 * says nothing about an instance.
 */
const HEAP = { NODE_OPTIONS: '--max-old-space-size=1024 --max-semi-space-size=32' };

/**
 * A full cycle over everybody with nothing changed, in a function host of its own: calls to Slack, memory of the host over what
 * it takes at rest, and time against merely reading the same pages of Graph, Slack and the tables in a process of its own. So much
 * memory as merely reading takes is Node.js': pages, and what is left of them until it is collected.
 */
export async function fullCycle({ people = 100_000 } = {}): Promise<readonly BenchRow[]> {
  await buildApp();
  const groups = Math.ceil(people / MEMBERS);
  const { scenario, seeded, pid } = await startSeededScenario({ people, groups, membersOfEach: MEMBERS }, HEAP);
  const { graph, slack, tables } = scenario;
  try {
    const idle = memoryOf(pid, 'VmRSS');
    // Once to warm up, and to prove the seed.
    await unchanged(scenario.fullCycle());

    const start = { graph: graph.requests.length, slack: slack.requests.length, tables: seeded.reads.length };
    await scenario.writeJob('fullRequest', { reason: 'bench', requestedAt: new Date().toISOString() });
    const [before, cpuBefore] = [performance.now(), cpuSecondsOf(pid)];
    await scenario.runTimer('fullCycle');
    const [tookMs, cpuSeconds] = [performance.now() - before, cpuSecondsOf(pid) - cpuBefore];
    await unchanged(scenario.status());
    const peak = memoryOf(pid, 'VmHWM');

    const slackRequests = slack.requests.slice(start.slack);
    const graphPaths = graph.requests.slice(start.graph).map(({ path }) => `${graph.url}${path}`);
    const isMembers = (path: string) => path.includes('/members?');
    const merelyRead = await readPages([
      { addresses: slackRequests.map(({ path }) => `${slack.url}${path}`), atOnce: 1 },
      { addresses: graphPaths.filter((path) => !isMembers(path)), atOnce: 1 },
      { addresses: graphPaths.filter(isMembers), atOnce: AT_ONCE },
      { addresses: seeded.reads.slice(start.tables).map((path) => new URL(path, tables.url).href), atOnce: 1 },
    ]);
    const writes = slackRequests.filter(({ method }) => method !== 'GET').length;
    const expected = Math.ceil(people / 1000) + Math.ceil(groups / 1000);
    return [
      rowOf(
        `full cycle of ${people} users, ${groups} groups: Slack reads`,
        slackRequests.length - writes,
        '',
        expected,
        0,
      ),
      rowOf('  Slack writes', writes, '', 0, 0),
      rowOf(
        `  memory of the host over ${idle.toFixed(0)} MB at rest (merely reading: ${merelyRead.memory.toFixed(0)} MB)`,
        peak - idle,
        'MB',
        people > 100_000 ? 400 : 150,
        0,
      ),
      rowOf(
        `  time (${(tookMs / 1000).toFixed(1)} s, CPU ${cpuSeconds.toFixed(1)} s) against merely reading`,
        tookMs / merelyRead.ms,
        '×',
        1.3,
        2,
      ),
    ];
  } finally {
    await scenario.close();
  }
}

async function unchanged(status: ReturnType<Scenario['status']>): Promise<void> {
  const { cycle } = await status;
  if (cycle?.planned !== 0 || !cycle.endedAt) throw new Error(`The cycle found a difference: ${JSON.stringify(cycle)}`);
}

async function readPages(
  readings: readonly { addresses: readonly string[]; atOnce: number }[],
): Promise<{ readonly ms: number; readonly memory: number }> {
  const env = { ...process.env, ...HEAP };
  const child = spawn(process.execPath, [READ_PAGES], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(readings));
  return JSON.parse(await text(child.stdout)) as { readonly ms: number; readonly memory: number };
}
