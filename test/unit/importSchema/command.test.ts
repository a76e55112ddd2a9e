import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileError, requireFree, writeWhole } from '../../../infra/scripts/importSchema/files.ts';
import { readImportOptions } from '../../../infra/scripts/importSchema/importOptions.ts';
import { UsageError } from '../../../infra/scripts/usageError.ts';
import { loadProvisioningConfig } from '../../../shared/config/provisioningConfig.ts';
import { schemaFile } from './schemaFiles.ts';

const SCRIPT = fileURLToPath(new URL('../../../infra/scripts/importSchema.ts', import.meta.url));
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'import-schema-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

function run(args: readonly string[], input = '') {
  return spawnSync(process.execPath, [SCRIPT, ...args], { cwd: directory, input, encoding: 'utf8' });
}

describe('the command', () => {
  it('reads standard input, reports, and writes a file that the app starts with', () => {
    const { stdout, stderr, status } = run(['-'], schemaFile('customised'));
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout).toMatch(/^From Entra: .*Wrote provisioning\.imported\.json/su);
    expect(loadProvisioningConfig(join(directory, 'provisioning.imported.json')).users.mappings).toHaveLength(12);
    const { $schema } = JSON.parse(readFileSync(join(directory, 'provisioning.imported.json'), 'utf8'));
    expect(readFileSync(join(directory, $schema), 'utf8')).toContain('Provisioning from Entra to Slack');
  });

  it('writes nothing when no valid configuration results', () => {
    const { stdout, stderr, status } = run(['-'], schemaFile('foreignSalesforce'));
    expect({ stdout, status }).toEqual({ stdout: '', status: 1 });
    expect(stderr).toMatch(/does not provision people from Entra to Slack/u);
    expect(readdirSync(directory)).toEqual([]);
  });

  it('prints the report as JSON', () => {
    const { stdout, status } = run(['-', '--json', '--out', 'new.json'], schemaFile('typicalSlackApp'));
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ written: 'new.json', enabled: true, lost: [{ where: 'scope.mode' }] });
  });
});

describe('its options', () => {
  it.each([
    [[], 'Which schema'],
    [['a', 'b'], 'One schema at a time'],
    [['-', '--secrets', '-'], 'Only one file'],
    [['a', '--out', ''], '--out needs'],
    [['a', '--nope'], 'nope'],
  ])('%j are refused', (args, message) => {
    expect(() => readImportOptions(args)).toThrow(UsageError);
    expect(() => readImportOptions(args)).toThrow(message);
  });

  it('have defaults that overwrite nothing', () => {
    expect(readImportOptions(['a.json'])).toEqual({
      schema: 'a.json',
      secrets: undefined,
      out: 'provisioning.imported.json',
      force: false,
      json: false,
    });
    expect(readImportOptions(['--help'])).toBeUndefined();
  });
});

describe('a file', () => {
  it('that is there is kept', () => {
    const path = join(directory, 'provisioning.json');
    writeFileSync(path, 'mine');
    expect(() => requireFree(path)).toThrow(FileError);
  });

  it('is replaced whole, and leaves nothing behind when it cannot be', () => {
    const path = join(directory, 'provisioning.json');
    writeWhole(path, 'new');
    writeWhole(path, 'newer');
    expect(readFileSync(path, 'utf8')).toBe('newer');
    expect(() => writeWhole(directory, 'x')).toThrow(FileError);
    expect(readdirSync(directory)).toEqual(['provisioning.json']);
    expect(readdirSync(join(directory, '..')).filter((name) => name.startsWith(`${directory}.`))).toEqual([]);
  });
});
