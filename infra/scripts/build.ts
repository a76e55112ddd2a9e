import { globSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile, stop } from 'esbuild';
import type { CheckedConfigurations } from '../../shared/config/checkedConfigurations.ts';
import { buildPage } from './buildPage.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Some packages (rhea and jsonwebtoken among them) are CommonJS and call `require` for Node's own modules. */
const REQUIRE_BANNER =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

/**
 * Bundles `functions/register.ts` into `dist/functions.js`; what a function does, which is loaded when it is first called, into
 * chunks; and the dashboard's page into `dist/dashboard`.
 * `@azure/functions` stays a package of its own: the Functions worker finds the registration through it.
 * Files that would not change are left alone, so that building again does not disturb a host that runs the app.
 * @param outdir where `functions.js`, `chunks/` and `dashboard/` go
 * @param checked configurations that the app need not check again when it starts
 * @returns what is in each file of the app, and what it imports
 */
export async function buildApp(outdir = `${ROOT}dist`, checked: CheckedConfigurations = {}): Promise<Metafile> {
  const { outputFiles, metafile } = await build({
    write: false,
    metafile: true,
    absWorkingDir: ROOT,
    entryPoints: [{ in: 'functions/register.ts', out: 'functions' }],
    define: { CHECKED_CONFIGURATIONS: JSON.stringify(checked) },
    outdir,
    bundle: true,
    splitting: true,
    minify: true,
    keepNames: true,
    sourcemap: 'linked',
    sourcesContent: false,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'], // ES modules, of which only what is used goes into the bundle.
    target: 'node22',
    external: ['@azure/functions'],
    banner: { js: REQUIRE_BANNER },
    chunkNames: 'chunks/[name]-[hash]',
    legalComments: 'none',
    logLevel: 'warning',
  });
  const files = [...outputFiles, ...(await buildPage(join(outdir, 'dashboard')))];
  await stop(); // Its process would stay as long as this one.
  for (const { path, contents } of files) await replaceFile(path, contents);
  const made = new Set(files.map(({ path }) => path));
  for (const file of globSync('{functions,functions/**/*,chunks/*,dashboard/*}.{js,map,css}', { cwd: outdir })) {
    if (!made.has(join(outdir, file))) await rm(join(outdir, file), { force: true });
  }
  return metafile;
}

/** Never leaves half a file where somebody may read it. */
async function replaceFile(path: string, contents: Uint8Array): Promise<void> {
  const before = await readFile(path).catch(() => undefined);
  if (before?.equals(contents)) return;
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, contents);
  await rename(temporary, path);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildApp();
