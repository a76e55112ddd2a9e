import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { parseProvisioningConfig } from '../../../shared/config/provisioningConfig.ts';
import { provisioningJsonSchema } from '../../../shared/config/provisioningJsonSchema.ts';
import { minimalConfig } from './minimalConfig.ts';

const schema = JSON.parse(provisioningJsonSchema());
/** Made of the generated JSON alone, as an editor would. */
const editor = z.fromJSONSchema(schema);
const [email, userName] = minimalConfig.users.mappings;

const accepts = (file: unknown) => editor.safeParse(file).success;
const withMapping = (mapping: unknown) => ({ users: { mappings: [email, userName, mapping] } });
const withClause = (clause: unknown) => ({
  users: { ...minimalConfig.users, filters: [{ name: 'f', clauses: [clause] }] },
});

describe('what is checked in', () => {
  it('provisioning.schema.json is current (npm run schema)', () => {
    expect(readFileSync('shared/config/provisioning.schema.json', 'utf8')).toBe(provisioningJsonSchema());
  });

  it('provisioning.json is valid and points at the schema', () => {
    const text = readFileSync('provisioning.json', 'utf8');
    expect(JSON.parse(text).$schema).toBe('./shared/config/provisioning.schema.json');
    expect(parseProvisioningConfig(text, 'provisioning.json').groups.enabled).toBe(true);
    expect(accepts(JSON.parse(text))).toBe(true);
  });
});

describe('an editor takes', () => {
  it.each([
    minimalConfig,
    withMapping({ target: 'title', source: 'Append([jobTitle], "!")', whenEmpty: 'keep' }),
    withMapping({ target: 'title', default: 'Staff' }),
    withMapping({ target: 'title', source: '[extension_0123456789abcdef0123456789abcdef_x]' }),
    withClause({ attribute: 'department', operator: 'EQUALS', value: 'x' }),
    withClause({ attribute: 'extension_0123456789abcdef0123456789abcdef_x', operator: 'IS NULL' }),
    withClause({ attribute: 'employeeId', operator: 'Greater_Than', value: '7' }),
  ])('%j, as the app does', (file) => {
    expect(accepts(file)).toBe(true);
    expect(() => parseProvisioningConfig(JSON.stringify(file), 'x')).not.toThrow();
  });
});

describe('an editor marks', () => {
  it.each([
    {},
    { ...minimalConfig, scoep: {} },
    { ...minimalConfig, scope: { mode: 'everyone' } },
    withMapping({ target: 'usrName', source: '[mail]' }),
    withMapping({ target: 'title' }),
    withMapping({ target: 'title', source: '' }),
    withMapping({ target: 'title', source: '[city]', match: 3 }),
    withMapping({ target: 'title', default: 'Staff', apply: 'always' }),
    withMapping({ target: 'title', source: '[city]', apply: 'never' }),
    withClause({ attribute: 'departmnt', operator: 'IS NULL' }),
    withClause({ attribute: 'proxyAddresses', operator: 'IS NULL' }),
    withClause({ attribute: 'department', operator: 'EQUAL', value: 'x' }),
    withClause({ attribute: 'department', operator: 'EQUALS' }),
    withClause({ attribute: 'department', operator: 'EQUALS', value: '' }),
    withClause({ attribute: 'department', operator: 'IS NULL', value: 'x' }),
    withClause({ attribute: 'employeeId', operator: 'Greater_Than', value: 'x' }),
  ])('%j, as the app does', (file) => {
    expect(accepts(file)).toBe(false);
    expect(() => parseProvisioningConfig(JSON.stringify(file), 'x')).toThrow();
  });
});

describe('an editor explains', () => {
  const mapping = schema.properties.users.properties.mappings.items;
  const clause = schema.properties.users.properties.filters.items.properties.clauses.items;

  it.each([
    ['targets', mapping.properties.target, 'userName', /handle/u],
    ['sources', mapping.properties.source.anyOf[0], '[thumbnailPhoto]', /photo/u],
    ['filter attributes', clause.properties.attribute.anyOf[0], 'department', /Department/u],
    ['operators', clause.properties.operator, '!&', /does not occur in the value/u],
    [
      'group targets',
      schema.properties.groups.properties.mappings.items.properties.target,
      'members',
      /Slack account/u,
    ],
    ['actions', schema.properties.users.properties.actions.items, 'disable', /Disable/u],
  ])('%s', (_, list, name, explanation) => {
    expect(list.enumDescriptions).toHaveLength(list.enum.length);
    expect(list.enumDescriptions[list.enum.indexOf(name)]).toMatch(explanation);
    expect(list.enumDescriptions.filter((text: string) => text === '' || text.includes('`'))).toEqual([]);
  });

  it('offers snippets for mappings and filters', () => {
    expect(mapping.defaultSnippets).not.toHaveLength(0);
    expect(clause.defaultSnippets).not.toHaveLength(0);
  });
});
