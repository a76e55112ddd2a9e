import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { decodeText } from './decodeText.ts';

const STANDARD_INPUT = 0;

/** A file cannot be read or written; the message names it and is for people. */
export class FileError extends Error {
  override readonly name = 'FileError';
}

/**
 * Reads a text file.
 *
 * @param path `-` for standard input
 * @throws FileError when it cannot be read
 */
export function readText(path: string): string {
  return attempt(`${path === '-' ? 'Standard input' : path} cannot be read`, () =>
    decodeText(readFileSync(path === '-' ? STANDARD_INPUT : path)),
  );
}

/** @throws FileError when there is such a file already */
export function requireFree(path: string): void {
  if (existsSync(path)) throw new FileError(`${path} is there already. Give another name with --out, or --force.`);
}

/**
 * Writes a file whole or not at all.
 *
 * @throws FileError when it cannot be written
 */
export function writeWhole(path: string, text: string): void {
  const draft = `${path}.${process.pid}.tmp`;
  attempt(`${path} cannot be written`, () => {
    try {
      writeFileSync(draft, text, { flag: 'wx' });
      renameSync(draft, path);
    } catch (error) {
      rmSync(draft, { force: true });
      throw error;
    }
  });
}

function attempt<T>(failure: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new FileError(`${failure} (${code}).`);
  }
}
