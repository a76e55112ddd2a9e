import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { HostStartError } from '../hostStartError.ts';
import { readJsonFile } from '../settings/localSettings.ts';

/**
 * The files that `main` of the app's package.json names: a path or a glob, in alphabetical order.
 * @throws HostStartError when there is no package.json, no `main`, or no such file
 */
export function findEntryFiles(folder: string): string[] {
  const path = join(folder, 'package.json');
  if (!existsSync(path)) throw new HostStartError(`There is no package.json in ${folder}.`);
  const { main } = readJsonFile(path) as { main?: unknown };
  if (typeof main !== 'string' || main === '') {
    throw new HostStartError(`${path} has no "main": it must name the app's files, for example "dist/functions/*.js".`);
  }
  const files = globSync(main, { cwd: folder }).sort();
  if (files.length === 0) throw new HostStartError(`${path}: no file matches "main": "${main}". Is the app built?`);
  return files.map((file) => join(folder, file));
}
