import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type WrittenPackage, writePackage } from '../../infra/scripts/packaging/writePackage.ts';
import { ConfigurationError } from '../../shared/errors/configurationError.ts';
import { appFunctions, startedApp } from '../support/appFunctions.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Nothing that the project has installed can be found from here: the temporary folder is outside of it. */
const folder = mkdtempSync(join(tmpdir(), 'package-'));
const archive = join(folder, 'package.zip');
const unpacked = join(folder, 'unpacked');
let written: WrittenPackage;

beforeAll(async () => {
  written = await writePackage(ROOT, join(folder, 'package'), archive);
  for (const [path, contents] of Object.entries(unzipSync(readFileSync(archive)))) {
    await mkdir(join(unpacked, dirname(path)), { recursive: true });
    writeFileSync(join(unpacked, path), contents);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The packages whose code is loaded together with a file that is imported when it is first needed. */
function librariesOf(entry: string, { outputs }: WrittenPackage['metafile']): ReadonlySet<string> {
  const start = Object.keys(outputs).find((file) => outputs[file]?.entryPoint === entry);
  if (start === undefined) throw new Error(`${entry} is not loaded by itself.`);
  const files = new Set([start]);
  for (const file of files) {
    for (const { path, kind } of outputs[file]?.imports ?? []) {
      if (kind === 'import-statement' && path in outputs) files.add(path);
    }
  }
  const sources = [...files].flatMap((file) => Object.keys(outputs[file]?.inputs ?? {}));
  return new Set(sources.flatMap((source) => /node_modules\/((?:@[^/]+\/)?[^/]+)/u.exec(source)?.[1] ?? []));
}

describe('the package that is deployed', () => {
  it('registers every function of the project when it is unpacked into an empty folder', async () => {
    const shape = (functions: Awaited<ReturnType<typeof appFunctions>>) =>
      functions.map(({ name, kind, trigger: { name: _, ...trigger } }) => ({ name, kind, trigger }));
    const registered = shape(await appFunctions(unpacked));
    expect(registered).toEqual(shape(await appFunctions()));
    const sources = readdirSync(join(ROOT, 'functions'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.startsWith(join('dashboard', 'page')))
      .map((file) => readFileSync(join(ROOT, 'functions', file), 'utf8'));
    const registrations = sources.join('\n').match(/^(?:app\.\w+\('|export const \w+Route = )/gmu) ?? [];
    expect(registered.length).toBe(registrations.length);
    expect(registered.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['graphNotifications', 'processChange', 'deadLetters', 'sweep', 'fullCycle', 'status']),
    );
  });

  it('is small, and holds production code only', () => {
    expect(written.bytes).toBe(statSync(archive).size);
    expect(written.bytes).toBeLessThan(1.5 * 1024 * 1024);
    const modules = written.files.filter((file) => file.startsWith('node_modules/'));
    const names = new Set(modules.map((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/u.exec(file)?.[1]));
    expect([...names].sort()).toEqual(['@azure/functions', '@azure/functions-extensions-base', 'cookie']);
    const others = written.files.filter((file) => !file.startsWith('node_modules/') && !file.startsWith('dist/'));
    expect(others).toEqual(['LICENSE', 'host.json', 'package.json', 'provisioning.json']);
    for (const file of written.files) expect(file).not.toMatch(/\.(?:ts|map)$|\.local|\.env|settings\.json/u);
  });

  it('starts with a small part of its code: what a function needs is loaded when it is first called', async () => {
    const { files } = await startedApp(unpacked);
    const own = files.filter((file) => file.startsWith(join(unpacked, 'dist')));
    const kilobytes = own.reduce((sum, file) => sum + statSync(file).size, 0) / 1024;
    expect(own).toContain(join(unpacked, 'dist/functions.js'));
    // Of 2 MB.
    expect(kilobytes).toBeLessThan(40);
  });

  it.each([
    ['the registrations', 'functions/register.ts', []],
    ['the handler of notifications', 'functions/graphNotifications.ts', []],
    ['the sending of their changes', 'shared/compose/queue.ts', ['@azure/service-bus']],
  ])('has in %s no library but what it cannot do without', (_what, entry, libraries) => {
    const big = ['@azure/service-bus', '@azure/data-tables', '@azure/identity', 'zod', 're2js', 'fast-xml-parser'];
    const loaded = librariesOf(entry, written.metafile);
    if (libraries.length === 0) expect([...loaded]).toEqual([]);
    expect(big.filter((name) => loaded.has(name))).toEqual(libraries);
  });

  it('checks a provisioning.json when it starts, if it is not as it was when it was packaged', async () => {
    const text = readFileSync(join(unpacked, 'provisioning.json'), 'utf8');
    writeFileSync(join(unpacked, 'edited.json'), text.replace('"mode": "assigned"', '"mode": "everybody"'));
    const started = startedApp(unpacked, { PROVISIONING_CONFIG: 'edited.json' });
    await expect(started).rejects.toThrow(/edited\.json is not valid:\n {2}- scope\.mode: /u);
  });

  it('is the same archive for the same sources', async () => {
    const again = join(folder, 'again.zip');
    await writePackage(ROOT, join(folder, 'again'), again);
    expect(readFileSync(again).equals(readFileSync(archive))).toBe(true);
  });

  it('is not made with a provisioning.json that would stop the app', async () => {
    const wrong = join(folder, 'wrong');
    await mkdir(wrong);
    symlinkSync(join(ROOT, 'node_modules'), join(wrong, 'node_modules'));
    writeFileSync(join(wrong, 'provisioning.json'), '{ "scope": { "mode": "everybody" } }');
    const target = join(folder, 'refused.zip');
    await expect(writePackage(wrong, join(folder, 'refused'), target)).rejects.toThrow(ConfigurationError);
    expect(readdirSync(folder)).not.toContain('refused.zip');
  });
});

describe('the unpacked package on the local stack', () => {
  let scenario: Scenario;
  beforeAll(async () => {
    scenario = await startScenario({ appFolder: unpacked });
  });
  afterAll(() => scenario.close());

  it('provisions somebody', async () => {
    scenario.addPerson({ userPrincipalName: 'ada@contoso.example' });
    expect((await scenario.provision()).cycle).toMatchObject({ done: 1, failed: 0 });
    expect(scenario.account('ada@contoso.example')?.active).toBe(true);
  });

  it('serves its page, which it finds beside its code', async () => {
    const page = await fetch(`${scenario.stack.functionsUrl}/api/dashboard`);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await page.text()).toMatch(/<!doctype html>/iu);
  });
});
