import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEnvironmentSecrets } from '../../../shared/store/environmentSecrets.ts';
import { createFileSecrets } from '../../../shared/store/fileSecrets.ts';
import { firstOf } from '../../../shared/store/firstOf.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'secrets-'));
});
afterAll(() => rm(folder, { recursive: true }));

const TOKEN = 'slack-token';

describe('secrets of the environment', () => {
  it('are read by name; an empty setting is none', async () => {
    const secrets = createEnvironmentSecrets({ [TOKEN]: 'xoxp-1', empty: '' });
    expect(await secrets.read(TOKEN)).toBe('xoxp-1');
    expect(await secrets.read('empty')).toBeUndefined();
    expect(await secrets.read('toString')).toBeUndefined();
  });

  it('cannot be written', async () => {
    const secrets = createEnvironmentSecrets({});
    await expect(secrets.write(TOKEN, 'x')).rejects.toMatchObject({ class: 'invalid', code: 'SecretStoreReadOnly' });
  });
});

describe('secrets in a file', () => {
  it('are there for another store on the same file, at once', async () => {
    const path = join(folder, 'deep', 'er', 'secrets.json');
    const secrets = createFileSecrets(path);
    expect(await secrets.read(TOKEN)).toBeUndefined();
    await secrets.write(TOKEN, 'one');
    expect(await createFileSecrets(path).read(TOKEN)).toBe('one');
    await createFileSecrets(path).write(TOKEN, 'two');
    expect(await secrets.read(TOKEN)).toBe('two');
    expect(await secrets.read('toString')).toBeUndefined();
  });

  it('can be read by the owner only, also after they were changed', async () => {
    const path = join(folder, 'mode.json');
    const secrets = createFileSecrets(path);
    await secrets.write(TOKEN, 'one');
    await secrets.write(TOKEN, 'two');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('written at the same time are all kept, and no other file is left', async () => {
    const path = join(folder, 'many', 'secrets.json');
    const secrets = createFileSecrets(path);
    const names = Array.from({ length: 20 }, (_, n) => `secret-${n}`);
    await Promise.all(names.map((name) => secrets.write(name, `value of ${name}`)));
    for (const name of names) expect(await secrets.read(name)).toBe(`value of ${name}`);
    expect(await readdir(join(folder, 'many'))).toEqual(['secrets.json']);
  });

  it('in a broken file are an error that quotes nothing of it, and are not overwritten', async () => {
    const path = join(folder, 'broken.json');
    await writeFile(path, '{"slack-token": "xoxp-1"');
    const secrets = createFileSecrets(path);
    const error = (await secrets.read(TOKEN).catch((reason: unknown) => reason)) as Error;
    expect(error).toMatchObject({ class: 'retry', code: 'SecretStoreUnavailable' });
    expect(error.message).not.toContain('xoxp');
    expect(error.cause).toBeUndefined();
    await expect(secrets.write(TOKEN, 'new')).rejects.toMatchObject({ code: 'SecretStoreUnavailable' });
  });

  it('can be written again after a write has failed', async () => {
    const path = join(folder, 'again.json');
    await writeFile(path, '[]');
    const secrets = createFileSecrets(path);
    await expect(secrets.write(TOKEN, 'x')).rejects.toMatchObject({ code: 'SecretStoreUnavailable' });
    await rm(path);
    await secrets.write(TOKEN, 'x');
    expect(await secrets.read(TOKEN)).toBe('x');
  });
});

describe('the first of several stores', () => {
  it('that has a value wins', async () => {
    const second = createFileSecrets(join(folder, 'second.json'));
    await second.write(TOKEN, 'from file');
    await second.write('other', 'from file');
    const secrets = firstOf(createEnvironmentSecrets({ [TOKEN]: 'from environment' }), second);
    expect(await secrets.read(TOKEN)).toBe('from environment');
    expect(await secrets.read('other')).toBe('from file');
    expect(await secrets.read('none')).toBeUndefined();
  });

  it('that can be written takes the value', async () => {
    const file = createFileSecrets(join(folder, 'third.json'));
    const secrets = firstOf(createEnvironmentSecrets({}), file);
    await secrets.write(TOKEN, 'new');
    expect(await file.read(TOKEN)).toBe('new');
  });

  it('refuses a value that would never be read', async () => {
    const file = createFileSecrets(join(folder, 'fourth.json'));
    const secrets = firstOf(createEnvironmentSecrets({ [TOKEN]: 'set' }), file);
    await expect(secrets.write(TOKEN, 'new')).rejects.toMatchObject({ code: 'SecretSetByEnvironment' });
    expect(await file.read(TOKEN)).toBeUndefined();
  });

  it('refuses a value when none can be written', async () => {
    const secrets = firstOf(createEnvironmentSecrets({}));
    await expect(secrets.write(TOKEN, 'new')).rejects.toMatchObject({ code: 'SecretStoreReadOnly' });
  });
});
