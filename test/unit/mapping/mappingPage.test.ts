import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MAPPING_PAGE } from '../../../infra/scripts/docs/mappingPage.ts';
import { parseProvisioningConfig } from '../../../shared/config/provisioningConfig.ts';
import { minimalConfig } from '../config/minimalConfig.ts';

const page = readFileSync(MAPPING_PAGE.path, 'utf8');
const parseMappings = (mappings: unknown) =>
  parseProvisioningConfig(JSON.stringify({ users: { mappings } }), 'x').users.mappings;

describe('docs/mapping.md', () => {
  it('shows the attributes of the code (node infra/scripts/writeDocs.ts)', () => {
    expect(page).toBe(MAPPING_PAGE.render());
  });

  it('gives mappings that the app takes', () => {
    const [, block] = /```json\n(.*?)\n```/su.exec(page) ?? [];
    expect(parseMappings(JSON.parse(`[${block}]`))).toHaveLength(4);
  });

  it.each([
    ['userName', 'SelectUniqueValue(', { apply: 'onCreate' }],
    ['roles', 'AssertiveAppRoleAssignmentsComplex(', {}],
    ['photos[type eq "photo"].value', 'Coalesce(', {}],
    ['urn:scim:schemas:extension:slack:guest:1.0.type', 'IIF(', {}],
  ])('gives expressions for %s that the app takes', (target, start, more) => {
    const source = page.match(new RegExp(`\`(${start.replace('(', '\\(')}[^\`]*)\``, 'u'))?.[1];
    const others = minimalConfig.users.mappings.filter((mapping) => mapping.target !== target);
    expect(parseMappings([...others, { target, source, ...more }])).toHaveLength(target === 'userName' ? 2 : 3);
  });
});
