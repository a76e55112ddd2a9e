import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterEach, describe, expect, it } from 'vitest';
import { writeApp } from '../support/hostApps/writeApp.ts';
import { type SpawnedHost, spawnFunctionHost, startHostProcess } from '../support/spawnFunctionHost.ts';

const BASIC = fileURLToPath(new URL('../support/hostApps/basic', import.meta.url));
const IMPORT = "import { app } from '@azure/functions';\n";

const hosts: SpawnedHost[] = [];
const folders: string[] = [];

function newApp(files: Record<string, string>): string {
  const folder = writeApp(files);
  folders.push(folder);
  return folder;
}

afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.stop('SIGKILL')));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Starts an app that must not start; answers the exit code and all that was printed. */
async function failToStart(files: Record<string, string>): Promise<{ code: number | NodeJS.Signals; text: string }> {
  const host = spawnFunctionHost(newApp(files));
  const code = await host.ended;
  return { code, text: host.lines.join('\n') };
}

describe('the function host refuses an app that cannot run', () => {
  it('prints a ConfigurationError as its message alone and exits with 1', async () => {
    const { code, text } = await failToStart({
      'a.js': "throw Object.assign(new Error('SLACK_TOKEN is missing.'), { name: 'ConfigurationError' });",
    });
    expect({ code, text }).toEqual({ code: 1, text: 'SLACK_TOKEN is missing.' });
  });

  it('prints any other error with its stack and exits with 1', async () => {
    const { code, text } = await failToStart({ 'a.js': "throw new TypeError('a bug in the app');" });
    expect(code).toBe(1);
    expect(text).toMatch(/TypeError: a bug in the app\n +at .*a\.js/);
  });

  const http = (name: string, options: string) => `${IMPORT}app.http('${name}', { ${options} handler: () => ({}) });`;
  const cases: [rule: string, source: string, message: RegExp][] = [
    ['a name that Azure does not allow', http('9lives', ''), /'9lives' cannot be started: its name must match/],
    ['the reserved name host', http('Host', ''), /its name must match .* and not be 'host'/],
    ['a route under admin', http('a', "route: 'Administrators',"), /conflicts with the built-in routes/],
    ['a route under runtime', http('a', "route: '/runtime/x',"), /conflicts with the built-in routes/],
    [
      'one route twice with a method in common',
      `${http('a', "route: 'same', methods: ['GET', 'POST'],")}\n${http('b', "route: 'SAME', methods: ['POST'],").replace(IMPORT, '')}`,
      /'b' cannot be started: its route 'SAME' is that of function 'a'/,
    ],
    ['an app without functions', 'export {};', /registered no function/],
    [
      'a trigger of a kind that is not served',
      `${IMPORT}app.storageQueue('q', { queueName: 'x', connection: 'Y', handler: () => {} });`,
      /'q' cannot be started: this host serves no trigger of type 'queueTrigger'/,
    ],
    [
      'an output binding, which would be lost',
      `import { app, output } from '@azure/functions';
       app.timer('t', { schedule: '0 0 0 1 1 *', return: output.serviceBusQueue({ queueName: 'x', connection: 'Y' }), handler: () => 1 });`,
      /serves no output binding of type 'serviceBus'/,
    ],
    [
      'batches of messages',
      `${IMPORT}app.serviceBusQueue('q', { queueName: 'x', connection: 'Y', cardinality: 'many', handler: () => {} });`,
      /one by one, not 'many'/,
    ],
    [
      'a queue without its connection setting',
      `${IMPORT}app.serviceBusQueue('q', { queueName: 'x', connection: 'NoSuchSetting', handler: () => {} });`,
      /'q' needs the setting NoSuchSetting/,
    ],
    [
      'a schedule that cannot be read',
      `${IMPORT}app.timer('t', { schedule: 'every day', handler: () => {} });`,
      /The schedule 'every day' is not valid: it needs six fields/,
    ],
    [
      'a schedule with a setting that is not there',
      `${IMPORT}app.timer('t', { schedule: '%NO_SUCH%', handler: () => {} });`,
      /'%NO_SUCH%' does not resolve/,
    ],
  ];
  it.each(cases)('names %s and exits with 1', async (_rule, source, message) => {
    const { code, text } = await failToStart({ 'a.js': source });
    expect(text).toMatch(message);
    expect(text).not.toMatch(/\n +at /);
    expect(code).toBe(1);
  });

  it('names a function registered twice, without regard to case, and shows where', async () => {
    const twice = `${http('a', '')}\n${http('A', "route: 'other',").replace(IMPORT, '')}`;
    const { code, text } = await failToStart({ 'a.js': twice });
    expect(text).toMatch(/A function named "A" is registered already/);
    expect(text).toMatch(/\n +at .*a\.js:3/);
    expect(code).toBe(1);
  });

  it('says what is missing when main matches no file or host.json is absent', async () => {
    const unbuilt = await failToStart({ 'package.json': '{ "type": "module", "main": "dist/{a,b}/**/*.js" }' });
    expect(unbuilt.text).toMatch(/no file matches "main": "dist\/\{a,b\}\/\*\*\/\*\.js"\. Is the app built\?/);
    const old = await failToStart({ 'a.js': http('a', ''), 'host.json': '{}' });
    expect(old.text).toMatch(/"version" must be "2\.0"/);
  });
});

