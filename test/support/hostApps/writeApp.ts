import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE_MODULES = fileURLToPath(new URL('../../../node_modules', import.meta.url));

/**
 * Writes a function app into a new temporary folder, with the repository's node_modules.
 * @param files by relative path; package.json (ESM, `main` `*.js`) and host.json are added when they are missing
 * @returns the folder
 */
export function writeApp(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'host-app-'));
  symlinkSync(NODE_MODULES, join(folder, 'node_modules'), 'dir');
  const all = {
    'package.json': '{ "type": "module", "main": "*.js" }',
    'host.json': '{ "version": "2.0" }',
    ...files,
  };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
