import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { BenchRow } from './benchRow.ts';

// Figures and ratios, not part of `npm test`:
//   npm run bench                              all of the table
//   npm run bench -- planning fullCycle        some of it
//   npm run bench -- fullCycle --people 20000  in another size
//   npm run bench -- slackPacing               one that prints a table of its own: slackPacing, logs
interface Size {
  readonly people?: number;
  readonly seconds?: number;
}
type Bench = (size: Size) => Promise<readonly BenchRow[]>;

const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  planning: async () => (await import('./planning.ts')).planning,
  fullCycle: async () => (await import('./fullCycle.ts')).fullCycle,
  oneChange: async () => (await import('./oneChange.ts')).oneChange,
  webhook: async () => (await import('./webhook.ts')).webhook,
  drain: async () => (await import('./drain.ts')).drain,
  coldStart: async () => (await import('./coldStart.ts')).coldStart,
};

/** Benches that are scripts of their own, and what they need of Node.js. */
const SCRIPTS: Readonly<Record<string, readonly string[]>> = {
  slackPacing: [],
  logs: ['--max-old-space-size=10000'],
};

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { people: { type: 'string' }, seconds: { type: 'string' } },
});
const size: Size = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Number(value)]));
const names = positionals.length > 0 ? positionals : Object.keys(BENCHES);
const unknown = names.find((name) => !(name in BENCHES) && !(name in SCRIPTS));
if (unknown !== undefined) {
  const known = [...Object.keys(BENCHES), ...Object.keys(SCRIPTS)].join(', ');
  throw new Error(`There is no bench ${unknown}. There are: ${known}.`);
}
const rows: BenchRow[] = [];
for (const name of names) {
  const load = BENCHES[name];
  if (load) rows.push(...(await (await load())(size)));
  else runScript(name);
}
if (rows.length > 0) console.table(rows);

function runScript(name: string): void {
  const script = fileURLToPath(new URL(`${name}.ts`, import.meta.url));
  spawnSync(process.execPath, [...(SCRIPTS[name] ?? []), script], { stdio: 'inherit' });
}
