import { parseArgs } from 'node:util';
import type { BenchRow } from './benchRow.ts';

// Benches: figures and ratios, none of them part of `npm test`.  npm run bench [-- name …] [--people 100000]
type Bench = (size: { readonly people?: number }) => Promise<readonly BenchRow[]>;

const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  planning: async () => (await import('./planning.ts')).planning,
};

const { positionals, values } = parseArgs({ allowPositionals: true, options: { people: { type: 'string' } } });
const names = positionals.length > 0 ? positionals : Object.keys(BENCHES);
const rows: BenchRow[] = [];
for (const name of names) {
  const load = BENCHES[name];
  if (!load) throw new Error(`There is no bench ${name}. There are: ${Object.keys(BENCHES).join(', ')}.`);
  const bench = await load();
  rows.push(...(await bench(values.people === undefined ? {} : { people: Number(values.people) })));
}
console.table(rows);
