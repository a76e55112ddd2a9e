import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { digestOf } from '../../../shared/config/checkedConfigurations.ts';
import { parseProvisioningConfig } from '../../../shared/config/provisioningConfig.ts';
import { readConfiguration } from '../../../shared/config/readConfiguration.ts';
import { ConfigurationError } from '../../../shared/errors/configurationError.ts';
import { minimalConfig } from './minimalConfig.ts';

const folder = mkdtempSync(join(tmpdir(), 'configuration-'));
const path = join(folder, 'provisioning.json');
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.unstubAllGlobals());

const TEXT = JSON.stringify(minimalConfig);
/** As a build with a checked configuration has it in its bundle. */
const packaged = (text: string, checked: object) =>
  vi.stubGlobal('CHECKED_CONFIGURATIONS', { [digestOf(text)]: checked });

describe('the configuration that the app starts with', () => {
  it('is taken as it was checked when it was packaged, without a second look', async () => {
    const checked = { schedules: 'what the check made of it' };
    writeFileSync(path, 'text that no check would pass');
    packaged('text that no check would pass', checked);
    expect(await readConfiguration(path)).toBe(checked);
  });

  it.each([
    ['nothing was packaged', undefined],
    ['it was edited since, were it by a blank', `${TEXT} `],
  ])('is checked when %s', async (_when, text) => {
    if (text !== undefined) packaged(text, {});
    writeFileSync(path, TEXT);
    expect(await readConfiguration(path)).toEqual(parseProvisioningConfig(TEXT, path));
  });

  it('stops the start when it is wrong', async () => {
    writeFileSync(path, TEXT.replace('"users"', '"user"'));
    packaged(TEXT, {});
    await expect(readConfiguration(path)).rejects.toThrow(ConfigurationError);
  });
});
