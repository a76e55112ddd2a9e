import { cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Metafile } from 'esbuild';
import { type Zippable, zipSync } from 'fflate';
import { digestOf } from '../../../shared/config/checkedConfigurations.ts';
import { loadProvisioningConfig } from '../../../shared/config/provisioningConfig.ts';
import { buildApp } from '../build.ts';
import { runtimeModules } from './runtimeModules.ts';

/** The one package that is not bundled: the Functions worker finds the app's registration through it. */
const PROGRAMMING_MODEL = '@azure/functions';

/** The same contents give the same archive, whenever it is made; 1980 is the first year that a ZIP knows. */
const MODIFIED = new Date(1980, 0, 1);

export interface WrittenPackage {
  /** Paths within the package, sorted. */
  readonly files: readonly string[];
  /** Of the archive. */
  readonly bytes: number;
  /** What is in each file of the app, and what it imports. */
  readonly metafile: Metafile;
}

/**
 * Builds the app and writes what is deployed: a folder as Azure Functions runs it, and the same as a ZIP archive.
 * @param root the project
 * @param folder is emptied first
 * @throws ConfigurationError when a provisioning.json would stop the app from starting
 */
export async function writePackage(root: string, folder: string, archive: string): Promise<WrittenPackage> {
  const configurations = globSync('provisioning*.json', { cwd: root, exclude: ['provisioning.imported.json'] });
  const checked = Object.fromEntries(
    configurations.map((file) => {
      const path = join(root, file);
      return [digestOf(readFileSync(path, 'utf8')), loadProvisioningConfig(path)];
    }),
  );
  rmSync(folder, { recursive: true, force: true });
  const metafile = await buildApp(join(folder, 'dist'), checked);
  for (const map of globSync('dist/**/*.map', { cwd: folder })) rmSync(join(folder, map));
  for (const file of ['host.json', 'LICENSE', ...configurations, ...(await runtimeModules(PROGRAMMING_MODEL, root))])
    if (existsSync(join(root, file))) cpSync(join(root, file), join(folder, file));
  writeFileSync(join(folder, 'package.json'), packageJson(root));
  const files = globSync('**/*', { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
  const contents: Zippable = Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, file))]));
  const zip = zipSync(contents, { level: 9, mtime: MODIFIED });
  mkdirSync(dirname(archive), { recursive: true });
  writeFileSync(archive, zip);
  return { files, bytes: zip.length, metafile };
}

/** What the worker reads, and nothing that somebody would want to install. */
function packageJson(root: string): string {
  const { name, version, license, type, main, engines, dependencies } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  const needed = { [PROGRAMMING_MODEL]: dependencies[PROGRAMMING_MODEL] };
  return `${JSON.stringify({ name, version, private: true, license, type, main, engines, dependencies: needed }, null, 2)}\n`;
}
