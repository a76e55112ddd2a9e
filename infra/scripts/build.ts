import { globSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The Service Bus and Storage SDKs are CommonJS and call `require` for Node's own modules. */
const REQUIRE_BANNER =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

/**
 * Bundles one file per function into `dist/functions`, shared code into chunks that are loaded when first used.
 * `@azure/functions` stays a package of its own: the Functions worker finds the registration through it.
 * @param outdir where `functions/` and `chunks/` go
 */
export async function buildApp(outdir = `${ROOT}dist`): Promise<void> {
  await rm(outdir, { recursive: true, force: true });
  await build({
    absWorkingDir: ROOT,
    entryPoints: globSync('functions/**/*.ts', { cwd: ROOT }),
    outbase: '.',
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
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildApp();
