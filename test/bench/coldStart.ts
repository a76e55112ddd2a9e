import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writePackage } from '../../infra/scripts/packaging/writePackage.ts';
import { SETTINGS } from '../support/appFunctions.ts';

// How long the deployed package takes to load and register, against an app that has only @azure/functions and one
// function: each in a process of its own, in turns. node test/bench/coldStart.ts [runs]
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const runs = Number(process.argv[2] ?? 15);

/** What the worker does: import what `main` names, answering the programming model's question for the host. */
const LOAD = `
import Module from 'node:module';
import { pathToFileURL } from 'node:url';
const { main } = JSON.parse(process.argv[2]);
let registered = 0;
const nothing = () => ({ dispose() {} });
const core = { version: '4', hostVersion: '4', Disposable: class {}, log() {}, setProgrammingModel() {}, registerHook: nothing,
  getProgrammingModel() {}, registerFunction: () => { registered += 1; return nothing(); } };
const original = Module.prototype.require;
Module.prototype.require = function (id) { return id === '@azure/functions-core' ? core : original.call(this, id); };
const from = performance.now();
await import(pathToFileURL(main).href);
console.log(JSON.stringify({ registered, ms: performance.now() - from, megabytes: process.memoryUsage().rss / 2 ** 20 }));
process.exit();
`;

const folder = mkdtempSync(join(tmpdir(), 'cold-start-'));
try {
  const app = join(folder, 'app');
  const { bytes } = await writePackage(ROOT, app, join(folder, 'app.zip'));
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  cpSync(join(app, 'node_modules'), join(empty, 'node_modules'), { recursive: true });
  writeFileSync(join(empty, 'package.json'), JSON.stringify({ type: 'module' }));
  writeFileSync(
    join(empty, 'hello.js'),
    "import { app } from '@azure/functions'; app.http('hello', { handler: async () => ({ body: 'hello' }) });",
  );
  writeFileSync(join(folder, 'load.mjs'), LOAD);

  const measure = (cwd: string, main: string) => {
    const from = performance.now();
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [join(folder, 'load.mjs'), JSON.stringify({ main: join(cwd, main) })],
      { cwd, encoding: 'utf8', env: { PATH: process.env.PATH, ...SETTINGS } },
    );
    if (!stdout) throw new Error(stderr);
    return { ...(JSON.parse(stdout) as Loaded), processMs: performance.now() - from };
  };
  const measured = Array.from({ length: runs }, () => ({
    empty: measure(empty, 'hello.js'),
    app: measure(app, 'dist/functions.js'),
  }));
  const middle = (of: 'empty' | 'app', figure: 'ms' | 'processMs' | 'megabytes') =>
    measured.map((run) => run[of][figure]).sort((a, b) => a - b)[Math.floor(runs / 2)] ?? 0;
  const ratio = (figure: 'ms' | 'processMs') => (middle('app', figure) / middle('empty', figure)).toFixed(1);
  console.log(`package             ${(bytes / 2 ** 20).toFixed(2)} MB, ${measured[0]?.app.registered} functions`);
  console.log(`load and register   ${middle('app', 'ms').toFixed(0)} ms, ${ratio('ms')} × an empty app`);
  console.log(`process, start on   ${middle('app', 'processMs').toFixed(0)} ms, ${ratio('processMs')} × an empty app`);
  console.log(
    `memory after it     ${middle('app', 'megabytes').toFixed(0)} MB, empty ${middle('empty', 'megabytes').toFixed(0)} MB`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

interface Loaded {
  readonly registered: number;
  readonly ms: number;
  readonly megabytes: number;
}
