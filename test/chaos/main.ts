import { parseArgs } from 'node:util';
import { DISTURBANCES } from './disturbances.ts';
import { runChaos, STEPS } from './runChaos.ts';

const USAGE = `npm run chaos -- [--runs N] [--seed S] [--steps N] [--only <disturbance>]...

Plays random changes and disturbances against the app, which has to be built: one run for each seed from S on.
Disturbances: ${Object.keys(DISTURBANCES).join(', ')}.`;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    steps: { type: 'string', default: String(STEPS) },
    only: { type: 'string', multiple: true },
    lines: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(USAGE);
else await run();

async function run(): Promise<void> {
  const first = Number(values.seed);
  let failed = 0;
  for (let seed = first; seed < first + Number(values.runs); seed++) {
    const startedAt = performance.now();
    const report = await runChaos({
      seed,
      steps: Number(values.steps),
      ...(values.only ? { disturbances: values.only } : {}),
    });
    const { changes, kills, disturbances, requests, problems, hostLines } = report;
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
    const figures = `${changes} changes, ${disturbances.length} disturbances, ${kills} kills, ${requests} requests, ${seconds} s`;
    console.log(`seed ${seed}: ${problems.length === 0 ? 'as it should be' : 'PROBLEMS'} (${figures})`);
    if (problems.length === 0) continue;
    failed += 1;
    for (const problem of problems) console.log(`  ${problem}`);
    console.log(`  disturbances: ${disturbances.join(', ')}`);
    if (values.lines) for (const line of hostLines) console.log(`  | ${line}`);
  }
  if (failed > 0) process.exitCode = 1;
}
