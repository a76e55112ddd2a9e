import { describe, expect, it } from 'vitest';
import { GROUPS, USERS } from '../../../infra/scripts/importSchema/section.ts';
import { sourceText, withKnownAttributes } from '../../../infra/scripts/importSchema/sourceText.ts';
import { targetName } from '../../../infra/scripts/importSchema/targetName.ts';

describe('a target', () => {
  it.each([
    ['UserName', 'userName'],
    ["emails[type eq 'work'].value", 'emails[type eq "work"].value'],
    ['Emails[Type  EQ "Work"].Value', 'emails[type eq "work"].value'],
    ['roles[primary eq "true"].value', 'roles[primary eq "True"].value'],
    ['roles', 'roles'],
    ['urn:ietf:params:scim:schemas:core:2.0:User:name.givenName', 'name.givenName'],
    [
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:costCenter',
      'urn:scim:schemas:extension:enterprise:1.0.costCenter',
    ],
    [
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value',
      'urn:scim:schemas:extension:enterprise:1.0.manager',
    ],
    [
      'urn:ietf:params:scim:schemas:extension:slack:guest:2.0:User:type',
      'urn:scim:schemas:extension:slack:guest:1.0.type',
    ],
    ['addresses[type eq "work"].country', 'addresses[type eq "untyped"].country'],
    ['phoneNumbers[type eq "fax"].value', 'phoneNumbers[type eq "fax"].value'],
    ['displayNames', 'displayNames'],
  ])('%s is %s', (given, known) => {
    expect(targetName(given, USERS)).toBe(known);
  });

  it('of a group is one of those of groups', () => {
    expect(targetName('urn:ietf:params:scim:schemas:core:2.0:Group:Members', GROUPS)).toBe('members');
    expect(targetName('Title', GROUPS)).toBe('Title');
  });
});

describe('a source', () => {
  const constant = (name: string | null, expression?: string) => sourceText({ type: 'Constant', name, expression });

  it('is its expression, whatever the other properties say', () => {
    expect(sourceText({ expression: ' Left([mail], 3) ', name: 'Mid', type: 'Function' })).toBe('Left([mail], 3)');
  });

  it('is an attribute unless its type says otherwise', () => {
    expect(sourceText({ name: 'mail' })).toBe('[mail]');
    expect(sourceText({ name: 'Now', parameters: [], type: 'Function' })).toBe('Now()');
  });

  it.each([null, undefined, {}, { expression: '', name: '' }])('is none: %j', (source) => {
    expect(sourceText(source)).toBeUndefined();
  });

  it('that is a constant stands in quotes, which its own are escaped for', () => {
    expect(constant('say "\\"')).toBe('"say \\"\\\\\\""');
    expect(constant('x', '"y"')).toBe('"y"');
    expect(constant('x', 'not quoted')).toBe('"x"');
    expect(constant(null, 'not quoted')).toBe('"not quoted"');
    expect(constant('[mail]')).toBe('"[mail]"');
  });

  it('made of parameters puts each in its place, also when some are left out', () => {
    const parameters = [
      { key: 'template', value: { name: 'X-mail', type: 'Constant' } },
      { key: 'find', value: { name: 'mail', type: 'Constant' } },
      { key: 'source', value: { name: 'mail', type: 'Attribute' } },
    ];
    expect(sourceText({ name: 'Replace', type: 'Function', parameters })).toBe(
      'Replace([mail], "mail", , , , , "X-mail")',
    );
  });

  it('made of parameters that nobody knows keeps their order', () => {
    const value = { name: 'mail' };
    const parameters = [
      { key: 'a', value },
      { key: 'b', value: null },
      { key: 'c', value: { name: '', type: 'Constant' } },
    ];
    expect(sourceText({ name: 'Left', type: 'Function', parameters })).toBe('Left([mail], , "")');
  });

  it('made of parameters keeps their order when a name is unknown or occurs twice', () => {
    const value = { name: 'mail' };
    const unknown = [{ key: 'text', value }];
    expect(sourceText({ name: 'ToLower', type: 'Function', parameters: unknown })).toBe('ToLower([mail])');
    const twice = ['separator', 'source', 'source'].map((key, index) => ({ key, value: { name: `${index}` } }));
    expect(sourceText({ name: 'Join', type: 'Function', parameters: twice })).toBe('Join([0], [1], [2])');
  });

  it('has its attributes in the known spelling, texts left alone', () => {
    const text = 'Join("[Mail] \\"[MAIL]", [MAIL], [ Surname ], [unknown])';
    expect(withKnownAttributes(text, USERS)).toBe('Join("[Mail] \\"[MAIL]", [mail], [surname], [unknown])');
  });
});
