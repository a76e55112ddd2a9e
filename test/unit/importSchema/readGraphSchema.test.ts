import { describe, expect, it } from 'vitest';
import { decodeText } from '../../../infra/scripts/importSchema/decodeText.ts';
import { readGraphSchema } from '../../../infra/scripts/importSchema/readGraphSchema.ts';

const schema = { synchronizationRules: [{ name: 'RULE' }] };
const read = (json: unknown) => readGraphSchema(JSON.stringify(json));

describe('a schema', () => {
  it.each([
    ['itself', schema],
    ['in a list', { value: [schema] }],
    ['in a job', { id: 'job', schema }],
    ['in a list of jobs', { value: [{ id: 'job', templateId: 'slackOutDelta', schema }] }],
  ])('is found: %s', (_, json) => {
    expect(read(json).synchronizationRules[0]?.name).toBe('RULE');
  });

  it.each([
    ['an error that Graph answered', { error: { code: 'Authorization_RequestDenied', message: 'x' } }],
    ['the list of jobs', { value: [{ id: 'job', templateId: 'slackOutDelta' }] }],
    ['the list of secrets', { value: [{ key: 'SyncAll', value: 'true' }] }],
    ['looks like a provisioning.json', { users: { mappings: [] } }],
    ['holds 2 schemas', { value: [schema, schema] }],
    ['no synchronizationRules', {}],
    ['It holds a list', []],
    ['a single value', 7],
  ])('is not: %s', (what, json) => {
    expect(() => read(json)).toThrow(what);
  });

  it('of another shape is refused with the place, not the value', () => {
    const wrong = { synchronizationRules: [{ objectMappings: [{ attributeMappings: [{ source: 'xoxp-1' }] }] }] };
    expect(() => read(wrong)).toThrow(
      /synchronizationRules\[0\]\.objectMappings\[0\]\.attributeMappings\[0\]\.source/u,
    );
    expect(() => read(wrong)).not.toThrow(/xoxp/u);
  });

  it('that is broken is refused with line and column', () => {
    expect(() => readGraphSchema('{\n  "synchronizationRules": [}')).toThrow(/line 2, column 28/u);
  });

  it('nested without end is refused', () => {
    expect(() => readGraphSchema('['.repeat(100_000))).toThrow(/nested more than 500 deep/u);
  });

  it('of an unlikely size is refused', () => {
    expect(() => readGraphSchema(`"${'x'.repeat(5_000_000)}"`)).toThrow(/more than 5000000 characters/u);
  });
});

describe('bytes', () => {
  const text = '{"name":"Zoë"}';

  it('are read as UTF-8 or UTF-16, with or without a byte order mark', () => {
    const utf16 = Buffer.from(`\uFEFF${text}`, 'utf16le');
    expect(decodeText(Buffer.from(text))).toBe(text);
    expect(decodeText(Buffer.from(`\uFEFF${text}`))).toBe(text);
    expect(decodeText(utf16)).toBe(text);
    expect(decodeText(Buffer.from(utf16).swap16())).toBe(text);
  });
});
