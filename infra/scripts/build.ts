import { globSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin, stop } from 'esbuild';
import { buildPage } from './buildPage.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The Service Bus and Storage SDKs are CommonJS and call `require` for Node's own modules. */
const REQUIRE_BANNER =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

const ENTRY = 'every-function';

/** An entry that imports each file under `functions/`, in alphabetical order: there is no list that could be forgotten. */
const everyFunction: Plugin = {
  name: ENTRY,
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^every-function$/ }, () => ({ path: ENTRY, namespace: ENTRY }));
    onLoad({ filter: /./, namespace: ENTRY }, () => {
      const files = globSync('functions/**/*.ts', { cwd: ROOT, exclude: ['functions/dashboard/page/**'] }).sort();
      return { contents: files.map((file) => `import './${file}';`).join('\n'), resolveDir: ROOT };
    });
  },
};

/**
 * Bundles all functions into `dist/functions.js`, which registers them; what is loaded only when first used into chunks; and
 * the dashboard's page into `dist/dashboard`. A file for each function would make the start a third longer, as Node then has
 * many small files to find and link.
 * `@azure/functions` stays a package of its own: the Functions worker finds the registration through it.
 * Files that would not change are left alone, so that building again does not disturb a host that runs the app.
 * @param outdir where `functions.js`, `chunks/` and `dashboard/` go
 */
export async function buildApp(outdir = `${ROOT}dist`): Promise<void> {
  const { outputFiles } = await build({
    write: false,
    absWorkingDir: ROOT,
    entryPoints: [{ in: ENTRY, out: 'functions' }],
    plugins: [everyFunction],
    outdir,
    bundle: true,
    splitting: true,
    minify: true,
    keepNames: true,
    sourcemap: 'linked',
    sourcesContent: false,
    format: 'esm',
    platform: 'node',
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
