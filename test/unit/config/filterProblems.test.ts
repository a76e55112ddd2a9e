import { describe, expect, it } from 'vitest';
import { parseProvisioningConfig } from '../../../shared/config/provisioningConfig.ts';
import { minimalConfig } from './minimalConfig.ts';
import { problemsOf } from './problemsOf.ts';

const parse = (file: unknown) => parseProvisioningConfig(JSON.stringify(file), 'provisioning.json');
const withClause = (clause: unknown) => ({
  users: { ...minimalConfig.users, filters: [{ name: 'f', clauses: [clause] }] },
});
const problemsIn = (clause: unknown) => problemsOf(() => parse(withClause(clause))).join('\n');
const EXTENSION = 'extension_0123456789abcdef0123456789abcdef_x';

describe('a clause', () => {
  it.each([
    [{ attribute: 'department', operator: 'EQUALS' }, 'value: EQUALS needs a value.'],
    [{ attribute: 'department', operator: 'EQUALS', value: '' }, 'value: EQUALS needs a value.'],
    [{ attribute: 'department', operator: 'IS NULL', value: 'x' }, 'value: IS NULL takes no value.'],
    [{ attribute: 'employeeId', operator: 'Greater_Than', value: '1.5' }, 'value: Greater_Than needs a whole number'],
    [{ attribute: 'department', operator: 'REGEX MATCH', value: '(?=x)' }, 'value: The pattern uses look-ahead'],
    [
      { attribute: 'accountEnabled', operator: 'EQUALS', value: 'True' },
      'operator: EQUALS cannot test accountEnabled (Boolean). Use IS TRUE or IS FALSE.',
    ],
    [{ attribute: 'department', operator: 'IS TRUE' }, 'operator: IS TRUE cannot test department'],
    [{ attribute: 'manager', operator: 'EQUALS', value: 'x' }, 'operator: EQUALS cannot test manager (Reference)'],
    [
      { attribute: 'departmnt', operator: 'IS NULL' },
      'attribute: There is no source attribute departmnt. Did you mean department?',
    ],
    [{ attribute: 'proxyAddresses', operator: 'IS NULL' }, 'attribute: Filters cannot test proxyAddresses; they take'],
    [{ attribute: 'appRoleAssignments', operator: 'IS NULL' }, 'attribute: Filters cannot test appRoleAssignments;'],
    [{ attribute: 'thumbnailPhoto', operator: 'IS NULL' }, 'attribute: Filters cannot test thumbnailPhoto;'],
    [{ attribute: 'IsSoftDeleted', operator: 'IS TRUE' }, 'attribute: IsSoftDeleted follows from the filters'],
    [{ attribute: 'department', operator: 'Present' }, 'operator: Present is not supported. Microsoft does not say'],
    [
      { attribute: 'department', operator: 'IsMemberOf', value: 'x' },
      'operator: IsMemberOf is not supported. As in Entra',
    ],
    [
      { attribute: 'department', operator: 'equals', value: 'x' },
      'operator: There is no operator equals. Did you mean EQUALS?',
    ],
  ])('%j: %s', (clause, problem) => {
    expect(problemsIn(clause)).toContain(`users.filters[0].clauses[0].${problem}`);
  });

  it.each([
    { attribute: 'department', operator: 'REGEX MATCH', value: 'Sales|Marketing' },
    { attribute: 'manager', operator: 'IS NOT NULL' },
    { attribute: EXTENSION, operator: 'IS TRUE' },
    { attribute: EXTENSION, operator: 'Greater_Than', value: '7' },
  ])('%j is sound', (clause) => {
    expect(parse(withClause(clause)).users.filters).toEqual([{ name: 'f', clauses: [clause] }]);
  });

  it('of groups uses the attributes of groups', () => {
    const groups = (attribute: string) => ({
      ...minimalConfig,
      groups: {
        mappings: [{ target: 'displayName', source: '[displayName]', match: 1 }],
        filters: [{ name: 'f', clauses: [{ attribute, operator: 'IS NOT NULL' }] }],
      },
    });
    expect(parse(groups('securityEnabled')).groups.filters).toHaveLength(1);
    expect(problemsOf(() => parse(groups('department')))).toHaveLength(1);
    expect(problemsOf(() => parse(groups('members')))[0]).toContain('Filters cannot test members');
  });
});
