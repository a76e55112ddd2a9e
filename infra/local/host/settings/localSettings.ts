import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HostStartError } from '../hostStartError.ts';

/** Reads a JSON file that may carry a byte order mark. */
export function readJsonFile(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new HostStartError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * `Values` of `local.settings.json`; empty without that file.
 * @throws HostStartError for a value that is no string (as Core Tools demands) and for an encrypted file
 */
export function readLocalValues(folder: string): Record<string, string> {
  const path = join(folder, 'local.settings.json');
  if (!existsSync(path)) return {};
  const file = readJsonFile(path) as { IsEncrypted?: unknown; Values?: Record<string, unknown> };
  if (file.IsEncrypted === true) throw new HostStartError(`${path} is encrypted; only plain settings can be read.`);
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(file.Values ?? {})) {
    if (typeof value !== 'string') throw new HostStartError(`${path}: Values.${name} must be a string.`);
    values[name] = value;
  }
  return values;
}

/**
 * Adds settings to the environment; variables that exist win.
 * @returns a function that takes the added ones out again
 */
export function applySettings(values: Readonly<Record<string, string>>, env: NodeJS.ProcessEnv): () => void {
  const added = Object.keys(values).filter((name) => env[name] === undefined);
  for (const name of added) env[name] = values[name];
  return () => {
    for (const name of added) delete env[name];
  };
}

/**
 * Replaces each `%NAME%` by that setting, as binding options allow it.
 * @throws HostStartError when the setting does not exist
 */
export function resolvePlaceholders(text: string, env: NodeJS.ProcessEnv): string {
  return text.replace(/%([^%]+)%/g, (_, name: string) => {
    const value = env[name];
    if (value === undefined) throw new HostStartError(`'%${name}%' does not resolve: there is no setting ${name}.`);
    return value;
  });
}
