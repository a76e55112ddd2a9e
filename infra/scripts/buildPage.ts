import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const SOURCES = fileURLToPath(new URL('../../functions/dashboard/page', import.meta.url));

/** In `index.html`, where the address of a file carries the version of all of them. */
const VERSION = '__VERSION__';

/** A file to write: absolute path, and what is in it. */
export interface BuiltFile {
  readonly path: string;
  readonly contents: Uint8Array;
}

/**
 * Bundles the dashboard's page: `app.js`, `app.css`, the worker that holds previews, and the HTML that loads them. Browsers
 * may keep the files for good, since their addresses change with what is in them.
 * @param outdir where the files are to go; absolute
 */
export async function buildPage(outdir: string): Promise<readonly BuiltFile[]> {
  const { outputFiles } = await build({
    write: false,
    absWorkingDir: SOURCES,
    entryPoints: [
      { in: 'app.tsx', out: 'app' },
      { in: 'styles/app.css', out: 'app' },
      { in: 'previewWorker.ts', out: 'previewWorker' },
    ],
    outdir,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: ['chrome123', 'firefox120', 'safari17.5'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    tsconfigRaw: '{}',
    legalComments: 'none',
    logLevel: 'warning',
  });
  const version = createHash('sha256');
  for (const { contents } of outputFiles) version.update(contents);
  const html = await readFile(join(SOURCES, 'index.html'), 'utf8');
  const page = html.replaceAll(VERSION, version.digest('hex').slice(0, 12));
  return [...outputFiles, { path: join(outdir, 'index.html'), contents: Buffer.from(page) }];
}
