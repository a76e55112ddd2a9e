import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SETTINGS } from '../../support/appFunctions.ts';

/** What the worker does: import what `main` names, answering the programming model's question for the host. */
const LOAD = `
import Module from 'node:module';
import { pathToFileURL } from 'node:url';
const nothing = () => ({ dispose() {} });
const core = { version: '4', hostVersion: '4', Disposable: class {}, log() {}, setProgrammingModel() {}, registerHook: nothing,
  getProgrammingModel() {}, registerFunction: nothing };
const original = Module.prototype.require;
Module.prototype.require = function (id) { return id === '@azure/functions-core' ? core : original.call(this, id); };
const from = performance.now();
await import(pathToFileURL(process.argv[1]).href);
console.log(performance.now() - from);
process.exit();
`;

export interface Loaded {
  /** From the import to the last registration, milliseconds. */
  readonly ms: number;
  /** From the start of Node.js to its end, milliseconds. */
  readonly processMs: number;
}

/** Loads an app in a process of its own, as the Functions worker does. */
export async function loadAndRegister(app: string): Promise<Loaded> {
  const { main } = JSON.parse(readFileSync(join(app, 'package.json'), 'utf8')) as { main: string };
  const from = performance.now();
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', LOAD, join(app, main)],
    { cwd: app, env: { PATH: process.env.PATH, ...SETTINGS } },
  );
  return { ms: Number(stdout), processMs: performance.now() - from };
}
