import { parseArgs } from 'node:util';
import type { BenchRow } from './benchRow.ts';

// Figures and ratios, not part of `npm test`:
//   npm run bench                              all of the table; takes three quarters of an hour
//   npm run bench -- planning fullCycle        some of it
//   npm run bench -- fullCycle --people 20000  in another size; --entries for logs, --seconds for webhook
interface Size {
  readonly people?: number;
  readonly seconds?: number;
  readonly entries?: number;
}
type Bench = (size: Size) => Promise<readonly BenchRow[]>;

const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  planning: async () => (await import('./planning.ts')).planning,
  fullCycle: async () => (await import('./fullCycle.ts')).fullCycle,
  oneChange: async () => (await import('./oneChange.ts')).oneChange,
  webhook: async () => (await import('./webhook.ts')).webhook,
  drain: async () => (await import('./drain.ts')).drain,
  slackPacing: async () => (await import('./slackPacing.ts')).slackPacing,
  logs: async () => (await import('./logs.ts')).logs,
  coldStart: async () => (await import('./coldStart.ts')).coldStart,
};

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { people: { type: 'string' }, seconds: { type: 'string' }, entries: { type: 'string' } },
});
const size: Size = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Number(value)]));
const names = positionals.length > 0 ? positionals : Object.keys(BENCHES);
const unknown = names.find((name) => !(name in BENCHES));
if (unknown !== undefined) {
  const known = Object.keys(BENCHES).join(', ');
  throw new Error(`There is no bench ${unknown}. There are: ${known}.`);
}
const rows: BenchRow[] = [];
for (const name of names) {
  const bench = await BENCHES[name]?.();
  rows.push(...((await bench?.(size)) ?? []));
}
console.table(rows);
