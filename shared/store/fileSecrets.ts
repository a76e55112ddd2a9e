import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import { ProvisioningError } from '../errors/provisioningError.ts';
import type { SecretStore } from '../ports/secretStore.ts';

const fileSchema = z.record(z.string(), z.string());

/**
 * Secrets in a JSON file that only its owner may read (mode 600), for use without a Key Vault. The file is read each time,
 * so that another process of the local stack sees a new secret at once, and replaced whole, so that nobody ever reads half
 * of it. Throws ProvisioningError `retry` (`SecretStoreUnavailable`) when it cannot be read or written.
 */
export function createFileSecrets(path: string): SecretStore {
  let lastWrite: Promise<void> = Promise.resolve();

  async function write(name: string, value: string): Promise<void> {
    const secrets = await readAll(path);
    await replaceFile(path, `${JSON.stringify({ ...secrets, [name]: value }, null, 2)}\n`);
  }

  return {
    async read(name) {
      const secrets = await readAll(path);
      return Object.hasOwn(secrets, name) ? secrets[name] : undefined;
    },

    write(name, value) {
      // One after the other: each keeps what the one before has written.
      const writing = lastWrite.then(() => write(name, value));
      lastWrite = writing.catch(() => undefined);
      return writing;
    },
  };
}

async function readAll(path: string): Promise<Readonly<Record<string, string>>> {
  try {
    return fileSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    // Not as cause: a JSON parser's message quotes what it read.
    const fault = (error as NodeJS.ErrnoException).code ?? 'it must be a JSON object of texts';
    throw new ProvisioningError('retry', 'SecretStoreUnavailable', `The secret file ${path} cannot be read: ${fault}.`);
  }
}

async function replaceFile(path: string, text: string): Promise<void> {
  const next = `${path}.${randomUUID()}`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(next, text, { mode: 0o600, flag: 'wx', flush: true });
    await rename(next, path);
  } catch (error) {
    await rm(next, { force: true });
    const fault = (error as NodeJS.ErrnoException).code ?? 'unknown fault';
    throw new ProvisioningError(
      'retry',
      'SecretStoreUnavailable',
      `The secret file ${path} cannot be written: ${fault}.`,
    );
  }
}
