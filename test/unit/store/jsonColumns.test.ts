import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonColumns, readJson } from '../../../shared/store/jsonColumns.ts';

describe('a JSON value in columns', () => {
  it('comes back as it went in, whatever it holds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), (value, text) => {
        const whole = { value, text, long: text.repeat(10_000) };
        expect(readJson(jsonColumns('value', whole), 'value')).toEqual(JSON.parse(JSON.stringify(whole)));
      }),
      { numRuns: 50 },
    );
  });

  it('is cut into ASCII columns that a table takes, the first without a number', () => {
    const columns = jsonColumns('value', '😀'.repeat(10_000));
    expect(Object.keys(columns)).toEqual(['value', 'value1', 'value2', 'value3']);
    for (const column of Object.values(columns)) {
      expect(column.length).toBeLessThanOrEqual(32_768);
      expect(column).toMatch(/^[\x20-\x7e]*$/);
    }
  });

  it('is undefined when the columns are missing', () => {
    expect(readJson({ other: '1' }, 'value')).toBeUndefined();
    expect(readJson(jsonColumns('value', null), 'value')).toBeNull();
  });
});
