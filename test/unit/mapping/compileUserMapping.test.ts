import { describe, expect, it } from 'vitest';
import { compileUserMapping } from '../../../shared/mapping/compileUserMapping.ts';
import type { AttributeMapping, MappedUser } from '../../../shared/model/mapping.ts';
import { TARGET } from '../../../shared/model/targetAttributes.ts';
import { compareAttributes } from '../../../shared/plan/compareAttributes.ts';
import { sourceView, type ViewOptions } from './sourceView.ts';

const now = new Date('2026-01-05T10:00:00Z');
const MANAGER = 'urn:scim:schemas:extension:enterprise:1.0.manager';

function map(
  mappings: readonly AttributeMapping[],
  properties: Readonly<Record<string, unknown>> = {},
  options: ViewOptions = {},
): MappedUser {
  return compileUserMapping(mappings).map(sourceView(properties, options), { now });
}

/** The one value or failure that a source gives to a target. */
function mapOne(target: string, source: string, properties: Readonly<Record<string, unknown>> = {}) {
  const { attributes, failures } = map([{ target, source }], properties);
  return failures[0]?.code ?? attributes[target];
}

describe('values', () => {
  it('plain attributes, constants and expressions flow as they are', () => {
    expect(mapOne('title', '[jobTitle]', { jobTitle: ' Chief  ' })).toBe(' Chief  ');
    expect(mapOne('title', '"Chief"')).toBe('Chief');
    expect(mapOne('title', 'Append([jobTitle], "!")', { jobTitle: 'Chief' })).toBe('Chief!');
  });

  it('no value and an empty result are null', () => {
    expect(mapOne('title', '[jobTitle]')).toBeNull();
    expect(mapOne('title', 'Left([jobTitle], 3)')).toBeNull();
    expect(mapOne('title', '[jobTitle]', { jobTitle: '' })).toBeNull();
  });

  it('targets with the same source get the same value, chance included', () => {
    let made = 0;
    const source = 'Left(Guid(), 8)';
    const mapping = compileUserMapping([
      { target: 'userName', source, apply: 'onCreate' },
      { target: 'nickName', source, apply: 'onCreate' },
    ]);
    const { attributes } = mapping.map(sourceView({}), { now, guid: () => `guid${++made}` });
    expect(attributes).toEqual({ userName: 'guid1', nickName: 'guid1' });
  });

  it('booleans and numbers become text', () => {
    expect(mapOne('title', '[accountEnabled]', { accountEnabled: true })).toBe('True');
    expect(mapOne('title', 'Count([proxyAddresses])', { proxyAddresses: ['a', 'b'] })).toBe('2');
  });

  it('a list of one gives its value, a list of several is SchemaPropertyCanOnlyAcceptValue', () => {
    expect(mapOne('title', '[otherMails]', { otherMails: [] })).toBeNull();
    expect(mapOne('title', '[otherMails]', { otherMails: ['a'] })).toBe('a');
    expect(mapOne('title', '[otherMails]', { otherMails: ['a', 'b'] })).toBe('SchemaPropertyCanOnlyAcceptValue');
  });

  it('a reference gives the Entra id of the manager, or null', () => {
    const mappings = [{ target: MANAGER, source: '[manager]' }];
    expect(map(mappings, {}, { managerId: 'm-1' }).attributes).toEqual({ [MANAGER]: 'm-1' });
    expect(map(mappings).attributes).toEqual({ [MANAGER]: null });
  });

  it('a target whose expression says "do not flow" is absent', () => {
    expect(map([{ target: 'title', source: 'IgnoreFlowIfNullOrEmpty([jobTitle])' }])).toEqual({
      attributes: {},
      active: true,
      ignoreObject: false,
      failures: [],
    });
  });

  it('IgnoreObjectFlow asks to leave the whole object alone', () => {
    const mappings = [{ target: 'title', source: 'IIF(IsNull([jobTitle]), IgnoreObjectFlow, [jobTitle])' }];
    expect(map(mappings).ignoreObject).toBe(true);
    expect(map(mappings, { jobTitle: 'Chief' }).ignoreObject).toBe(false);
  });
});

describe('an object that is there already', () => {
  const source = '[jobTitle]';
  const mappings: readonly AttributeMapping[] = [
    { target: 'nickName', source, apply: 'onCreate' },
    { target: 'title', source },
  ];
  const mapExisting = (given: readonly AttributeMapping[]) =>
    compileUserMapping(given).map(sourceView({ jobTitle: 'Clerk' }), { now, isUpdate: true });

  it('gets no values that only a creation writes, and all others', () => {
    expect(mapExisting(mappings).attributes).toEqual({ title: 'Clerk' });
  });

  it('is left alone when a mapping says so, even one that only a creation writes', () => {
    const ignoring = { target: 'displayName', source: 'IIF([jobTitle]="Clerk", IgnoreObjectFlow, [jobTitle])' };
    expect(mapExisting([...mappings, { ...ignoring, apply: 'onCreate' }]).ignoreObject).toBe(true);
  });
});

