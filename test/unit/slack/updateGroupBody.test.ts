import { describe, expect, it } from 'vitest';
import { scim1 } from '../../../shared/slack/v1/scim1.ts';
import { scim2 } from '../../../shared/slack/v2/scim2.ts';

const PATCH = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];
const V1 = ['urn:scim:schemas:core:1.0'];
const update = { displayName: 'Ops', add: ['U1', 'U2'], remove: ['U3', 'U4'] };

describe('group bodies', () => {
  it('v2: one operation for all additions, one for each removal, by the path that RFC 7644 has', () => {
    expect(scim2.updateGroupBody(update)).toEqual({
      schemas: PATCH,
      Operations: [
        { op: 'replace', path: 'displayName', value: 'Ops' },
        { op: 'add', path: 'members', value: [{ value: 'U1' }, { value: 'U2' }] },
        { op: 'remove', path: 'members[value eq "U3"]' },
        { op: 'remove', path: 'members[value eq "U4"]' },
      ],
    });
  });

  it('v1: a partial group, where removals are marked', () => {
    expect(scim1.updateGroupBody(update)).toEqual({
      schemas: V1,
      displayName: 'Ops',
      members: [
        { value: 'U1' },
        { value: 'U2' },
        { value: 'U3', operation: 'delete' },
        { value: 'U4', operation: 'delete' },
      ],
    });
  });

  it.each([
    ['v2', scim2, { schemas: PATCH, Operations: [{ op: 'replace', path: 'displayName', value: 'Ops' }] }],
    ['v1', scim1, { schemas: V1, displayName: 'Ops' }],
  ])('%s: a new name leaves the members alone', (_version, wire, body) => {
    expect(wire.updateGroupBody({ displayName: 'Ops', add: [], remove: [] })).toEqual(body);
  });

  it.each([
    ['v2', scim2, 'urn:ietf:params:scim:schemas:core:2.0:Group'],
    ['v1', scim1, 'urn:scim:schemas:core:1.0'],
  ])('%s: a new group', (_version, wire, schema) => {
    expect(wire.createGroupBody({ displayName: 'Ops', memberIds: ['U1'] })).toEqual({
      schemas: [schema],
      displayName: 'Ops',
      members: [{ value: 'U1' }],
    });
  });
});
