import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readAppSettings } from '../../../infra/scripts/doctor/readAppSettings.ts';
import { UsageError } from '../../../infra/scripts/usageError.ts';

describe("the app's settings from a file", () => {
  const folder = mkdtempSync(join(tmpdir(), 'settings-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const read = (text: string) => {
    const file = join(folder, 'settings.json');
    writeFileSync(file, text);
    return readAppSettings(file);
  };

  it.each([
    ['as the Azure CLI lists them', '[{"name":"A","slotSetting":false,"value":"1"},{"name":"B","value":null}]'],
    ['with a byte order mark, as PowerShell writes', '\uFEFF[{"name":"A","value":"1"}]'],
    ['of Core Tools', '{"IsEncrypted":false,"Values":{"A":"1"}}'],
    ['as names and values', '{"A":1}'],
  ])('are read %s', (_name, text) => expect(read(text)).toEqual({ A: '1' }));

  it.each(['', 'Name  Value\n----\nA  secret', '["secret"]', '[null]', '"secret"', 'null'])(
    'are refused as %j, without showing them',
    (text) => {
      expect(() => read(text)).toThrow(UsageError);
      expect(() => read(text)).not.toThrow('secret');
    },
  );

  it('are refused when there is no such file', () => {
    expect(() => readAppSettings(join(folder, 'none.json'))).toThrow('cannot be read');
  });
});
