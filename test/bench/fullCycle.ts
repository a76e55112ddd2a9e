import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { buildApp } from '../../infra/scripts/build.ts';
import type { Scenario } from '../support/scenario.ts';
import { type BenchRow, rowOf } from './benchRow.ts';
import { startSeededScenario } from './startSeededScenario.ts';

const READ_PAGES = fileURLToPath(new URL('readPages.ts', import.meta.url));
const MEMBERS = 50;
/** Groups whose members the app reads side by side. */
const AT_ONCE = 8;

/**
 * A full cycle over everybody with nothing changed, in a function host of its own: calls to Slack, memory of the host over what
 * it takes at rest, and time against merely reading the same pages of Graph, Slack and the tables in a process of its own.
 */
export async function fullCycle({ people = 100_000 } = {}): Promise<readonly BenchRow[]> {
  await buildApp();
  const groups = Math.ceil(people / MEMBERS);
  const { scenario, seeded, pid } = await startSeededScenario({ people, groups, membersOfEach: MEMBERS });
  const { graph, slack, tables } = scenario;
  try {
    const idle = memoryOf(pid, 'VmRSS');
    // Once to warm up, and to prove the seed.
    await unchanged(scenario.fullCycle());

    const start = { graph: graph.requests.length, slack: slack.requests.length, tables: seeded.reads.length };
    await scenario.writeJob('fullRequest', { reason: 'bench', requestedAt: new Date().toISOString() });
    const before = performance.now();
    await scenario.runTimer('fullCycle');
    const tookMs = performance.now() - before;
    await unchanged(scenario.status());
    const peak = memoryOf(pid, 'VmHWM');

    const slackRequests = slack.requests.slice(start.slack);
    const graphPaths = graph.requests.slice(start.graph).map(({ path }) => `${graph.url}${path}`);
    const isMembers = (path: string) => path.includes('/members?');
    const readMs = await readPages([
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
        `  memory of the host over ${idle.toFixed(0)} MB at rest`,
        peak - idle,
        'MB',
        people > 100_000 ? 400 : 150,
        0,
      ),
      rowOf(`  time (${(tookMs / 1000).toFixed(1)} s) against merely reading`, tookMs / readMs, '×', 1.3, 2),
    ];
  } finally {
    await scenario.close();
  }
}

async function unchanged(status: ReturnType<Scenario['status']>): Promise<void> {
  const { cycle } = await status;
  if (cycle?.planned !== 0 || !cycle.endedAt) throw new Error(`The cycle found a difference: ${JSON.stringify(cycle)}`);
}

async function readPages(readings: readonly { addresses: readonly string[]; atOnce: number }[]): Promise<number> {
  const child = spawn(process.execPath, [READ_PAGES], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(readings));
  const answer = await text(child.stdout);
  return Number(answer);
}

/** Megabytes. */
function memoryOf(pid: number, figure: 'VmRSS' | 'VmHWM'): number {
  const [, kilobytes] = new RegExp(`${figure}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}
