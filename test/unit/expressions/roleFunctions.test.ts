import { describe, expect, it } from 'vitest';
import { flowingValue } from './evaluateText.ts';

describe('roles', () => {
  const role = (id: string, value: string | null, displayName: string) => JSON.stringify({ id, value, displayName });
  const roleOf = (...roles: string[]) => flowingValue('SingleAppRoleAssignment([roles])', { roles });

  it('gives the value of the role, or its name when it has no value', () => {
    expect(roleOf(role('1', 'admin', 'Administrator'))).toBe('admin');
    expect(roleOf(role('1', null, 'User'))).toBe('User');
  });

  it('gives the same one of several in whatever order they come', () => {
    const [first, second] = [role('1', 'owner', 'O'), role('2', 'admin', 'A')];
    expect([roleOf(first, second), roleOf(second, first)]).toEqual(['admin', 'admin']);
  });

  it('gives all roles by name, or as the JSON texts that Entra sends', () => {
    const roles = [role('1', 'owner', 'O'), role('2', 'admin', 'A')];
    const of = (name: string) => flowingValue(`${name}([roles])`, { roles });
    expect(of('AppRoleAssignments')).toEqual(['admin', 'owner']);
    expect(of('AppRoleAssignmentsComplex')).toEqual([roles[1], roles[0]]);
    expect(of('AssertiveAppRoleAssignmentsComplex')).toEqual([roles[1], roles[0]]);
    expect(flowingValue('AppRoleAssignmentsComplex([none])')).toEqual([]);
  });

  it('leaves Default Access out', () => {
    expect(roleOf(role('00000000-0000-0000-0000-000000000000', null, 'Default Access'))).toBeNull();
  });
});
