import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatConfig } from '../../../infra/scripts/importSchema/formatConfig.ts';
import { formatReport } from '../../../infra/scripts/importSchema/formatReport.ts';
import { attribute, convert, schemaFile, schemaOf } from './schemaFiles.ts';

describe('the file', () => {
  it('has one line per mapping, if it fits', () => {
    const lines = formatConfig(convert(schemaFile('typicalSlackApp')).config).split('\n');
    expect(lines).toContain('      { "target": "title", "source": "[jobTitle]" },');
    expect(lines).toContain('    "actions": ["create", "update", "disable"],');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120);
    expect(lines.at(-1)).toBe('');
  });

  it.each([119, 120, 121, 122])('has no line of more than 120 columns, the comma included (%i)', (length) => {
    const frame = '  "list": ["", "y"],'.length;
    const text = formatConfig({ list: ['x'.repeat(length - frame), 'y'], z: 1 });
    expect(text.split('\n')[1]).toHaveLength(length <= 120 ? length : '  "list": ['.length);
  });

  it('holds what it was made of', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const json = JSON.stringify({ value });
        expect(JSON.stringify(JSON.parse(formatConfig(JSON.parse(json))))).toBe(json);
      }),
    );
  });
});

describe('the report', () => {
  it('says what was changed, from what to what and why, and what was left out with what to do', () => {
    const report = formatReport(convert(schemaOf([attribute('title', 'JobTitle'), attribute('nope', 'mail')])));
    expect(report).toMatch(
      /Changed\n(?:.*\n)*? {2}- users: title\n {6}from \[JobTitle\]\n {6}to {3}\[jobTitle\]\n {6}\w/u,
    );
    expect(report).toMatch(
      /Not carried over\n(?:.*\n)*? {2}- users: nope\n {6}There is no target.*\n {6}→ Map it by hand/u,
    );
    expect(report).toContain('What differs from Entra');
    expect(report).not.toContain('switched off');
  });

  it('marks what must be settled before anything runs', () => {
    const report = formatReport(convert(schemaOf([], { flowTypes: 'Add, Update' })));
    expect(report).toContain('- ✗ users: actions');
    expect(report).toContain('until you have settled the point marked ✗');
  });
});