describe('the function host runs as a process', () => {
  it('runs an app that esbuild has bundled with @azure/functions external', async () => {
    const folder = newApp({
      'package.json': '{ "type": "module", "main": "dist/*.mjs" }',
      'src/a.ts': `${IMPORT}app.http('bundled', { handler: () => ({ body: 'bundled' as string }) });`,
    });
    await build({
      entryPoints: [join(folder, 'src/a.ts')],
      outdir: join(folder, 'dist'),
      outExtension: { '.js': '.mjs' },
      bundle: true,
      minify: true,
      format: 'esm',
      platform: 'node',
      external: ['@azure/functions'],
    });
    const host = await startHostProcess(folder);
    hosts.push(host);
    expect(await (await fetch(`${host.url}/api/bundled`)).text()).toBe('bundled');
  });

  it('runs a CommonJS app, without a route prefix when host.json says so, from its own folder', async () => {
    const host = await startHostProcess(
      newApp({
        'package.json': '{ "main": "a.js" }',
        'host.json': '{ "version": "2.0", "extensions": { "http": { "routePrefix": "" } } }',
        'a.js': `const { app } = require('@azure/functions');
          app.get('folder', () => ({ body: String(require('node:fs').existsSync('a.js')) }));`,
      }),
    );
    hosts.push(host);
    expect(await (await fetch(`${host.url}/folder`)).text()).toBe('true');
  });

  it('on SIGTERM lets a running invocation end, runs the appTerminate hooks and exits with 0', async () => {
    const host = await startHostProcess(BASIC, ['--no-timers']);
    hosts.push(host);
    const slow = fetch(`${host.url}/api/slow`);
    await host.line(/slow begins/);
    const code = await host.stop('SIGTERM');
    expect(await (await slow).text()).toBe('slow ended');
    expect(host.lines).toContain('appTerminate hook');
    expect(code).toBe(0);
  });

  it('writes only warnings and errors with --quiet', async () => {
    const host = await startHostProcess(BASIC, ['--no-timers', '--quiet']);
    hosts.push(host);
    await fetch(`${host.url}/api/hello`);
    await fetch(`${host.url}/api/broken`);
    await host.line(/ error broken\]/);
    expect(host.lines.filter((line) => / (information|debug) /.test(line))).toEqual([]);
  });

  it('obeys a log level of host.json for one function', async () => {
    const host = await startHostProcess(
      newApp({
        'host.json': '{ "version": "2.0", "logging": { "logLevel": { "default": "Error", "Function.a": "Debug" } } }',
        'a.js': `${IMPORT}app.get('a', (_, context) => { context.debug('from a'); return {}; });
          app.get('b', (_, context) => { context.warn('from b'); context.error('the end'); return {}; });`,
      }),
    );
    hosts.push(host);
    await fetch(`${host.url}/api/a`);
    await fetch(`${host.url}/api/b`);
    await host.line(/ error b\] the end/);
    expect(host.lines.some((line) => / debug a\] from a$/.test(line))).toBe(true);
    expect(host.lines.some((line) => line.includes('from b'))).toBe(false);
  });
});