describe('type None', () => {
  const mapping = compileUserMapping([{ target: 'title', default: 'Staff' }]);

  it('has no value of its own, so that only a creation writes its default', () => {
    expect(mapping.map(sourceView({ jobTitle: 'Chief' }), { now }).attributes).toEqual({ title: null });
    expect(mapping.defaults).toEqual({ title: 'Staff' });
    expect(mapping.rule('title')).toEqual({ apply: 'onCreate', whenEmpty: 'keep' });
  });

  it('changes nothing in an account that is there, whatever it holds', () => {
    const { attributes } = mapping.map(sourceView({}), { now });
    for (const current of [{ title: 'Chief' }, { title: null }]) {
      expect(compareAttributes(attributes, current, { title: 'Staff' }, mapping.rule)).toEqual([]);
    }
  });
});

describe('the photo', () => {
  const source = 'Coalesce([thumbnailPhoto], "https://contoso.com/nobody.png")';

  it('is a token until it is written', () => {
    const mappings = [{ target: TARGET.photo, source: '[thumbnailPhoto]' }];
    expect(map(mappings, {}, { photoEtag: '"e1"' }).attributes).toEqual({ [TARGET.photo]: 'photo:"e1"' });
    expect(map(mappings, {}, { photoEtag: null }).attributes).toEqual({ [TARGET.photo]: null });
  });

  it('may be replaced by an address', () => {
    const mappings = [{ target: TARGET.photo, source }];
    expect(map(mappings, {}, { photoEtag: null }).attributes[TARGET.photo]).toBe('https://contoso.com/nobody.png');
    expect(map(mappings, {}, { photoEtag: 'e1' }).attributes[TARGET.photo]).toBe('photo:e1');
  });
});

describe('roles', () => {
  it.each([
    ['[otherMails]', { otherMails: ['a', 'b'] }, ['a', 'b']],
    ['[otherMails]', { otherMails: [] }, null],
    ['Split([jobTitle], ";")', { jobTitle: 'Chief;;Engineer' }, ['Chief', 'Engineer']],
    ['[jobTitle]', { jobTitle: 'Chief' }, ['Chief']],
    ['[jobTitle]', {}, null],
  ])('take lists: %s of %j is %j', (source, properties, expected) => {
    expect(mapOne(TARGET.roles, source, properties)).toEqual(expected);
  });

  it('take whole app roles, of which the adapter picks one', () => {
    const appRoles = [{ id: 'r1', value: 'admin', displayName: 'Admin' }];
    const { attributes } = map(
      [{ target: TARGET.roles, source: 'AssertiveAppRoleAssignmentsComplex([appRoleAssignments])' }],
      {},
      { appRoles },
    );
    expect(attributes[TARGET.roles]).toEqual([expect.stringContaining('admin')]);
  });
});

describe('SelectUniqueValue', () => {
  const source = 'SelectUniqueValue([mailNickname], Append([mailNickname], "2"), [userPrincipalName])';
  const mappings: AttributeMapping[] = [{ target: 'userName', source, apply: 'onCreate' }];

  it('gives its first value, and all that may be tried', () => {
    const { attributes, candidates } = map(mappings, { mailNickname: 'jane', userPrincipalName: 'jane.doe@b.example' });
    expect(attributes.userName).toBe('jane');
    expect(candidates).toEqual({ userName: ['jane', 'jane2', 'jane.doe@b.example'] });
  });

  it('leaves out what Slack would refuse', () => {
    const { attributes, candidates } = map(mappings, {
      mailNickname: 'x'.repeat(22),
      userPrincipalName: 'jane@b.example',
    });
    expect(attributes.userName).toBe('jane@b.example');
    expect(candidates).toEqual({ userName: ['jane@b.example'] });
  });

  it('fails when Slack would refuse all', () => {
    const { attributes, failures } = map(mappings, { mailNickname: 'x'.repeat(22) });
    expect(attributes).toEqual({});
    expect(failures).toEqual([expect.objectContaining({ target: 'userName', code: 'AttributeValidationFailed' })]);
  });

  it('is no value when there is nothing to try', () => {
    expect(map([{ ...mappings[0], target: 'userName', source: 'SelectUniqueValue([mail], [surname])' }])).toMatchObject(
      {
        attributes: { userName: null },
        failures: [],
      },
    );
  });

  it('is not mentioned when nothing uses it', () => {
    expect(map([{ target: 'title', source: '[jobTitle]' }])).not.toHaveProperty('candidates');
  });
});

