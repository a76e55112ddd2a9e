import { describe, expect, it } from 'vitest';
import { loadProvisioningConfig } from '../../../shared/config/provisioningConfig.ts';
import { compileGroupMapping } from '../../../shared/mapping/compileGroupMapping.ts';
import type { SourceGroup } from '../../../shared/model/source.ts';

const now = new Date('2026-01-05T10:00:00Z');
const members = { target: 'members', source: '[members]' };

function group(properties: Readonly<Record<string, unknown>>): SourceGroup {
  return { id: '3f2504e0-4f89-41d3-9a0c-0305e82c3301', state: 'present', properties };
}

describe('a group mapping', () => {
  it('maps everything but the members, which are resolved on their own', () => {
    const mapping = compileGroupMapping([
      { target: 'displayName', source: 'Append("Entra ", [displayName])', match: 1 },
      members,
    ]);
    expect(mapping.map(group({ displayName: 'Sales' }), { now })).toEqual({
      attributes: { displayName: 'Entra Sales' },
      ignoreObject: false,
      failures: [],
    });
    expect(mapping.mapsMembers).toBe(true);
    expect(mapping.targets).toEqual(['displayName']);
    expect(mapping.matching).toEqual([{ target: 'displayName', precedence: 1 }]);
    expect(mapping.rule('displayName')).toEqual({ apply: 'always', whenEmpty: 'clear' });
  });

  it('leaves members alone when nothing is mapped to them', () => {
    const mapping = compileGroupMapping([{ target: 'displayName', source: '[displayName]', match: 1 }]);
    expect(mapping.mapsMembers).toBe(false);
  });

  it.each([
    ['[objectId]', '3f2504e0-4f89-41d3-9a0c-0305e82c3301'],
    ['[mailNickname]', 'sales'],
    ['IIF([securityEnabled], "security", "other")', 'security'],
    ['IIF([dirSyncEnabled], "synced", "cloud")', 'synced'],
    ['Join("+", [groupTypes])', 'Unified+DynamicMembership'],
    ['[extension_0123456789ABCDEF0123456789abcdef_team]', 'Blue'],
    ['[description]', null],
  ])('reads %s from the group as %s', (source, expected) => {
    const { attributes } = compileGroupMapping([{ target: 'displayName', source }]).map(
      group({
        mailNickname: 'sales',
        securityEnabled: true,
        onPremisesSyncEnabled: true,
        groupTypes: ['Unified', 'DynamicMembership'],
        extension_0123456789abcdef0123456789abcdef_team: 'Blue',
        description: '',
      }),
      { now },
    );
    expect(attributes.displayName).toBe(expected);
  });

  it('reports a name that Slack would refuse', () => {
    const { attributes, failures } = compileGroupMapping([{ target: 'displayName', source: '[displayName]' }]).map(
      group({ displayName: ' ' }),
      { now },
    );
    expect(attributes).toEqual({});
    expect(failures).toEqual([expect.objectContaining({ target: 'displayName', code: 'AttributeValidationFailed' })]);
  });

  it('of the default configuration gives name and members', () => {
    const mapping = compileGroupMapping(loadProvisioningConfig('provisioning.json').groups.mappings);
    expect(mapping.mapsMembers).toBe(true);
    expect(mapping.map(group({ displayName: 'Sales' }), { now }).attributes).toEqual({ displayName: 'Sales' });
  });
});