describe('active', () => {
  it.each([
    ['Not([IsSoftDeleted])', false, true],
    ['Not([IsSoftDeleted])', true, false],
    ['Switch([IsSoftDeleted], , "False", "True", "True", "False")', true, false],
    ['[accountEnabled]', false, true],
    ['"FALSE"', false, false],
  ])('%s with IsSoftDeleted %s is %s', (source, isSoftDeleted, expected) => {
    const { active, attributes } = map([{ target: 'active', source }], { accountEnabled: true }, { isSoftDeleted });
    expect(active).toBe(expected);
    expect(attributes).toEqual({});
  });

  it('is true without a mapping, and when its mapping gives nothing', () => {
    expect(map([]).active).toBe(true);
    expect(map([{ target: 'active', source: 'Switch("x", , "y", "False")' }]).active).toBe(true);
  });

  it('never turns false because its mapping fails', () => {
    const { active, failures } = map([{ target: 'active', source: '"no"' }]);
    expect(active).toBe(true);
    expect(failures).toEqual([
      { target: 'active', code: 'AttributeValidationFailed', message: 'active must be True or False.' },
    ]);
  });
});

describe('failures', () => {
  it('a displayName with @ is AttributeValidationFailed, naming the rule but not the value', () => {
    const { attributes, failures } = map([{ target: 'displayName', source: '[displayName]' }], {
      displayName: 'jane@contoso.example',
    });
    expect(attributes).toEqual({});
    expect(failures).toEqual([expect.objectContaining({ target: 'displayName', code: 'AttributeValidationFailed' })]);
    expect(failures[0]?.message).toContain('must not contain the character @');
    expect(failures[0]?.message).not.toContain('jane');
  });

  it('an expression that cannot be computed names function and argument, and hinders no other attribute', () => {
    const mappings = [
      { target: 'title', source: 'Left([displayName], [jobTitle])' },
      { target: 'userType', source: '[userType]' },
    ];
    const { attributes, failures } = map(mappings, { displayName: 'Jane', jobTitle: 'Chief', userType: 'Member' });
    expect(attributes).toEqual({ userType: 'Member' });
    expect(failures).toEqual([
      {
        target: 'title',
        code: 'ExpressionEvaluationFailed',
        message: 'title could not be computed. Left: NumChars must be a whole number.',
      },
    ]);
  });

  it('targets with the same source fail each under its own name', () => {
    const source = 'Item([displayName], 0)';
    const { failures } = map([
      { target: 'userName', source },
      { target: 'nickName', source },
    ]);
    expect(failures.map(({ target }) => target)).toEqual(['userName', 'nickName']);
  });

  it('a reader that throws does not throw out of the mapping', () => {
    const view = sourceView({});
    const broken = { ...view, user: { ...view.user, properties: null as unknown as Record<string, unknown> } };
    const mapped = compileUserMapping([{ target: 'title', source: '[jobTitle]' }]).map(broken, { now });
    expect(mapped.failures).toEqual([expect.objectContaining({ code: 'ExpressionEvaluationFailed' })]);
  });
});

describe('rules', () => {
  const mapping = compileUserMapping([
    { target: 'userName', source: '[mail]', match: 2, apply: 'onCreate' },
    { target: 'emails[type eq "work"].value', source: '[mail]', match: 1 },
    { target: 'title', source: 'Redact([jobTitle])', default: 'Staff', whenEmpty: 'keep' },
  ]);

  it('tell how each target is kept up to date', () => {
    expect(mapping.rule('userName')).toEqual({ apply: 'onCreate', whenEmpty: 'clear' });
    expect(mapping.rule('title')).toEqual({ apply: 'always', whenEmpty: 'keep' });
    expect(mapping.rule('locale')).toBeUndefined();
  });

  it('defaults are apart from the mapped values, since only a creation uses them', () => {
    expect(mapping.defaults).toEqual({ title: 'Staff' });
    expect(mapping.map(sourceView({}), { now }).attributes.title).toBeNull();
  });

  it('matching is sorted by precedence', () => {
    expect(mapping.matching).toEqual([
      { target: 'emails[type eq "work"].value', precedence: 1 },
      { target: 'userName', precedence: 2 },
    ]);
  });

  it('redacted targets are known', () => {
    expect([...mapping.redacted]).toEqual(['title']);
  });

  it('time and randomness come from the context', () => {
    const compiled = compileUserMapping([
      { target: 'title', source: 'Join(" ", Now(), Guid(), RandomString(1, 1, 0, 0, 0))' },
    ]);
    const { attributes } = compiled.map(sourceView({}), { now, guid: () => 'g-1', randomInt: () => 0 });
    expect(attributes.title).toBe('1/5/2026 10:00:00 AM g-1 0');
  });
});
